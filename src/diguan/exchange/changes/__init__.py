"""What has changed in plain tables: the list that says so, and the rows that have to be judged anew.

Belongs here: reading the list, or finding what differs from the tables as they were; cutting Parquet tables to the villages that have
changed and to those that a change of theirs touches.
Does not belong here: judging (diguan.rescreen), or which computations look beyond a village (engine.snapshot.derived).
"""

from diguan.exchange.changes.cutting import Cut, cut_changed
from diguan.exchange.changes.differing import Found, differing
from diguan.exchange.changes.listing import Changed, UnableToRescreen, read_changes, require_told
from diguan.exchange.changes.standing import Before

__all__ = [
    "Before",
    "Changed",
    "Cut",
    "Found",
    "UnableToRescreen",
    "cut_changed",
    "differing",
    "read_changes",
    "require_told",
]
