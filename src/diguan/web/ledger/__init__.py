"""Pages of the ledger: the table, my items, the board, what is overdue, one item with everything that may be done to it.

Belongs here: reading, forms, buttons that the table of steps allows. Does not belong here: whether a step may be taken (domain).
"""
