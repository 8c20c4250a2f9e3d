"""The places one can go to: every noun of `settings.PAGES` names its own in `NAVIGATION` of its addresses, one line a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import import_module

from django.conf import settings
from django.urls import reverse

from diguan.domain.accounts.permissions import Act, Role, Viewer


class Menu(StrEnum):
    """What somebody comes to do, in the order of the frame; the text of each stands below `frame:menu`."""

    HOME = "home"
    HOUSEHOLDS = "households"
    LEDGER = "ledger"
    VISITS = "visits"
    ROUNDS = "rounds"
    RESPONSIBILITY = "responsibility"
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Place:
    """A page in the navigation: its view, its text ("catalogue:key"), the act that opens it (none: anybody who has signed in), its menu.

    `not_for`: roles whom it would only lead on to another place of the menu.
    """

    view: str
    text: str
    act: Act | None = None
    menu: Menu = Menu.HOME
    not_for: frozenset[Role] = frozenset()

    @cached_property
    def address(self) -> str:
        """Address of the page."""
        return reverse(self.view)


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu as it is offered to somebody: the places that are open, and whether one of them is the page at hand."""

    menu: Menu
    places: tuple[Place, ...]
    here: bool

    @property
    def text(self) -> str:
        """What the menu is called; a menu with one place is called by it."""
        return self.places[0].text if len(self.places) == 1 else f"frame:menu.{self.menu.value}"

    @property
    def address(self) -> str:
        """Its first place."""
        return self.places[0].address


@cache
def places() -> tuple[Place, ...]:
    """All places, in the order of the nouns."""
    return tuple(place for noun in settings.PAGES for place in getattr(import_module(f"{noun}.urls"), "NAVIGATION", ()))


def places_for(viewer: Viewer) -> Iterator[Place]:
    """Those that a viewer may open."""
    roles = {right.role for right in viewer.grants}
    return (p for p in places() if (p.act is None or viewer.may(p.act)) and not (p.not_for & roles))


def place_at(path: str, open_places: Iterable[Place]) -> Place | None:
    """The place that a page belongs to: the one whose address begins the page's, the longest."""
    return max((p for p in open_places if path.startswith(p.address)), key=lambda p: len(p.address), default=None)


def menu_of(open_places: Iterable[Place], here: Place | None) -> list[Entry]:
    """The menus that have something open, in their order."""
    by_menu: dict[Menu, list[Place]] = {menu: [] for menu in Menu}
    for place in open_places:
        by_menu[place.menu].append(place)
    return [Entry(menu, tuple(found), here in found) for menu, found in by_menu.items() if found]
