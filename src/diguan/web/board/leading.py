"""From a figure to the rows it counts: the list of households or of the ledger, filtered as the count was."""

from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from diguan.domain.insight.queries import Choice

HOUSEHOLDS = ("unmet", "unknown", "declared")
OF_INDICATOR = (*HOUSEHOLDS, "met", "not_applicable", "uncovered")
STATES = ("suspected", "open", "submitted", "withdrawn")
WAYS = ("mended", "corrected", "verified", "accepted")
SPECIAL = ("overdue", "rebound")


def address_of(measure: str, choice: Choice, place: str) -> str:
    """Where the rows of a figure are listed; "" where no list shows just these."""
    if measure == "registered":
        return _listed("households:list", region_code=place)
    if measure in OF_INDICATOR:
        if measure not in HOUSEHOLDS and not choice.indicator:
            return ""
        return _listed(
            "households:list",
            region_code=place,
            standard=choice.standard,
            standing=measure,
            indicator=choice.indicator,
        )
    asked = _asked(measure)
    if asked is None:
        return ""
    standard = choice.standard if choice.indicator else ""
    cut = {"standard": standard, "indicator": choice.indicator, "department": choice.department}
    return _listed("ledger:list", region_code=place, **cut, **asked)


def _asked(measure: str) -> dict[str, str] | None:
    """What the list of the ledger is asked for; None for what is none of its figures."""
    if measure == "living":
        return {}
    if measure == "closed":
        return {"state": "closed"}
    if measure in STATES:
        return {"state": measure}
    if measure in WAYS:
        return {"state": "closed", "closing": measure}
    return {"special": measure} if measure in SPECIAL else None


def _listed(view: str, **questions: str) -> str:
    return f"{page_of(view)}?{urlencode({name: value for name, value in questions.items() if value})}"


@cache
def page_of(view: str) -> str:
    """The address of a page, found once: a board has hundreds of them."""
    return reverse(view)
