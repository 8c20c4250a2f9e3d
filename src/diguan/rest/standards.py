"""Standards: the list, one as a text with its rules, the worked cases of a rule, what differs between two."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.permissions import Act
from diguan.domain.screening.packs import in_force, pack_of, standards
from diguan.engine.snapshot.wording import field_value
from diguan.engine.standards import Indicator, Pack
from diguan.engine.standards.difference import differences
from diguan.engine.standards.model import Case
from diguan.exchange.standards.difference import text_of_differences
from diguan.exchange.standards.text import text_of_pack
from diguan.rest.frame.callers import needs
from diguan.rest.frame.clock import today
from diguan.rest.frame.problems import ABSENT, Refused
from diguan.rest.frame.values import Asked, Day, Department, Text, Word
from diguan.rest.households.finding import known_standard

router = Router(tags=["standards"])


class StandardRow(Schema):
    """A standard. `until`: the first day on which it is in force no more; null: further notice."""

    id: str
    version: str
    label: Text
    since: date
    until: date | None
    in_force: bool


class Standards(Schema):
    """All standards, by id and version."""

    rows: list[StandardRow]


class Value(Schema):
    """A dated value of a parameter, whether somebody saw the official text, and where it is written."""

    since: date
    value: str
    status: str
    source: str


class Parameter(Schema):
    """A value of the law over time."""

    name: str
    label: Text
    unit: str | None
    values: list[Value]


class Rule(Schema):
    """An indicator: when it applies and when it is met, as the rule is written. `cases`: how many worked cases it has."""

    id: str
    label: Text
    subject: str
    guarantee: str
    when: str | None
    met: str
    department: Department | None
    deadline_days: int
    cases: int


class StandardOne(StandardRow):
    """A standard as a text to read and as data. `sha256` over its files."""

    sha256: str
    text: Text
    indicators: list[Rule]
    parameters: list[Parameter]


class Known(Schema):
    """A fact of a worked case; value null: unknown."""

    subject: str
    field: str
    label: Text
    value: Text | None


class WorkedCase(Schema):
    """What is known on a day, and what comes of it."""

    name: str
    as_of: date
    facts: list[Known]
    members: int
    expect: str


class Cases(Schema):
    """Worked cases of a rule."""

    indicator: str
    label: Text
    rows: list[WorkedCase]


class DifferenceAsked(Asked):
    """An earlier standard, a later one, and a day for the values in force."""

    before: Word
    after: Word
    as_of: Day | None = None


class Difference(Schema):
    """A part that only one has, or that differs, and in what."""

    part: str
    id: str
    label: Text
    kind: str
    aspects: list[str]


class Differences(Schema):
    """What differs, as data and as a text."""

    rows: list[Difference]
    text: Text


@router.get("/standards", response=Standards, operation_id="list_standards")
@needs(Act.SEE)
def list_standards(request: HttpRequest) -> Standards:
    """Every standard that the system ships."""
    del request
    return Standards(rows=[StandardRow(**_row(pack_of(header.id))) for header in standards()])


@router.get("/standards/difference", response=Differences, operation_id="compare_standards")
@needs(Act.SEE)
def compare_standards(request: HttpRequest, asked: Query[DifferenceAsked]) -> Differences:
    """What differs between two standards."""
    del request
    before, after = (pack_of(known_standard(getattr(asked, n), f"query.{n}")) for n in ("before", "after"))
    found = differences(before, after, asked.as_of)
    return Differences(
        rows=[
            Difference(part=d.part, id=d.id, label=Text.of(d.label), kind=d.kind, aspects=[a.name for a in d.aspects])
            for d in found
        ],
        text=Text(
            zh=text_of_differences(before, after, found, "zh"), en=text_of_differences(before, after, found, "en")
        ),
    )


@router.get("/standards/{name}", response=StandardOne, operation_id="get_standard")
@needs(Act.SEE)
def get_standard(request: HttpRequest, name: Path[Word]) -> StandardOne:
    """A standard: its text, its rules, its values."""
    del request
    pack = _pack(name)
    return StandardOne(
        **_row(pack),
        sha256=pack.sha256,
        text=_text(name),
        indicators=[_rule(each) for each in pack.indicators.values()],
        parameters=[
            Parameter(
                name=p.name,
                label=Text.of(p.label),
                unit=p.unit,
                values=[Value(since=v.since, value=str(v.value), status=v.status, source=v.source) for v in p.values],
            )
            for p in pack.parameters.values()
        ],
    )


@router.get("/standards/{name}/indicators/{indicator}/cases", response=Cases, operation_id="list_cases")
@needs(Act.SEE)
def list_cases(request: HttpRequest, name: Path[Word], indicator: Path[Word]) -> Cases:
    """The worked cases of a rule."""
    del request
    pack = _pack(name)
    rule = pack.indicators.get(indicator)
    if rule is None:
        raise Refused(ABSENT)
    return Cases(indicator=rule.id, label=Text.of(rule.label), rows=[_case(pack, case) for case in rule.cases])


def _pack(name: str) -> Pack:
    if name not in {header.id for header in standards()}:
        raise Refused(ABSENT)
    return pack_of(name)


@cache
def _text(name: str) -> Text:
    return Text(zh=text_of_pack(pack_of(name), "zh"), en=text_of_pack(pack_of(name), "en"))


def _row(pack: Pack) -> dict[str, Any]:
    since, until = pack.in_force
    said = {"id": pack.id, "version": pack.version, "label": Text.of(pack.label)}
    return {**said, "since": since, "until": until, "in_force": in_force(pack, today())}


def _rule(indicator: Indicator) -> Rule:
    return Rule(
        id=indicator.id,
        label=Text.of(indicator.label),
        subject=str(indicator.subject),
        guarantee=indicator.guarantee,
        when=indicator.when,
        met=indicator.met,
        department=Department.maybe(indicator.department),
        deadline_days=indicator.deadline_days,
        cases=len(indicator.cases),
    )


def _case(pack: Pack, case: Case) -> WorkedCase:
    return WorkedCase(
        name=case.name,
        as_of=case.as_of,
        facts=list(_known(pack, case)),
        members=len(case.members or ()),
        expect=case.expect.name.lower(),
    )


def _known(pack: Pack, case: Case) -> Iterator[Known]:
    for subject, facts in case.facts.items():
        for name, value in facts.items():
            field = pack.catalogue.field(subject, name)
            said = None if value is None else Text.of(field_value(field, value))
            yield Known(subject=str(subject), field=name, label=Text.of(field.label), value=said)
