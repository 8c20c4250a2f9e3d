"""The record of acts, for those who look into it.

Belongs here: the list and its verification. Does not belong here: changing anything.
"""
