"""The checked expression language: a tiny subset of SQL boolean expressions with four-valued care.

Belongs here: tokens, parser, tree, checker (names, types, units, codes), binding to a day and parameter values, missing facts.
Does not belong here: evaluation over data (backends), files (standards).
"""
