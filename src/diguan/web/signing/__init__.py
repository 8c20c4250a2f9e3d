"""Signing in and out, one's own password, one's own sign-ins.

Belongs here: what everybody does with their own account. Does not belong here: accounts of others.
"""
