"""Work in the background: what was asked, how far it has come, how it ended.

Belongs here: the row of a job, its queue, its progress, its heartbeat, what becomes of it when its worker dies.
Does not belong here: what a job does (tasks), who may ask for it (the noun it is about).
"""
