"""Messages to accounts: what somebody should know, told once, and mail that says that there is something to read.

Belongs here: telling an account something under a key that is told once, reading, the box of mail to be sent.
Does not belong here: when something is told (the nouns above), how mail travels (tasks).

Django calls this app `inbox`: `messages` is the name of one of its own.
"""
