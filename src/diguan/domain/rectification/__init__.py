"""Rectification: what an inspection found, who mends it how until when, and whether that was done.

Belongs here: inspections with their problems, the lists of problems, tasks and responsibilities, stages with their proof, acceptance,
from one problem to all of its kind. Does not belong here: how an item of the ledger closes (ledger), papers (exchange), pages.
"""
