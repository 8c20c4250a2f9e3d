"""What is asked of fieldwork.

Belongs here: whom to visit and why, what to ask at a door, what visits brought and cost. Does not belong here: changing (actions).
"""
