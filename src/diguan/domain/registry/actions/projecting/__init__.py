"""Projection: the fold of the observations, kept as rows that lists filter and sort by.

Belongs here: from a snapshot of the engine to households, persons, villages, facilities; what changed by it.
Does not belong here: the fold itself (engine.snapshot).
"""

from diguan.domain.registry.actions.projecting.project import Projected, fold, project, put_fold

__all__ = ["Projected", "fold", "project", "put_fold"]
