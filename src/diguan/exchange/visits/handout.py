"""A visit list with what its papers need besides: for whom they are, names of people as far as they may be shown, names of places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from diguan.engine.expressions.dates import completed_years
from diguan.engine.snapshot.listing import BASE
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.model import HouseholdVisit, Member, VisitList
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.model import Cover
from diguan.exchange.masking import hidden_fields, mask_name, shown_name
from diguan.locale import Language

HEAD = "户主"


@dataclass(frozen=True, slots=True)
class Names:
    """Names in full: heads by household, persons by household and person. A round has none: they come from its inputs."""

    heads: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[tuple[str, str], str] = field(default_factory=dict)


def names_in(read: ReadInputs) -> Names:
    """The names that inputs carry, under the numbers that a round knows their households and persons by."""
    heads: dict[str, str] = {}
    persons: dict[tuple[str, str], str] = {}
    for table in read.tables:
        columns = table.table.column_names
        prefix = BASE if table.source.kind == "residents" else ""
        if table.subject is Subject.HOUSEHOLD and {"household_id", "head_name"} <= set(columns):
            for row in table.table.select(["household_id", "head_name"]).to_pylist():
                if row["household_id"] and row["head_name"]:
                    heads.setdefault(prefix + row["household_id"], row["head_name"])
        if table.subject is Subject.PERSON and {"household_id", "person_id", "name"} <= set(columns):
            for row in table.table.select(["household_id", "person_id", "name"]).to_pylist():
                if row["household_id"] and row["person_id"] and row["name"]:
                    persons.setdefault((prefix + row["household_id"], prefix + row["person_id"]), row["name"])
    return Names(heads, persons)


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything that the papers of one visit list are written from."""

    plan: VisitList
    pack: Pack
    cover: Cover
    places: Places
    names: Names
    language: Language
    hidden: frozenset[tuple[Subject, str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", hidden_fields(self.pack.catalogue) if self.cover.masked else frozenset())

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self.plan.as_of

    def hides(self, subject: Subject, name: str) -> bool:
        """Whether the values of a fact are not shown."""
        return (subject, name) in self.hidden

    def head(self, visit: HouseholdVisit) -> str:
        """The name of the head as it may be shown; empty where no input names it."""
        head = next((m for m in visit.members if m.relation == HEAD), None)
        if head is not None and (visit.household_id, head.person_id) in self.names.persons:
            return self.person(visit.household_id, head)
        name = self.names.heads.get(visit.household_id)
        return mask_name(name) if self.cover.masked else name or ""

    def person(self, household_id: str, member: Member) -> str:
        """The name of a person as it may be shown: that of a minor not at all on a masked paper."""
        name = self.names.persons.get((household_id, member.person_id))
        if not self.cover.masked:
            return name or ""
        age = None if member.birth_date is None else completed_years(member.birth_date, self.as_of)
        return shown_name(name, age, self.language) if name else ""

    def village(self, visit: HouseholdVisit) -> str:
        """The village of a household."""
        return self.places.names(visit.region_code)[3]
