"""The pages of responsibility: the tree of posts, one post, one officer, what is vacant, who carries how much, trips, sheets in.

Belongs here: addresses, forms and templates of posts, and the panel of who answers for a household that other pages include.
Does not belong here: problems and their owners (the ledger's pages), accounts and grants by hand (accounts).
"""
