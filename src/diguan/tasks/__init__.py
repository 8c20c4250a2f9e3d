"""Jobs in the background: one file a noun, each a door like a page or a command.

Belongs here: the order of the steps of a job, across nouns. Does not belong here: what a step does.
"""
