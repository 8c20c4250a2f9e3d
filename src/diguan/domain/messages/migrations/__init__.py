"""Steps of the tables of messages.

Belongs here: migrations, named after what they do, never edited after they have landed. Does not belong here: anything else.
"""
