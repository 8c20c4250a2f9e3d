"""What one was told: the list, unread first counted in the frame, read one by one or all together.

Belongs here: the pages of messages and where each leads. Does not belong here: when something is told (domain).
"""
