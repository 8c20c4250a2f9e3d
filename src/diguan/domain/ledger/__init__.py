"""The ledger: every problem with an owner and a deadline, from suspicion to a closing that the standard itself and a second person carry.

Belongs here: items, what may happen to them and by whom, their history. Does not belong here: judging (screening, engine), who holds a
post (responsibility), files of evidence (evidence), texts of pages.
"""
