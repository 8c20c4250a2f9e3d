"""What changes posts and who holds them. Every act has a day, a reason and an entry in the record of acts.

Belongs here: acts of somebody (none: the command line), one file a noun; the import of sheets (sheets).
Does not belong here: reading alone (queries), pages.
"""
