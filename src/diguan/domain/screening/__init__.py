"""Rounds over the registry: which there were, and how every household stands in the newest one of each standard.

Belongs here: the record of a round, its verdicts packed for lists and filters.
Does not belong here: judging (engine), the round itself, which is a folder that anybody can recompute.
"""
