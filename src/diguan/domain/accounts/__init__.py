"""Who may do what, where: accounts, grants of roles over region subtrees with dates, sign-ins.

Belongs here: accounts and their passwords, grants, the rights that follow from them, sessions.
Does not belong here: pages, what is done with a right, posts in the chain of responsibility.
"""
