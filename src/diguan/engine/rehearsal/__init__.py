"""Rehearsal: every worked case of a pack played on every back end before the pack may judge anybody.

Belongs here: playing cases.yaml, the search for constant rules. Does not belong here: loading packs, screening real data.
"""

from diguan.engine.rehearsal.cases import admit_standard, rehearse

__all__ = ["admit_standard", "rehearse"]
