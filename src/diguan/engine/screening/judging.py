"""Verdicts of a whole snapshot: today's, and as of a day of each household's own.

Tables made here: verdicts_<subject>(county, region_code, keys, "<indicator>", "<indicator>@grade"), in the order of the snapshot; looking
back the same under the look back's prefix. An indicator that could not be bound is unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.engine.backends.layout import Layout
from diguan.engine.backends.sql import GRADE_SUFFIX, RuleSpec
from diguan.engine.screening.bound import BoundIndicator, Values, bind_indicators
from diguan.engine.screening.evaluating import IN_DUCKDB, KEYS, Evaluator
from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import LookBack, Snapshot
from diguan.engine.standards import Pack
from diguan.engine.standards.parameters import Period
from diguan.engine.verdicts import Subject

UNKNOWN = "1::UTINYINT"
NO_GRADE = "0::UTINYINT"
Progress = Callable[[str, int, int], None]


def verdict_table(subject: Subject, prefix: str = "") -> str:
    """Name of a table of verdicts."""
    return f"{prefix}verdicts_{subject}"


def judge(snapshot: Snapshot, indicators: Mapping[str, BoundIndicator], evaluator: Evaluator = IN_DUCKDB) -> None:
    """Make today's tables of verdicts."""
    _create(snapshot.connection, snapshot.layout, [i.spec for i in indicators.values()], evaluator)


def _create(connection: Connection, layout: Layout, rules: Sequence[RuleSpec], evaluator: Evaluator) -> None:
    passes = evaluator.verdicts(connection, rules, layout)
    for statement in passes.prepare:
        run(connection, statement)
    for subject, query in passes.queries.items():
        order = ", ".join(KEYS[subject])
        table = quoted(verdict_table(subject))
        run(connection, f"CREATE TABLE {table} AS SELECT * FROM ({query}) ORDER BY {order}")
    for statement in passes.clean_up:
        run(connection, statement)


@dataclass(frozen=True, slots=True)
class BackJudgement:
    """How the rules stood on one day: `indicators` bound to it; `unbound` lack a confirmed parameter then."""

    day: date
    indicators: Mapping[str, BoundIndicator]
    unbound: tuple[str, ...]
    households: int


def judge_back(
    snapshot: Snapshot,
    look_back: LookBack,
    pack: Pack,
    periods: Sequence[Period],
    progress: Progress,
    evaluator: Evaluator = IN_DUCKDB,
) -> list[BackJudgement]:
    """Make the tables of verdicts of a look back: day by day, rules and parameters as of that day, on the facts as of it."""
    connection = snapshot.connection
    rows = f"SELECT until, count(*) FROM {quoted(look_back.household_relation)} GROUP BY until ORDER BY until"
    days = run(connection, rows)
    done = []
    for number, (day, households) in enumerate(days):
        progress("as_of", number, len(days))
        values = _values_on(periods, day)
        bound = bind_indicators(pack, day, values)
        unbound = tuple(id for id in pack.indicators if id not in bound)
        _judge_day(snapshot, look_back, pack, BackJudgement(day, bound, unbound, households), evaluator)
        done.append(BackJudgement(day, bound, unbound, households))
    _put_together(connection, look_back.prefix)
    progress("as_of", len(days), len(days))
    return done


def _values_on(periods: Sequence[Period], day: date) -> Values:
    for period in periods:
        if period.since <= day and (period.until is None or day < period.until):
            return period.resolved.values
    return {}


def _judge_day(
    snapshot: Snapshot, look_back: LookBack, pack: Pack, judged_on: BackJudgement, evaluator: Evaluator
) -> None:
    """Append one day's verdicts; views of that day's rows stand for the relations."""
    connection, views, bound = snapshot.connection, f"{look_back.prefix}day__", judged_on.indicators
    for name in look_back.columns:
        rows = f"SELECT * FROM {quoted(look_back.prefix + name)} WHERE until = DATE '{judged_on.day}'"
        run(connection, f"CREATE OR REPLACE TEMP VIEW {quoted(views + name)} AS {rows}")
    layout = snapshot.layout_as_of(look_back, views)
    passes = evaluator.verdicts(connection, [i.spec for i in bound.values()], layout)
    for statement in passes.prepare:
        run(connection, statement)
    for subject in layout.relations:
        judged = [i for i in pack.rules.indicators if _concerns(pack.indicators[i].subject, subject)]
        if judged:
            columns = [*KEYS[subject], *(column for id in judged for column in _columns(id, known=id in bound))]
            source = (
                f"({passes.queries[subject]})" if subject in passes.queries else quoted(views + _relation_of(subject))
            )
            select = f"SELECT {', '.join(columns)} FROM {source}"
            table = quoted(_days_table(look_back.prefix, subject))
            run(connection, f"CREATE TEMP TABLE IF NOT EXISTS {table} AS {select} WITH NO DATA")
            run(connection, f"INSERT INTO {table} {select}")
    for statement in passes.clean_up:
        run(connection, statement)


def _concerns(own: Subject, subject: Subject) -> bool:
    """Whether verdicts of a rule stand in the table of a subject: its own, and the household's for a rule on persons."""
    return own is subject or (own is Subject.PERSON and subject is Subject.HOUSEHOLD)


def _columns(indicator: str, *, known: bool) -> tuple[str, str]:
    name, grade = quoted(indicator), quoted(indicator + GRADE_SUFFIX)
    return (name, grade) if known else (f"{UNKNOWN} AS {name}", f"{NO_GRADE} AS {grade}")


def _relation_of(subject: Subject) -> str:
    return next(name for name, own in RELATIONS.items() if own is subject)


def _days_table(prefix: str, subject: Subject) -> str:
    return f"{prefix}days_{subject}"


def _put_together(connection: Connection, prefix: str) -> None:
    """The days' verdicts in the order of the snapshot."""
    tables = {row[0] for row in run(connection, "SELECT table_name FROM duckdb_tables()")}
    for subject, keys in KEYS.items():
        days = _days_table(prefix, subject)
        if days in tables:
            order = ", ".join(keys)
            table = quoted(verdict_table(subject, prefix))
            run(connection, f"CREATE TABLE {table} AS SELECT * FROM {quoted(days)} ORDER BY {order}")
            run(connection, f"DROP TABLE {quoted(days)}")
