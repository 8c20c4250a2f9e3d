"""Diguan (滴灌): dated standards, recomputable verdicts, a ledger that cannot be closed on paper."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {
    **dict.fromkeys(("CheckResult", "RoundResult", "check", "screen", "screen_facts"), "diguan.api"),
    **dict.fromkeys(("ComparisonResult", "compare", "weigh"), "diguan.comparing"),
    "measure": "diguan.measuring",
    "screen_counties": "diguan.national",
    **dict.fromkeys(("join_rounds", "rescreen", "verify"), "diguan.rescreening"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  any part of the door
    """A part of the door when it is first asked for: the process that opens one untrusted file needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'diguan' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
