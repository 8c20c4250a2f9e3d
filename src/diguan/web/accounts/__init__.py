"""Accounts and grants, for those who manage them.

Belongs here: the pages of an administrator. Does not belong here: one's own password and sign-ins (signing).
"""
