"""Synthetic counties: real regions, invented people that say so everywhere, planted errors with a truth decided by the plan.

Belongs here: the population of one county, what is planted in it, the truth about that, the workbooks it is written as.
Does not belong here: anything that judges (standards, expressions, screening), so that the truth proves something.
"""
