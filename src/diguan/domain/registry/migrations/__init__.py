"""Steps of the tables, one after the other, never edited after landing.

Belongs here: what Django writes, and triggers. Does not belong here: moving facts about (actions).
"""
