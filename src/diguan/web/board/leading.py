"""From a figure to the rows it counts: the list of households or of the ledger, filtered as the count was."""

from functools import cache, lru_cache
from urllib.parse import quote_plus, urlencode

from django.urls import reverse

from diguan.domain.insight.queries import Choice

HOUSEHOLDS = ("unmet", "unknown", "declared")
OF_INDICATOR = (*HOUSEHOLDS, "met", "not_applicable", "uncovered")
STATES = ("suspected", "open", "submitted", "withdrawn")
WAYS = ("mended", "corrected", "verified", "accepted")
SPECIAL = ("overdue", "rebound")


def address_of(measure: str, choice: Choice, place: str) -> str:
    """Where the rows of a figure are listed; "" where no list shows just these."""
    found = _list_of(measure, choice.standard, choice.indicator, choice.department)
    if found is None:
        return ""
    head, tail = found
    return f"{head}{place if place.isalnum() else quote_plus(place)}{tail}"


@lru_cache(maxsize=4096)
def _list_of(measure: str, standard: str, indicator: str, department: str) -> tuple[str, str] | None:
    """The address of a list around the place that it is asked for, written once: a board has hundreds of them. None for no list."""
    if measure == "registered":
        return _around("households:list")
    if measure in OF_INDICATOR:
        if measure not in HOUSEHOLDS and not indicator:
            return None
        return _around("households:list", standard=standard, standing=measure, indicator=indicator)
    asked = _asked(measure)
    if asked is None:
        return None
    cut = {"standard": standard if indicator else "", "indicator": indicator, "department": department}
    return _around("ledger:list", **cut, **asked)


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


def _around(view: str, **questions: str) -> tuple[str, str]:
    tail = urlencode({name: value for name, value in questions.items() if value})
    return f"{page_of(view)}?region_code=", tail and f"&{tail}"


@cache
def page_of(view: str) -> str:
    """The address of a page, found once: a board has hundreds of them."""
    return reverse(view)
