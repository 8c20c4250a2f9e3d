"""What changes the registry: loads, records, life events, each whole or not at all, each in the audit.

Belongs here: `verb_noun(*, ..., actor, at)`. Does not belong here: reading (queries), who may (accounts), the clock (doors).
"""
