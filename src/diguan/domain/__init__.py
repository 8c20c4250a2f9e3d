"""What the system remembers: one Django app a noun, the same files in each.

Belongs here: choices, models, queries, actions, permissions, migrations of a noun.
Does not belong here: pages (web), commands (cli), jobs (tasks), files (exchange), rules (engine).
"""
