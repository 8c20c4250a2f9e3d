"""Questions that were answered although the answer was known: from an answer that was still valid, or from a department's list.

What is counted is an answer at a visit: which questions stood on a form and stayed empty is recorded as a number alone. Going to see
what was only declared so far is no repetition; asking for what a list has is one, however well it is seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from diguan.domain.fieldwork.models import Visit
from diguan.domain.registry.models import Observation
from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.verdicts import Grade, Subject
from diguan.engine.visiting.expiring import oldest_valid

AT_ONCE = 500
Home = tuple[str, str]  # county and number
About = tuple[str | None, str]  # person and field


@dataclass(frozen=True, slots=True)
class Repeated:
    """An answer that was known: at which visit, about which field, known from which day. `supplied`: by a department's list.

    `changed`: the new answer is another one, so that asking again was worth something.
    """

    visit: Visit
    field: str
    known_on: date
    supplied: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class _Said:
    observation: int
    day: date
    value: object
    grade: int

    @property
    def listed(self) -> bool:
        """Whether a department's list says it."""
        return self.grade == Grade.ROSTER


def repeated_in(visits: Sequence[Visit]) -> Iterator[Repeated]:
    """Every repeated answer of some visits, visit by visit."""
    catalogue = load_catalogue()
    for start in range(0, len(visits), AT_ONCE):
        part = visits[start : start + AT_ONCE]
        said = _said(part)
        for visit in part:
            yield from _of_visit(visit, said, catalogue)


def _of_visit(
    visit: Visit, said: Mapping[Home, Mapping[About, Sequence[_Said]]], catalogue: Catalogue
) -> Iterator[Repeated]:
    own = set(visit.observations)
    for (person, name), every in said.get((visit.county, visit.household_number), {}).items():
        new = next((each for each in every if each.observation in own), None)
        if new is None:
            continue
        subject = Subject.HOUSEHOLD if person is None else Subject.PERSON
        about = catalogue.fields(subject).get(name)
        oldest = oldest_valid(about.valid_for, visit.made_on) if about is not None and about.valid_for else None
        known = [e for e in every if e.observation < min(own) and (oldest is None or e.day >= oldest)]
        known = [e for e in known if e.day <= visit.made_on and (e.listed or e.grade >= new.grade)]
        if known:
            last = max(known, key=lambda each: (each.day, each.observation))
            yield Repeated(visit, name, last.day, any(e.listed for e in known), last.value != new.value)


def _said(visits: Sequence[Visit]) -> Mapping[Home, Mapping[About, Sequence[_Said]]]:
    """Everything that was ever said of the households of some visits, by household, then by person and field."""
    by_county: dict[str, set[str]] = defaultdict(set)
    for visit in visits:
        by_county[visit.county].add(visit.household_number)
    found: dict[Home, dict[About, list[_Said]]] = defaultdict(lambda: defaultdict(list))
    for county, numbers in by_county.items():
        for row in _observations(county, numbers):
            source = row.sheet.source
            day = row.data_on or source.data_on or localdate(source.load.at)
            for name, value in row.facts.items():
                said = _Said(row.pk, day, value, source.grade)
                found[county, str(row.household_number)][row.person_number, name].append(said)
    return found


def _observations(county: str, numbers: Iterable[str]) -> Iterable[Observation]:
    here = Q(region_code__gte=county.ljust(12, "0"), region_code__lte=county.ljust(12, "9"))
    rows = Observation.objects.filter(here, household_number__in=sorted(numbers), sheet__source__replaced_by=None)
    return rows.select_related("sheet__source__load").order_by("id")
