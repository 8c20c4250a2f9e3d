"""Projection: the fold of the observations, kept as rows that lists filter and sort by.

Belongs here: from a snapshot of the engine to households, persons, villages, facilities; what changed by it.
Does not belong here: the fold itself (engine.snapshot).
"""

from diguan.domain.registry.actions.projecting.project import Prepared, Projected, fold, prepare, project, put_prepared

__all__ = ["Prepared", "Projected", "fold", "prepare", "project", "put_prepared"]
