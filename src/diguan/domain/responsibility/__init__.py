"""Who answers for what: posts at five levels, who holds them from when to when, who helps which household, supervision trips.

Belongs here: posts, officers, tenures, helping, trips; the chain of a place on any day; vacancies and load; sheets that say so.
Does not belong here: accounts and what a role may do (accounts), problems and their owners (above), pages.
"""
