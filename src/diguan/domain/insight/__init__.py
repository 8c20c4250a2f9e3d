"""Insight: figures of places, counted once and kept by day, and what may be shown of them to whom.

Belongs here: counting households and items by place, keeping the counts with the days on which they held, reading them for a board,
leaving small ones out for whoever does not see the rows behind. Does not belong here: the rows themselves (screening, ledger), pages.
"""
