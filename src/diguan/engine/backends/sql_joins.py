"""The relation of a subject with the relations one step up that a query turned out to need; the first one is never multiplied."""

from collections.abc import Set as AbstractSet

from diguan.engine.backends.layout import Layout
from diguan.engine.verdicts import Subject

ALIASES = {Subject.HOUSEHOLD: "h", Subject.PERSON: "p", Subject.VILLAGE: "v", Subject.FACILITY: "f"}
_HOME = "LEFT JOIN {household} AS h ON h.household_id = p.household_id"
_VILLAGE = "LEFT JOIN {village} AS v ON v.region_code = {alias}.region_code"


def joined(layout: Layout, subject: Subject, used: AbstractSet[Subject], own: str) -> str:
    """FROM clause of a query on a subject; `own`: its relation, or what stands for it."""
    parts = [f"{own} AS {ALIASES[subject]}"]
    above = subject
    if subject is Subject.PERSON and used & {Subject.HOUSEHOLD, Subject.VILLAGE}:
        parts.append(_HOME.format(household=relation(layout, Subject.HOUSEHOLD)))
        above = Subject.HOUSEHOLD
    if subject is not Subject.VILLAGE and Subject.VILLAGE in used:
        parts.append(_VILLAGE.format(village=relation(layout, Subject.VILLAGE), alias=ALIASES[above]))
    return " ".join(parts)


def relation(layout: Layout, subject: Subject) -> str:
    """The relation of a subject, quoted."""
    return layout.dialect.quoted(*layout.relations[subject].name.split("."))
