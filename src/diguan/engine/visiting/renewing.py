"""A new round from one whose facts visits have completed: judged by the same standard and the same confirmed values."""

from collections.abc import Sequence

from diguan.engine.screening.judgement import Progress, judge_snapshot, rule_on
from diguan.engine.screening.round import Round, record_of
from diguan.engine.snapshot.files import content_of, hash_parts, parts
from diguan.engine.snapshot.people import keep_nobody
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
    keep_nobody(folded.snapshot.connection)
    record = record_of(folded.snapshot, ruling, judgement, rows, content_of(files))
    return Round(folded.snapshot, ruling, record, files, tell)


def _silent(_stage: str, _done: int, _total: int) -> None:
    return
