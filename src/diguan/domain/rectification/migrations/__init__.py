"""Steps of the tables of rectification.

Belongs here: migrations, named after what they do, never edited after they have landed. Does not belong here: anything else.
"""
