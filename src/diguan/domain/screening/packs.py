"""The shipped standards and fields, read once a process: they cannot change while the program runs."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.standards import Pack, PackHeader, list_standards, load_standard
from diguan.engine.verdicts import Subject


@cache
def standards() -> tuple[PackHeader, ...]:
    """Every shipped standard, by id and version."""
    return tuple(list_standards())


@cache
def household_standards() -> tuple[PackHeader, ...]:
    """Those that find something about households: neither those of villages and facilities nor those that only measure."""
    return tuple(h for h in standards() if any(rule.place is None for rule in pack_of(h.id).findings))


@cache
def standards_for_rounds() -> tuple[PackHeader, ...]:
    """Those that judge households or persons: a round over the registry is one over these."""
    return tuple(header for header in standards() if judges_households(pack_of(header.id)))


def judges_households(pack: Pack) -> bool:
    """Whether a standard judges households or persons, not villages and facilities alone."""
    return any(each.subject in (Subject.HOUSEHOLD, Subject.PERSON) for each in pack.indicators.values())


@cache
def pack_of(name: str) -> Pack:
    """A shipped standard by its id."""
    return load_standard(name)


@cache
def fields() -> Catalogue:
    """The fields that households and persons have whatever the standard."""
    return load_catalogue()


def in_force(pack: Pack, day: date) -> bool:
    """Whether a standard is in force on a day."""
    since, until = pack.in_force
    return since <= day and (until is None or day < until)


@dataclass(frozen=True, slots=True)
class Chosen:
    """By which standard and as of which day a household is looked at."""

    pack: Pack
    as_of: date

    @property
    def in_force(self) -> bool:
        """Whether the standard can judge on the day."""
        return in_force(self.pack, self.as_of)


def default_standard(day: date, judged_by: str | None) -> str:
    """The standard of the household's newest round while it is in force, else the newest that is and judges households first."""
    if judged_by is not None and in_force(pack_of(judged_by), day):
        return judged_by
    packs = [pack_of(header.id) for header in household_standards()]
    usable = [pack for pack in packs if in_force(pack, day)] or packs
    return max(usable, key=lambda pack: (pack.in_force[0], pack.id)).id
