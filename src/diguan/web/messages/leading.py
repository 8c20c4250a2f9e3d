"""Where a message leads: "item:12" to the page of an item, "items" to one's own list."""

import re

from django.urls import NoReverseMatch, reverse

ABOUT = re.compile(r"([a-z]+)(?::([0-9]{1,18}))?")
PAGES = {
    "check": "rectification:check",
    "household": "households:one",
    "item": "ledger:one",
    "items": "ledger:mine",
    "lookback": "lookback:mine",
    "post": "posts:one",
    "problem": "rectification:one",
    "round": "rounds:one",
    "visits": "visits:list",
}


def address_of(about: str) -> str:
    """The address of what a message is about; empty where there is no page of it."""
    found = ABOUT.fullmatch(about)
    view = PAGES.get(found[1]) if found else None
    if not found or not view:
        return ""
    try:
        return reverse(view, args=[int(found[2])] if found[2] else [])
    except NoReverseMatch:
        return ""
