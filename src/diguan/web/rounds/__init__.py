"""Rounds over the registry: which there were, what one found, starting one and watching it.

Belongs here: pages of rounds and of the jobs that make them. Does not belong here: judging, and the pages of households.
"""
