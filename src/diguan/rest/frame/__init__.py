"""What every address of the API has in common: tokens, limits, keys of requests, refusals, pages of long lists.

Belongs here: what two nouns need alike. Does not belong here: anything that knows a noun.
"""
