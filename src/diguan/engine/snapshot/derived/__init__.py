"""Derived fields that are too messy for an expression: each a set-based computation while the snapshot is made.

Belongs here: one module a computation, named by `computed_by` in the catalogue or filling gaps of a reported field.
Does not belong here: what an expression of the catalogue can say, thresholds of a standard.
"""
