"""People as the pages of events name them: masked as the viewer's role has it, always with their number."""

from collections.abc import Iterable
from typing import Any

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.registry.actions.events.previewing import HouseholdChange
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.showing import Shown
from diguan.engine.catalogue import load_catalogue
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.web.shared.texts import spoken, text


def called(person: Person, viewer: Viewer) -> str:
    """Name and number of a person."""
    name = Shown.to(viewer, person.region_code).name(person.name) or text("households:nameless")
    return f"{name} {person.number}"


def choices(people: Iterable[Person], viewer: Viewer) -> list[tuple[str, str]]:
    """People to choose from, by number."""
    return [(person.number, called(person, viewer)) for person in people]


def members(household: Household) -> list[Person]:
    """Members as of now."""
    return list(household.persons.filter(gone=False, member=True).order_by("number"))


def absent(household: Household) -> list[Person]:
    """People who are away, and people who once were members."""
    return [
        p for p in household.persons.filter(member=True).order_by("number") if p.gone or p.state not in (None, "在家")
    ]


def changes_shown(changes: Iterable[HouseholdChange], viewer: Viewer) -> list[dict[str, Any]]:
    """What an event would change, as rows of the page that asks whether it should."""
    return [
        {
            "number": change.number,
            "comes": [_described(person, viewer) for person in change.comes],
            "goes": [called(person, viewer) for person in change.goes],
            "turned": [_described(person, viewer) for person in change.turned],
            "before": change.before,
            "after": change.after,
            "newer_list": change.newer_list,
            "ends": change.ends,
            "any": bool(change),
        }
        for change in changes
    ]


def _described(person: Person, viewer: Viewer) -> str:
    shown, fields = Shown.to(viewer, person.region_code), load_catalogue().fields(Subject.PERSON)
    pairs = (("relation", person.relation), ("person_state", person.state), ("birth_date", person.birth_date))
    known = [(fields[name], value) for name, value in pairs if value is not None]
    said: list[Label] = [shown.value(field, value) for field, value in known]
    return f"{called(person, viewer)}{text('frame:colon')}{text('households:comma').join(map(spoken, said))}"
