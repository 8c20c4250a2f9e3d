"""Diguan (滴灌): dated standards, recomputable verdicts, a ledger that cannot be closed on paper."""

from diguan.api import CheckResult, RoundResult, check, screen, screen_facts
from diguan.comparing import ComparisonResult, compare, weigh
from diguan.measuring import measure
from diguan.national import screen_counties
from diguan.rescreening import join_rounds, rescreen, verify

__all__ = [
    "CheckResult",
    "ComparisonResult",
    "RoundResult",
    "__version__",
    "check",
    "compare",
    "join_rounds",
    "measure",
    "rescreen",
    "screen",
    "screen_counties",
    "screen_facts",
    "verify",
    "weigh",
]
__version__ = "0.1.0"
