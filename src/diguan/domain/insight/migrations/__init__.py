"""Steps of the tables.

Belongs here: migrations, named, never edited after landing. Does not belong here: anything else.
"""
