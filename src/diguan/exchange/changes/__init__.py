"""What has changed in plain tables: the list that says so, and the rows that have to be judged anew.

Belongs here: reading the list; cutting Parquet tables to the villages it names and to those that a change of theirs touches.
Does not belong here: judging (diguan.rescreen), or which computations look beyond a village (engine.snapshot.derived).
"""

from diguan.exchange.changes.cutting import Before, Cut, cut_changed
from diguan.exchange.changes.listing import Changed, UnableToRescreen, read_changes

__all__ = ["Before", "Changed", "Cut", "UnableToRescreen", "cut_changed", "read_changes"]
