"""Standard packs: dated parameters, indicators, findings and worked cases, loaded and checked with file and line.

Belongs here: the model of a pack, its loader, authority and floors, static checks, the JSON Schemas published for it.
Does not belong here: evaluation, law (packs hold law, code holds none).
"""
