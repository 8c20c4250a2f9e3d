"""Questions to the registry.

Belongs here: reading, scoped by who asks. Does not belong here: changing anything (actions), judging (engine).
"""
