"""A new round from one whose facts visits have completed: judged by the same standard and the same confirmed values."""

from collections.abc import Sequence

from diguan.engine.screening.judgement import Progress, judge_snapshot, rule_on
from diguan.engine.screening.round import Round, record_of
from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.files import content_of, hash_parts, parts
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.visiting.opening import OpenRound
from diguan.engine.visiting.taking import Folded


def renew_round(
    opened: OpenRound, folded: Folded, confirmations: Sequence[Confirmation] = (), progress: Progress | None = None
) -> Round:
    """Judge the folded facts. `confirmations`: besides those of the round, whose values they replace.

    The connection of the opened round becomes that of the new one. UnableToScreen or UnableToResolveParameters when the standard
    cannot judge on the day of the folded facts.
    """
    tell = progress or _silent
    own = {c.name for c in confirmations}
    every = [*(c for c in opened.confirmations if c.name not in own), *confirmations]
    ruling = rule_on(opened.ruling.pack, folded.snapshot.as_of, every, opened.ruling.hide)
    judgement = judge_snapshot(folded.snapshot, ruling, tell)
    rows = {s.source_id: s.rows for s in opened.record.sources} | folded.rows
    files = hash_parts(folded.snapshot.connection, parts(folded.snapshot))
    name_nobody(folded)
    record = record_of(folded.snapshot, ruling, judgement, rows, content_of(files))
    return Round(folded.snapshot, ruling, record, files, tell)


def name_nobody(folded: Folded) -> None:
    """The tables of names that papers read, empty: a snapshot holds no names."""
    connection = folded.snapshot.connection
    nobody = "NULL::VARCHAR AS household_id, NULL::VARCHAR AS {}, NULL::VARCHAR AS phone"
    run(
        connection,
        f"CREATE TEMP TABLE people AS SELECT {nobody.format('person_id')}, NULL::VARCHAR AS name, "
        "NULL::VARCHAR AS identity, NULL::BOOLEAN AS listed WHERE false",
    )
    run(connection, f"CREATE TEMP TABLE household_people AS SELECT {nobody.format('head_name')} WHERE false")


def _silent(_stage: str, _done: int, _total: int) -> None:
    return
