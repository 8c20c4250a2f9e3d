"""Random households of an export and, of each, one twin for every single cell that is emptied: what a round says of both is compared.

Every twin stands in the same round as its original, with numbers, names and phones of its own, so that nobody is listed twice.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.snapshot.model import FactTable, ReadInputs
from diguan.engine.verdicts import Subject
from diguan.synth.identity import IdentityIssuer
from tests.factories.facts import facts, inputs, source

H, P = Subject.HOUSEHOLD, Subject.PERSON
VILLAGE = "152222201001"
SIZE, ANNUAL, PER_HEAD = "household_size_current", "household_size_annual", "income_per_head"
NEVER_CARRIED = {H: {"head_identity", "head_name"}, P: {"father_identity", "mother_identity"}}
WORDS = ("无", "县外", "旗内", "外县某厂", "护林员", "护林员、保洁员", "否")
AMOUNTS = (0.0, 1.0, 400.0, 2000.0, 3218.0, 6000.0, 9000.0, 30000.0, 120000.0, -500.0)
Cell = tuple[Subject, int, str]  # kind of subject, place of the person (0 for the household), field


@dataclass(frozen=True, slots=True)
class Home:
    """One household as its rows say it: the facts of the household and of each person."""

    household: Mapping[str, Any]
    persons: tuple[Mapping[str, Any], ...]

    def cells(self) -> Iterator[Cell]:
        """Every cell that says something."""
        yield from ((H, 0, name) for name, value in self.household.items() if value is not None)
        for place, person in enumerate(self.persons):
            yield from ((P, place, name) for name, value in person.items() if value is not None)

    def without(self, cell: Cell) -> "Home":
        """The same household with one cell emptied; the column stays."""
        subject, place, name = cell
        if subject is H:
            return Home({**self.household, name: None}, self.persons)
        persons = list(self.persons)
        persons[place] = {**persons[place], name: None}
        return Home(self.household, tuple(persons))


@dataclass(slots=True)
class Removals:
    """Homes with their twins. `emptied`: by the number of a twin, its original and the cell that it has not."""

    catalogue: Catalogue
    as_of: date
    rng: random.Random
    emptied: dict[str, tuple[str, Cell]] = field(default_factory=dict)
    issuer: IdentityIssuer = field(default_factory=IdentityIssuer)
    written: int = 0

    def tables(self, workbooks: int, homes: int) -> ReadInputs:
        """Workbooks with columns of their own choice, each with an older one of a year before."""
        made: list[FactTable] = []
        for number in range(1, workbooks + 1):
            columns = {s: self._columns(s) for s in (H, P)}
            newest, older = (
                source(2 * number, data_on=self.as_of),
                source(2 * number - 1, data_on=_year_before(self.as_of)),
            )
            rows: dict[Subject, list[dict[str, Any]]] = {H: [], P: []}
            past: list[dict[str, Any]] = []
            for _ in range(homes):
                home, before = self._home(columns), self._facts(H, columns[H] & {PER_HEAD, "status"})
                original = self._write(home, before, rows, past)
                for cell in home.cells():
                    self.emptied[self._write(home.without(cell), before, rows, past)] = (original, cell)
            made += [facts(s, newest, rows[s], self.catalogue) for s in (H, P)]
            made.append(facts(H, older, past, self.catalogue))
        return inputs(made)

    def _columns(self, subject: Subject) -> set[str]:
        stored = {n for n, f in self.catalogue.fields(subject).items() if not f.derived} - NEVER_CARRIED[subject]
        return {name for name in sorted(stored) if self.rng.random() < 0.85}

    def _home(self, columns: Mapping[Subject, set[str]]) -> Home:
        persons = tuple(self._person(columns[P]) for _ in range(self.rng.randint(1, 3)))
        household = self._facts(H, columns[H])
        if household.get(SIZE) is not None and self.rng.random() < 0.8:
            household[SIZE] = len(persons)
        return Home(household, persons)

    def _person(self, columns: set[str]) -> dict[str, Any]:
        """The number tells birth and sex, now and then not those of the other cells; it does so also where these are emptied."""
        person = self._facts(P, columns)
        if person.get("identity") is not None:
            mistaken = self.rng.random() < 0.2
            born = self._day("birth_date") if mistaken else person.get("birth_date") or date(1980, 5, 5)
            person["identity"] = (born, person.get("sex") != "女")
        return person

    def _facts(self, subject: Subject, columns: set[str]) -> dict[str, Any]:
        known = self.catalogue.fields(subject)
        return {n: self._value(known[n]) if self.rng.random() < 0.8 else None for n in sorted(columns)}

    def _value(self, about: Field) -> Any:
        lowest, highest = about.range or (0, 12)
        choose: Mapping[FieldType, Any] = {
            FieldType.CODE: lambda: self.rng.choice(sorted(about.codes)),
            FieldType.BOOLEAN: lambda: self.rng.random() < 0.5,
            FieldType.INTEGER: lambda: self.rng.randint(int(lowest), min(int(highest), int(lowest) + 5)),
            FieldType.NUMBER: lambda: self.rng.choice([a for a in AMOUNTS if lowest <= a <= highest] or [lowest]),
            FieldType.DATE: lambda: self._day(about.name),
            FieldType.TEXT: lambda: self.rng.choice(WORDS),
            FieldType.IDENTIFIER: lambda: about.name,
        }
        return choose[about.type]()

    def _day(self, name: str) -> date:
        if name == "birth_date":
            return self.as_of - timedelta(days=self.rng.randint(30, 90 * 365))
        return self.as_of - timedelta(days=self.rng.randint(-60, 1500))

    def _write(
        self,
        home: Home,
        before: Mapping[str, Any],
        rows: Mapping[Subject, list[dict[str, Any]]],
        past: list[dict[str, Any]],
    ) -> str:
        self.written += 1
        number = f"H{self.written:06d}"
        keys = {"household_id": number, "region_code": VILLAGE}
        rows[H].append({**keys, **self._named(home.household, number, self.written * 10)})
        for place, person in enumerate(home.persons):
            own = self._named(person, f"{number}-{place}", self.written * 10 + place + 1)
            rows[P].append({**keys, "person_id": f"{number}-{place}", **own})
        past.append({**keys, **before})
        return number

    def _named(self, values: Mapping[str, Any], name: str, order: int) -> dict[str, Any]:
        """Identifiers that nobody else has."""
        given = dict(values)
        for field_name, value in values.items():
            if value is not None and "phone" in field_name:
                given[field_name] = f"139{order:08d}"
            elif value is not None and field_name == "identity":
                born, male = value
                given[field_name] = self.issuer.issue(order, born, male=male)
            elif value == field_name:
                given[field_name] = f"{field_name}{name}"
        return given


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)
