"""What was met, written down: new items poured in, items that are there changed by one statement each, every change with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
from django.db import connection
from django.utils import timezone

from diguan.domain.calendar.queries import add_working_days
from diguan.domain.ledger.actions.owners import owners_of, owners_table
from diguan.domain.ledger.choices import Source, State, Step
from diguan.domain.ledger.models import Item
from diguan.domain.registry.bulk import on_postgresql, pour
from diguan.domain.screening.models import Round
from diguan.engine.snapshot.database import Connection, run, text

ITEMS, EVENTS, CHANGES = "ledger_item", "ledger_event", "ledger_change"
LEDGER_LOCK = 0x6C65_6467_6572
EMPTY_TEXTS = ("criteria", "postpone_role", "submitted_role", "closing")
ZEROS = ("rebounds", "returns", "postponements")
TEXTS = ("kind", "region_code", "department", "route", "title", "explanation", "measure")
STEPS = {"back": Step.REBOUND, "asked": Step.ASK_AGAIN}
DUE = pa.schema(
    [("region_code", pa.string()), ("days", pa.int32()), ("due_on", pa.date32()), ("due_known", pa.bool_())]
)


def one_at_a_time() -> None:
    """Items are opened by one transaction at a time, so that numbers run on. A writing transaction of SQLite is alone already."""
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def instant(at: datetime) -> str:
    """A moment as the columns of both databases take it as text."""
    return str(connection.ops.adapt_datetimefield_value(at))


@dataclass(frozen=True, slots=True)
class Storing:
    """Writes the tables `met` and `lost` of one round."""

    duck: Connection
    round_: Round
    source: Source
    actor: int | None
    at: datetime

    def store(self) -> None:
        """New items, then changes; in the running transaction."""
        self._find_owners()
        self._open()
        self._change()

    def _find_owners(self) -> None:
        pairs = run(self.duck, "SELECT DISTINCT region_code, department FROM met WHERE how NOT IN ('done', 'older')")
        owners = owners_of([(row[0], row[1]) for row in pairs], timezone.localdate(self.at))
        self.duck.register("owners", owners_table(owners))

    def _open(self) -> None:
        last = dict(_last_numbers(self._column("SELECT DISTINCT county FROM met WHERE how = 'new' ORDER BY county")))
        table = pa.table(
            {"county": pa.array(list(last), pa.string()), "last": pa.array(list(last.values()), pa.int64())}
        )
        self.duck.register("last_numbers", table)
        values = {
            "key": "m.key",
            "number": "m.county || '-' || lpad(running::VARCHAR, greatest(6, length(running::VARCHAR))::INTEGER, '0')",
            "running": "running",
            "source": text(self.source),
            "standard": text(self.round_.standard),
            **{name: f"m.{name}" for name in ("indicator", "subject", "county", "household_number", "person_number")},
            **{name: f"m.{name}" for name in TEXTS},
            "grade": "coalesce(m.grade, 0)",
            "owner_post_id": "o.owner_post_id",
            "level": "o.level",
            "state": text(State.SUSPECTED),
            "opened_at": text(instant(self.at)),
            "opened_by": str(self.actor or "NULL") + "::BIGINT",
            "opened_round_id": f"{self.round_.pk}::BIGINT",
            "seen_round_id": f"{self.round_.pk}::BIGINT",
            "found_on": f"DATE {text(self.round_.as_of.isoformat())}",
            "found_at": text(instant(self.at)),
            "deadline_days": "m.days",
            "deadline_known": "true",
            **dict.fromkeys(EMPTY_TEXTS, "''"),
            **dict.fromkeys(ZEROS, "0"),
            "version": "1",
            "updated_at": text(instant(self.at)),
        }
        pour(
            self.duck,
            f"""SELECT {", ".join(f"{value} AS {name}" for name, value in values.items())}
            FROM (SELECT m.*, l.last + row_number() OVER (PARTITION BY county ORDER BY place) AS running
                  FROM met m JOIN last_numbers l USING (county) WHERE how = 'new') m
            JOIN owners o USING (region_code, department) ORDER BY place""",
            ITEMS,
            tuple(values),
        )
        self._execute(
            f"""INSERT INTO {EVENTS} (item_id, act, from_state, to_state, actor, role, reason, evidence, detail, accepted, refusal, at)
            SELECT id, %s, '', state, opened_by, '', '', {_json("'[]'")}, {_json("'{}'")}, {_true()}, '', opened_at
            FROM {ITEMS} i WHERE opened_round_id = %s AND NOT EXISTS (SELECT 1 FROM {EVENTS} e WHERE e.item_id = i.id) ORDER BY id""",
            [str(Step.OPEN), self.round_.pk],
        )

    def _change(self) -> None:
        self._find_deadlines()
        kind = "jsonb" if on_postgresql() else "text"
        columns = {
            "item_id": "bigint",
            "how": "text",
            "act": "text",
            "from_state": "text",
            "to_state": "text",
            "detail": kind,
            **dict.fromkeys(("kind", "region_code", "department", "route"), "text"),
            **dict.fromkeys(("title", "explanation", "measure"), kind),
            "grade": "smallint",
            "owner_post_id": "bigint",
            "level": "text",
            "due_on": "date",
            "due_known": "boolean" if on_postgresql() else "bool",
        }
        described = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
        self._execute(f"CREATE TEMPORARY TABLE {CHANGES} ({described})")
        pour(self.duck, self._changes(), CHANGES, tuple(columns))
        self._execute(
            f"""INSERT INTO {EVENTS} (item_id, act, from_state, to_state, actor, role, reason, evidence, detail, accepted, refusal, at)
            SELECT item_id, act, from_state, to_state, %s, '', '', {_json("'[]'")}, detail, {_true()}, '', %s
            FROM {CHANGES} WHERE act <> '' ORDER BY item_id""",
            [self.actor, self.at],
        )
        self._update()
        self._execute(f"DROP TABLE {CHANGES}")

    def _changes(self) -> str:
        """One row an item that is there: the step, if it is one, and what it is like now."""
        number = self.round_.pk
        steps = " ".join(f"WHEN how = '{how}' THEN '{step}'" for how, step in STEPS.items())
        return f"""SELECT item_id, how, CASE {steps} WHEN how = 'seen' AND was_kind <> m.kind THEN '{Step.RENAME}' ELSE '' END AS act,
                was_state AS from_state, CASE how WHEN 'back' THEN '{State.OPEN}' WHEN 'asked' THEN '{State.SUSPECTED}' ELSE was_state END
                AS to_state, to_json({{'round': {number}, 'kind': m.kind, 'was_kind': was_kind, 'closing': was_closing}}) AS detail,
                {", ".join(f"m.{name}" for name in TEXTS)}, coalesce(m.grade, 0)::SMALLINT AS grade, o.owner_post_id, o.level, d.due_on,
                d.due_known
            FROM met m JOIN owners o USING (region_code, department)
            LEFT JOIN due d ON m.how = 'back' AND d.region_code = m.region_code AND d.days = m.days
            WHERE how IN ('seen', 'back', 'asked', 'respected')
            UNION ALL BY NAME
            SELECT item_id, 'lost' AS how, '{Step.LOSE}' AS act, state AS from_state, state AS to_state,
                to_json({{'round': {number}}}) AS detail FROM lost
            ORDER BY item_id"""

    def _find_deadlines(self) -> None:
        """The deadline of what came back: it counts from today."""
        today = timezone.localdate(self.at)
        pairs = run(self.duck, "SELECT DISTINCT region_code, days FROM met WHERE how = 'back' AND days IS NOT NULL")
        rows = [(code, days, add_working_days(today, days, code)) for code, days in pairs]
        table = [{"region_code": c, "days": d, "due_on": due.on, "due_known": due.known} for c, d, due in rows]
        self.duck.register("due", pa.Table.from_pylist(table, schema=DUE))

    def _update(self) -> None:
        """Items by how they were met. A version counts what changes for people, so that a page that is open does not go stale unseen."""
        texts = (*TEXTS, "grade")
        same = ", ".join(f"{name} = c.{name}" for name in texts)
        found = f"{same}, seen_round_id = %s, lost_round_id = NULL, updated_at = %s"
        level = "level = CASE WHEN i.owner_post_id IS NULL THEN c.level ELSE i.level END"
        owned = f"owner_post_id = coalesce(i.owner_post_id, c.owner_post_id), {level}"
        self._apply(f"{found}, {owned}, version = i.version + CASE WHEN c.act = '' THEN 0 ELSE 1 END", "seen")
        reset = """state = c.to_state, closing = '', verified_until = NULL, submitted_at = NULL, submitted_by = NULL, submitted_role = '',
            closed_at = NULL, ended_on = NULL, version = i.version + 1"""
        since = f"found_on = {_date(self.round_.as_of)}, found_at = %s"
        due = "deadline_on = c.due_on, deadline_known = coalesce(c.due_known, i.deadline_known)"
        back = f"{reset}, {since}, {due}, rebounds = i.rebounds + 1"
        self._apply(f"{found}, {back}, determined_at = coalesce(i.determined_at, %s)", "back", moments=2)
        asked = f"{reset}, {since}, determined_at = NULL, deadline_on = NULL"
        self._apply(f"{found}, {asked}", "asked", moments=1)
        self._execute(
            f"UPDATE {ITEMS} AS i SET seen_round_id = %s FROM {CHANGES} c WHERE c.item_id = i.id AND c.how = 'respected'",
            [self.round_.pk],
        )
        self._execute(
            f"""UPDATE {ITEMS} AS i SET lost_round_id = %s, updated_at = %s FROM {CHANGES} c
            WHERE c.item_id = i.id AND c.how = 'lost'""",
            [self.round_.pk, self.at],
        )

    def _apply(self, changes: str, how: str, *, moments: int = 0) -> None:
        """`moments`: how many holes after the number of the round and the first moment are moments, too."""
        values: list[int | str | datetime | None] = [self.round_.pk, *([self.at] * (1 + moments)), how]
        self._execute(
            f"UPDATE {ITEMS} AS i SET {changes} FROM {CHANGES} c WHERE c.item_id = i.id AND c.how = %s", values
        )

    def _execute(self, statement: str, values: Sequence[int | str | datetime | None] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, list(values))

    def _column(self, query: str) -> list[str]:
        return [row[0] for row in run(self.duck, query)]


def _last_numbers(counties: Sequence[str]) -> list[tuple[str, int]]:
    """The highest running number of each county so far."""
    return [(county, last_number(county)) for county in counties]


def last_number(county: str) -> int:
    """The highest running number of a county, 0 before the first."""
    last = Item.objects.filter(county=county).order_by("-running").values_list("running", flat=True).first()
    return last or 0


def _json(value: str) -> str:
    return f"{value}::jsonb" if on_postgresql() else value


def _true() -> str:
    return "true" if on_postgresql() else "1"


def _date(day: date) -> str:
    return f"DATE '{day.isoformat()}'" if on_postgresql() else f"'{day.isoformat()}'"
