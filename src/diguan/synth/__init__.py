"""Synthetic counties: real regions, invented people that say so everywhere, planted errors.

Belongs here: the population, its errors and decoys, and the truth about them, decided by the planter.
Does not belong here: anything of the engine that judges: a truth decided by what it tests would prove nothing.
"""
