"""Pages of rectification: inspections with their three lists, one problem, self-checks, papers to take along.

Belongs here: reading, forms, buttons that the table of steps allows. Does not belong here: whether a step may be taken (domain).
"""
