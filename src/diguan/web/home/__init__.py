"""The first page: what may I do here.

Belongs here: that page. Does not belong here: figures of the nouns.
"""
