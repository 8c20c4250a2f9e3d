"""The places one can go to: every noun of `settings.PAGES` names its own in `NAVIGATION` of its addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.conf import settings
from django.urls import reverse

from diguan.domain.accounts.permissions import Act, Viewer


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its view, its text ("catalogue:key"), the act that opens it (none: anybody who has signed in)."""

    view: str
    text: str
    act: Act | None = None

    @property
    def address(self) -> str:
        """Address of the page."""
        return reverse(self.view)


@cache
def places() -> tuple[Place, ...]:
    """All places, in the order of the nouns."""
    return tuple(place for noun in settings.PAGES for place in getattr(import_module(f"{noun}.urls"), "NAVIGATION", ()))


def places_for(viewer: Viewer) -> Iterator[Place]:
    """Those that a viewer may open."""
    return (place for place in places() if place.act is None or viewer.may(place.act))
