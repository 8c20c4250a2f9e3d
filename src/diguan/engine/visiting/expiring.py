"""Facts whose validity has run out (`valid_for` of the catalogue): a visit asks for them again.

Until somebody answers they count as they stand: an old fact is a fact with its day. A fact is as old as its source, where nobody knows
a day of its own; a source whose rows have days of their own, or none, counts as of the as-of date, as it does in the fold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from diguan.engine.backends.facts import Record
from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.expressions.dates import latest_with_months
from diguan.engine.screening.casefiles import CaseFile, CellState, Told
from diguan.engine.snapshot.derived.registry import COMPUTED
from diguan.engine.snapshot.model import Source
from diguan.engine.verdicts import Subject

EXPIRED = "expired"
MONTHS = {"months": 1, "years": 12}


@lru_cache(maxsize=1024)
def oldest_valid(valid_for: str, as_of: date) -> date | None:
    """The earliest day that a fact may be of and still be valid; None when every day is early enough. `valid_for`: "12 months"."""
    number, unit = valid_for.split()
    if unit == "days":
        return as_of - timedelta(days=int(number))
    return latest_with_months(int(number) * MONTHS[unit], as_of)


@dataclass(frozen=True, slots=True)
class Expiry:
    """What has run out on the day of a round. `days`: of facts (subject, id, name) with a day of their own, whatever their source's."""

    catalogue: Catalogue
    sources: Mapping[int, Source]
    as_of: date
    days: Mapping[tuple[Subject, str, str], date] = field(default_factory=dict)

    def without(self, case: CaseFile) -> CaseFile:
        """The household as if nobody knew what has run out, or what is computed from it; the same case where nothing has."""
        gone = {(told.subject, told.id): tuple(self._gone(told, case)) for told in (case.household, *case.members)}
        if not any(gone.values()):
            return case
        home, members = _bare(case.household, gone), tuple(_bare(m, gone) for m in case.members)
        facts = replace(case.facts, household=home.record, members=[m.record for m in members])
        states = dict(case.states)
        for told in (case.household, *case.members):
            for name in gone[told.subject, told.id]:
                said = ((_text(told.record.values[name]), told.sources[name]),) if name in told.sources else ()
                states[told.subject, told.id, name] = CellState(EXPIRED, said, None)
        return replace(case, household=home, members=members, facts=facts, states=states)

    def _gone(self, told: Told, case: CaseFile) -> Iterator[str]:
        fields = self.catalogue.fields(told.subject)
        for name, value in told.record.values.items():
            about = fields.get(name)
            if (
                value is not None
                and about is not None
                and (self._is_old(about, told) or self._rests_on_old(about, case))
            ):
                yield name

    def _is_old(self, about: Field, told: Told) -> bool:
        """A fact that speaks of a day of its own (`dated_by`) does not grow old."""
        if about.valid_for is None or about.dated_by is not None:
            return False
        source = self.sources.get(told.sources.get(about.name, 0))
        day = self.days.get((told.subject, told.id, about.name)) or (source.data_on if source else None)
        oldest = oldest_valid(about.valid_for, self.as_of)
        return day is not None and oldest is not None and day < oldest

    def _rests_on_old(self, about: Field, case: CaseFile) -> bool:
        computation = COMPUTED.get(about.computed_by or "")
        if computation is None:
            return False
        tellers = {Subject.HOUSEHOLD: (case.household,), Subject.PERSON: case.members}
        return any(
            told.record.values.get(name) is not None and self._is_old(self.catalogue.field(subject, name), told)
            for subject, name in computation.reads
            for told in tellers.get(subject, ())
        )


def _bare(told: Told, gone: Mapping[tuple[Subject, str], tuple[str, ...]]) -> Told:
    values = {
        name: None if name in gone[told.subject, told.id] else value for name, value in told.record.values.items()
    }
    return replace(told, record=Record(values, told.record.grades, told.record.default_grade))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
