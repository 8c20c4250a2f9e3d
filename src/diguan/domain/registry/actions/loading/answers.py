"""What filled-in visit workbooks answered, as inputs of a load: of households and people that are there, the rest told with its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import pyarrow as pa

from diguan.domain.regions.queries import subtree
from diguan.domain.registry.choices import VISIT_LIST, VISITOR
from diguan.domain.registry.models import Household, Person, Source
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.model import DECLARED_VISIT, ROW_BITS, VISIT, FactTable, ReadInputs, SheetRef
from diguan.engine.snapshot.model import Source as EngineSource
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.answers import Answer, Refused
from diguan.engine.visiting.hearing import value_text
from diguan.engine.visiting.rewriting import ARROW
from diguan.exchange.grids.grid import from_a1

AT_ONCE = 500  # numbers in one query
Row = dict[str, object]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the registry and the numbers of its members."""

    id: int
    region_code: str
    members: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Answers as inputs, and those that do not fit the registry."""

    read: ReadInputs
    refused: Sequence[Refused]


def fit_answers(answers: Sequence[Answer], catalogue: Catalogue, region: str | None, today: date) -> Fitting:
    """Fact tables of the answers about households of a region (None: anywhere) that were given by today."""
    moves = Moves.until(today, Extent.of(region))
    homes = _homes({moves.place_of(a.household_id, a.person_id)[0] for a in answers}, region)
    tables, refused = _Tables(catalogue, Extent.of(region)), []
    for answer in answers:
        household, person = moves.place_of(answer.household_id, answer.person_id)
        problem = _problem(answer, homes.get(household, []), person, today)
        if problem is None:
            tables.add(answer, homes[household][0].region_code)
        else:
            refused.append(_refused(answer, catalogue, problem))
    return Fitting(tables.read(), refused)


def _homes(numbers: Iterable[str], region: str | None) -> Mapping[str, list[Home]]:
    """Households by number; one number may stand in several counties."""
    found: dict[str, list[Home]] = {}
    by_id: dict[int, Home] = {}
    inside = Household.objects.filter(gone=False)
    if region is not None:
        low, high = subtree(region)
        inside = inside.filter(region_code__gte=low, region_code__lt=high)
    for some in _parts(sorted(numbers)):
        for id_, number, code in inside.filter(number__in=some).values_list("id", "number", "region_code"):
            by_id[id_] = Home(id_, code)
            found.setdefault(number, []).append(by_id[id_])
    for some_ids in _parts(sorted(by_id)):
        people = Person.objects.filter(household__in=some_ids, gone=False, member=True)
        for id_, number in people.values_list("household_id", "number"):
            by_id[id_].members.add(number)
    return found


def _parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[n : n + AT_ONCE] for n in range(0, len(values), AT_ONCE))


def _problem(answer: Answer, homes: Sequence[Home], person: str | None, today: date) -> tuple[Label, Label] | None:
    """Why an answer does not fit, and what would."""
    if not homes:
        reason = Label(f"登记册里没有户 {answer.household_id}", f"the registry has no household {answer.household_id}")
        return reason, Label("所导入区划里的户", "a household of the region that is loaded")
    if len(homes) > 1:
        reason = Label(
            f"{len(homes)} 个县都有户 {answer.household_id}",
            f"{len(homes)} counties have a household {answer.household_id}",
        )
        return reason, Label("用 --region 指明是哪个县", "the county, named with --region")
    if person is not None and person not in homes[0].members:
        reason = Label(f"这一户没有人 {answer.person_id}", f"the household has no person {answer.person_id}")
        return reason, Label("登记册里这一户的成员", "a member of the household in the registry")
    if answer.visited_on > today:
        day = answer.visited_on
        return Label(f"走访日期 {day} 还没有到", f"the day of the visit, {day}, is yet to come"), Label(
            f"不晚于 {today} 的日期", f"a day not later than {today}"
        )
    return None


def _refused(answer: Answer, catalogue: Catalogue, problem: tuple[Label, Label]) -> Refused:
    return Refused(
        place=answer.place,
        household_id=answer.household_id,
        person_id=answer.person_id or "",
        asked=catalogue.field(answer.subject, answer.field).label,
        value=value_text(answer.value),
        reason=problem[0],
        expected=problem[1],
    )


@dataclass(slots=True)
class _Tables:
    """Answers put into rows: one a household or person, day, visitor and list; a fact that is answered twice needs another row."""

    catalogue: Catalogue
    extent: Extent
    rows: dict[tuple[str, str, str, bool, Subject], dict[tuple[object, ...], list[Row]]] = field(default_factory=dict)

    def add(self, answer: Answer, region_code: str) -> None:
        """One answer about a household of a place. Its row in the workbook is the number of its row."""
        table = (answer.place.file, answer.sha256, answer.place.sheet, answer.seen, answer.subject)
        place = from_a1(answer.place.cell)
        key = (answer.household_id, answer.person_id, answer.visited_on, answer.visitor, answer.list_id)
        alike = self.rows.setdefault(table, {}).setdefault(key, [])
        row = next((row for row in alike if answer.field not in row), None)
        if row is None:
            row = {
                "row_ref": 0 if place is None else place[1] + 1,
                "household_id": answer.household_id,
                "person_id": answer.person_id,
                "region_code": region_code,
                "data_on": answer.visited_on,
                VISITOR: answer.visitor,
                VISIT_LIST: answer.list_id,
            }
            alike.append(row)
        row[answer.field] = answer.value

    def read(self) -> ReadInputs:
        """The same as inputs: a source a workbook and grade, a table a sheet and kind of subject."""
        read = ReadInputs()
        sources: dict[tuple[str, bool], EngineSource] = {}
        synthetic = Source.objects.filter(self.extent.matches("load__region_code"), synthetic=True).exists()
        for (file, sha256, sheet, seen, subject), by_key in self.rows.items():
            kind = VISIT if seen else DECLARED_VISIT
            number = len(sources) + 1
            source = sources.setdefault((sha256, seen), EngineSource(number, kind, file, sha256, None, synthetic))
            above = len(read.sheets) << ROW_BITS
            read.sheets.append(SheetRef(source.source_id, file, sheet))
            rows = [{**row, "row_ref": above + int(str(row["row_ref"]))} for alike in by_key.values() for row in alike]
            read.tables.append(FactTable(subject, source, self._table(subject, rows), by_hand=True))
        return read

    def _table(self, subject: Subject, rows: Sequence[Row]) -> pa.Table:
        return pa.Table.from_pylist(list(rows), schema=pa.schema(list(self._columns(subject, rows))))

    def _columns(self, subject: Subject, rows: Sequence[Row]) -> Iterator[pa.Field]:
        kinds = {"row_ref": pa.int64(), "data_on": pa.date32()}
        fields = self.catalogue.fields(subject)
        for name in dict.fromkeys(name for row in rows for name in row):
            if name in fields:
                yield pa.field(name, ARROW[fields[name].type])
            elif name != "person_id" or subject is Subject.PERSON:
                yield pa.field(name, kinds.get(name, pa.string()))
