"""The frame around every page: who looks, in which language, under which rules of the browser; forms, tables, errors.

Belongs here: what two nouns need alike. Does not belong here: anything that knows a noun.
"""
