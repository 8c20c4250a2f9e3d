"""Screening: a round from a snapshot and a standard to verdicts, findings, explanations, and its verification.

Belongs here: the round, findings as suspicion, explanations from the tree, verify.
Does not belong here: workbooks and pages (exchange), evaluation of one rule (backends).
"""
