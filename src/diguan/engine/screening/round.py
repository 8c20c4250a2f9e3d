"""A round: facts and a standard in; verdicts, findings and explanations out, as tables in memory and as files that can be recomputed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from diguan.engine.screening.evaluating import IN_DUCKDB, Evaluator
from diguan.engine.screening.folder import file_hashes
from diguan.engine.screening.judgement import Judgement, Ruling, judge_snapshot, rule_on, tables_of
from diguan.engine.screening.place_findings import PLACE_FINDINGS
from diguan.engine.screening.record import (
    FORMAT,
    ConfirmationRecord,
    Counts,
    EngineRecord,
    Masking,
    PackRecord,
    ParameterRecord,
    RoundRecord,
    RoundSource,
    SnapshotCounts,
)
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.database import Connection, open_connection, quoted
from diguan.engine.snapshot.files import (
    Part,
    content_of,
    county_parts,
    engine_version,
    hash_parts,
    parts,
    write_part,
    write_snapshot,
)
from diguan.engine.snapshot.hashing import content_hash
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.record import FileRecord, SourceRecord
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.standards.parameters import ResolvedValue
from diguan.engine.standards.saved import save_pack

RECORD, PACK, SNAPSHOT = "round.json", "pack", "snapshot"
SHARED_OUT = 122_880  # rows of a row group of DuckDB, the least that a thread takes
Progress = Callable[[str, int, int], None]


def _silent(_stage: str, _done: int, _total: int) -> None:
    return


@dataclass(slots=True)
class Round:
    """A screening. `connection` holds the tables (see the packages snapshot and screening); close it, or use it as a context."""

    snapshot: Snapshot
    ruling: Ruling
    record: RoundRecord
    snapshot_files: Mapping[str, FileRecord]
    progress: Progress

    @property
    def connection(self) -> Connection:
        """The database of the round; it also holds `people` and `household_people`, which no file ever does."""
        return self.snapshot.connection

    @property
    def counts(self) -> Counts:
        """What was counted."""
        return self.record.counts

    @property
    def coverage(self) -> Sequence[CoverageLine]:
        """What is not known, line by line."""
        return self.record.coverage

    def write(self, folder: Path) -> None:
        """Write pack/, snapshot/, verdicts/, findings.parquet and explanations.parquet into a folder."""
        self.progress("write", 0, 3)
        save_pack(self.ruling.pack, folder / PACK)
        self.progress("write", 1, 3)
        write_snapshot(self.snapshot, folder / SNAPSHOT, self.snapshot_files)
        self.progress("write", 2, 3)
        for part in round_parts(self.snapshot):
            write_part(self.connection, part, folder)
        self.progress("write", 3, 3)

    def seal(self, folder: Path, masking: Masking | None = None) -> RoundRecord:
        """Write round.json, last of all files: it names every other file with its hash."""
        files = file_hashes(folder, RECORD)
        record = self.record.model_copy(update={"masking": masking, "files": files})
        record = record.model_copy(update={"seal": seal_of(record)})
        written = record.model_dump_json(indent=1) + "\n"
        (folder / RECORD).write_text(written, encoding="utf-8", newline="\n")
        self.record = record
        return record

    def close(self) -> None:
        """Forget everything that is in memory."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def screen(  # noqa: PLR0913 - the door of the engine: each is a choice of the operator
    inputs: ReadInputs,
    pack: Pack,
    as_of: date,
    *,
    confirmations: Sequence[Confirmation] = (),
    region: str | None = None,
    retrospective: bool = False,
    hide: frozenset[Fact] = frozenset(),
    progress: Progress | None = None,
    threads: int | None = None,
    evaluator: Evaluator = IN_DUCKDB,
) -> Round:
    """Judge everybody in the inputs by a standard on a day.

    `region`: only the households whose region code begins with this one's significant part. `hide`: facts whose values the masked
    texts do not show. `progress(stage, done, total)`: snapshot, verdicts, as_of, findings, write. `threads`: None takes every core.
    Tables of so few rows that nothing could be shared out are left to one, which is spared waiting for the others.
    `evaluator`: the back end that gives the verdicts; whichever it is, the round is the same.
    Raises UnableToScreen, UnableToResolveParameters or UnableToTakeSnapshot.
    """
    tell = progress or _silent
    ruling = rule_on(pack, as_of, confirmations, hide)
    tell("snapshot", 0, 1)
    question = Question(as_of, ruling.judged, ruling.asked, ruling.date_fields, retrospective, region)
    snapshot = assemble(inputs, pack.catalogue, question, open_connection(threads or _threads_for(inputs)))
    tell("snapshot", 1, 1)
    judgement = judge_snapshot(snapshot, ruling, tell, evaluator)
    rows = {s.source_id: 0 for s in inputs.sources}
    for table in inputs.tables:
        rows[table.source.source_id] = max(rows[table.source.source_id], table.table.num_rows)
    files = hash_parts(snapshot.connection, parts(snapshot))
    return Round(snapshot, ruling, record_of(snapshot, ruling, judgement, rows, content_of(files)), files, tell)


def _threads_for(inputs: ReadInputs) -> int | None:
    """One where DuckDB would give every table to one thread anyway; else every core."""
    return 1 if all(table.table.num_rows <= SHARED_OUT for table in inputs.tables) else None


def round_parts(snapshot: Snapshot) -> Iterator[Part]:
    """The files of a round besides its snapshot, pack and papers."""
    look_backs = {b.prefix: b.date_field for b in snapshot.look_backs.values()}
    for table in tables_of(snapshot):
        if table in ("findings", "explanations", PLACE_FINDINGS):
            yield Part(f"{table}.parquet", table, None)
        else:
            prefix, _, subject = table.rpartition("verdicts_")
            folder = f"verdicts/as_of/{look_backs[prefix]}/{subject}" if prefix else f"verdicts/{subject}"
            yield from county_parts(snapshot.connection, table, folder)


def seal_of(record: RoundRecord) -> str:
    """SHA-256 over the record without its seal, as compact JSON."""
    return sha256(record.model_copy(update={"seal": None}).model_dump_json().encode()).hexdigest()


def record_of(
    snapshot: Snapshot, ruling: Ruling, judgement: Judgement, rows: Mapping[int, int], content_sha256: str
) -> RoundRecord:
    """What round.json says of a round, but for its files."""
    details = ruling.resolved.details
    undated = {c.source_id for c in snapshot.coverage if c.kind == "undated_source"}
    return RoundRecord(
        format=FORMAT,
        engine=EngineRecord(version=engine_version(), duckdb=duckdb.__version__),
        pack=_pack_record(ruling.pack),
        as_of=snapshot.as_of,
        retrospective=snapshot.retrospective,
        region=snapshot.region,
        synthetic=any(s.synthetic for s in snapshot.sources),
        sources=[
            RoundSource(
                **SourceRecord.of(s).model_dump(), rows=rows.get(s.source_id, 0), undated=s.source_id in undated
            )
            for s in snapshot.sources
        ],
        parameters=[_parameter_record(ruling.pack, d) for d in details.values()],
        confirmed=[_confirmation_record(c) for c in ruling.confirmations],
        snapshot=SnapshotCounts(sha256=content_sha256, **{name: snapshot.rows.get(name, 0) for name in RELATIONS}),
        coverage=list(judgement.coverage),
        counts=judgement.counts,
        hidden_facts=sorted(f"{s}.{name}" for s, name in ruling.hide),
        tables={
            t: content_hash(snapshot.connection, f"SELECT * FROM {quoted(t)}")[0] for t in sorted(tables_of(snapshot))
        },
    )


def _pack_record(pack: Pack) -> PackRecord:
    return PackRecord(
        id=pack.id,
        version=pack.version,
        label=Text.of(pack.label),
        sha256=pack.sha256,
        extends=[*pack.extends],
    )


def _parameter_record(pack: Pack, detail: ResolvedValue) -> ParameterRecord:
    value = detail.value.isoformat() if isinstance(detail.value, date) else detail.value
    return ParameterRecord(
        name=detail.name,
        label=Text.of(pack.parameters[detail.name].label),
        value=value,
        unit=detail.unit,
        since=detail.since,
        status=detail.status,
        source=detail.source,
        authority=detail.authority,
        pack=detail.pack,
    )


def _confirmation_record(confirmation: Confirmation) -> ConfirmationRecord:
    value = confirmation.value.isoformat() if isinstance(confirmation.value, date) else confirmation.value
    return ConfirmationRecord(name=confirmation.name, value=value, source=confirmation.source, since=confirmation.since)
