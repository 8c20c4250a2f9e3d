"""Kin in other households, as sentences of the page: nobody is named whom the viewer may not see."""

from typing import Any

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.kin import kin_of
from diguan.domain.registry.queries.showing import Shown
from diguan.web.shared.texts import text


def kin_rows(viewer: Viewer, household: Household) -> list[dict[str, Any]]:
    """Who of the household is whose kin, and in which household that is, where the viewer may see it."""
    rows = []
    for kin in kin_of(viewer, household):
        own, other = _named(kin.person, viewer), _named(kin.other, viewer)
        one, two = (other, own) if kin.turned else (own, other)
        said = text("events:kin.says", one=one, other=two, kind=text(f"events:kin_kind.{kin.link.kind}"))
        rows.append({"kin": kin, "said": said, "household": None if kin.other is None else kin.other.household})
    return rows


def _named(person: Person | None, viewer: Viewer) -> str:
    if person is None:
        return text("events:kin.hidden")
    name = Shown.to(viewer, person.region_code).name(person.name) or text("households:nameless")
    return f"{name} {person.number}"
