"""The region tree of this system, one for the whole process, and what pages and rights ask of it.

Belongs here: names, paths, children and ranges of codes for people. Does not belong here: who may see a region (accounts), the tree itself
(engine.regions), tables: regions are data, not rows.
"""
