"""Comparison: what came, went, stayed and came back between rounds, and why; the effect of one standard in place of another.

Belongs here: joining the packed verdicts of rounds, attribution of every difference to facts, membership, standard or day, progress to
zero, findings that came and went, and judging one frozen snapshot by two standards.
Does not belong here: judging itself (screening), workbooks and pages (exchange), the text of two packs side by side (command line).
"""

from diguan.engine.comparison.compare import Comparison, compare_sides
from diguan.engine.comparison.effect import Candidate, UnableToWeighStandards, judged_by_both
from diguan.engine.comparison.sides import Side, UnableToCompareRounds, open_rounds, open_side

__all__ = [
    "Candidate",
    "Comparison",
    "Side",
    "UnableToCompareRounds",
    "UnableToWeighStandards",
    "compare_sides",
    "judged_by_both",
    "open_rounds",
    "open_side",
]
