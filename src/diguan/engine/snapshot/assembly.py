"""Snapshot assembly: facts of many sources become one frozen set of relations as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.documents import Label
from diguan.engine.snapshot.completeness import register_rejected
from diguan.engine.snapshot.coverage import CoverageLine
from diguan.engine.snapshot.database import Connection, has_rows, open_connection, quoted, run, scalar
from diguan.engine.snapshot.gaps import Gaps
from diguan.engine.snapshot.intake import Carrier, take_in
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.people import keep_people
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.engine.snapshot.provenance import keep_provenance
from diguan.engine.snapshot.readings import reading_lines
from diguan.engine.snapshot.relations import Cut
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.seen import unseen_lines
from diguan.engine.snapshot.snapshot import LookBack, Snapshot
from diguan.engine.snapshot.states import register_cells
from diguan.engine.snapshot.taking import Taken, take
from diguan.engine.snapshot.ties import register_ties
from diguan.engine.verdicts import Subject

END_OF_TIME = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Question:
    """What a snapshot is taken for.

    `judged`: facts the indicators read, `asked`: every fact any rule reads; `date_fields`: days of a household to look back to.
    """

    as_of: date
    judged: frozenset[Fact]
    asked: frozenset[Fact]
    date_fields: tuple[str, ...] = ()
    retrospective: bool = False
    region: str | None = None


def assemble(
    inputs: ReadInputs, catalogue: Catalogue, question: Question, connection: Connection | None = None
) -> Snapshot:
    """Take the snapshot that answers a question. UnableToTakeSnapshot says what is wrong with the inputs as a whole.

    Facts dated after the as-of date are not used; if no household is left the snapshot is refused, unless `retrospective`, which
    lets every fact be used whatever its day. Identity numbers, names and phones stay in memory (tables people, household_people).
    """
    work = _Assembly(inputs, catalogue, question, connection or open_connection())
    return work.snapshot()


@dataclass(slots=True)
class _Assembly:
    inputs: ReadInputs
    catalogue: Catalogue
    question: Question
    connection: Connection

    def snapshot(self) -> Snapshot:
        question, connection = self.question, self.connection
        carriers = take_in(connection, self.inputs, question.as_of)
        self._refuse_all_later(carriers)
        register_cells(connection, self.inputs, question.as_of)
        register_rejected(connection, self.inputs, question.as_of)
        register_ties(connection, self.inputs)
        cut = Cut.of(question.region)
        scope = Scope("", END_OF_TIME if question.retrospective else question.as_of)
        dates = frozenset((Subject.HOUSEHOLD, f) for f in question.date_fields)
        today = take(connection, carriers, self.catalogue, question.asked | dates, scope, cut)
        if question.region is not None and not any(has_rows(connection, name) for name in today.columns):
            raise _nobody(question.region)
        keep_people(connection, carriers, scope, cut)
        keep_provenance(connection, today, cut)
        look_backs = [b for f in question.date_fields if (b := self._look_back(f, carriers, today, cut)) is not None]
        gaps = Gaps(connection, self.catalogue, carriers, today, question.judged, cut)
        unseen = unseen_lines(connection, today.columns, self.inputs.sources)
        return self._snapshot(today, look_backs, (*unseen, *gaps.lines(), *reading_lines(self.inputs)))

    def _refuse_all_later(self, carriers: Sequence[Carrier]) -> None:
        usable = [c for c in carriers if _first_day(self.connection, c) <= self.question.as_of]
        if usable or not carriers or self.question.retrospective:
            return
        earliest = min(_first_day(self.connection, c) for c in carriers)
        if earliest == END_OF_TIME:
            raise _nobody(self.question.region)
        raise UnableToTakeSnapshot(
            Label(
                f"全部数据都晚于判定日{self.question.as_of}（最早为{earliest}）",
                f"all facts are later than the as-of date {self.question.as_of} (the earliest is of {earliest})",
            ),
            Label(
                "请把判定日改到数据日期之后，或加 --retrospective 表明用以后的数据回看",
                "choose an as-of date that is not before the data, or say with --retrospective that later facts may be used",
            ),
        )

    def _look_back(self, field: str, carriers: Sequence[Carrier], today: Taken, cut: Cut) -> LookBack | None:
        """The facts not later than each household's own day; None when no household has that day and facts as of it."""
        known = self.catalogue.fields(Subject.HOUSEHOLD).get(field)
        if known is None or known.type is not FieldType.DATE or field not in today.columns["households"]:
            return None
        prefix, limits = f"{field}__", quoted(f"{field}__limits")
        until = min(self.question.as_of, today.scope.until)
        run(
            self.connection,
            f"""CREATE TEMP TABLE {limits} AS SELECT household_id, {quoted(field)} AS until
            FROM households WHERE {quoted(field)} <= DATE '{until}'""",
        )
        last = scalar(self.connection, f"SELECT max(until) FROM {limits}")
        early = [c for c in carriers if last is not None and _first_day(self.connection, c) <= last]
        if not any(c.lists for c in early):
            return None
        scope = Scope(prefix, last, limits)
        taken = take(self.connection, early, self.catalogue, self.question.judged, scope, cut)
        if not has_rows(self.connection, f"{prefix}households"):
            return None
        keep_provenance(self.connection, taken, cut)
        return LookBack(field, prefix, taken.columns, {s: p.groups for s, p in taken.plans.items()})

    def _snapshot(self, today: Taken, look_backs: Sequence[LookBack], lines: tuple[CoverageLine, ...]) -> Snapshot:
        question = self.question
        rows = {name: scalar(self.connection, f"SELECT count(*) FROM {quoted(name)}") for name in today.columns}
        return Snapshot(
            self.connection,
            question.as_of,
            question.retrospective,
            question.region,
            tuple(self.inputs.sources),
            today.columns,
            {s: p.groups for s, p in today.plans.items()},
            {b.date_field: b for b in look_backs},
            lines,
            rows,
        )


def _nobody(region: str | None) -> UnableToTakeSnapshot:
    """No table has a single row: nothing was read, or nothing of the chosen region."""
    where = Label(f"，所选区划为“{region}”", f"; the chosen region is '{region}'") if region else Label("", "")
    return UnableToTakeSnapshot(
        Label(f"输入里没有一行可以判定{where.zh}", f"no row of the inputs can be judged{where.en}"),
        Label(
            "请核对输入文件的县、乡、村，以及 --region" if region else "请核对输入文件",
            "look at the county, township and village of the inputs, and at --region"
            if region
            else "look at the inputs",
        ),
    )


def _first_day(connection: Connection, carrier: Carrier) -> date:
    if carrier.constant_day is not None:
        return carrier.constant_day
    found: date | None = scalar(connection, f"SELECT min(_day) FROM {carrier.view}")
    return found or date.max
