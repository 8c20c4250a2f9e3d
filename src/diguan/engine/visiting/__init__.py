"""Visits: which facts to ask for in a village, and what becomes of a round when the answers come back.

Belongs here: the questions that decide, their order and their time; answers folded into the facts of a round.
Does not belong here: workbooks and pages of visits (exchange.visits), judging (screening).
"""
