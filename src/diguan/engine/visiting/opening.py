"""A finished round taken up again: its standard, its facts, and the proof that both are those that were judged."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from diguan.engine.documents import Label
from diguan.engine.screening.judgement import Ruling, rule_on
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import PACK, SNAPSHOT
from diguan.engine.screening.since import require_whole
from diguan.engine.screening.verify import UnableToReadRound, read_round
from diguan.engine.snapshot.database import Connection, open_connection
from diguan.engine.snapshot.files import content_of, hash_parts, open_snapshot, parts
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import load_standard
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.verdicts import Subject


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round from its folder; close it, or use it as a context."""

    folder: Path
    record: RoundRecord
    ruling: Ruling
    snapshot: Snapshot

    @property
    def connection(self) -> Connection:
        """The database with the relations of the snapshot."""
        return self.snapshot.connection

    @property
    def confirmations(self) -> list[Confirmation]:
        """What the operator of the round stood for."""
        return confirmations_in(self.record)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()


def open_round(folder: Path, threads: int | None = None) -> OpenRound:
    """Open a round. UnableToReadRound when its standard or its facts are not those that were judged."""
    require_whole(folder)
    record = read_round(folder)
    pack = load_standard((folder / PACK).resolve())
    if pack.sha256 != record.pack.sha256:
        raise _altered(folder, Label("标准包与判定时的不同", "the pack is not the one that judged"))
    hidden = frozenset(_fact(name) for name in record.hidden_facts)
    ruling = rule_on(pack, record.as_of, confirmations_in(record), hidden)
    snapshot = open_snapshot(folder / SNAPSHOT, open_connection(threads))
    found = content_of(hash_parts(snapshot.connection, parts(snapshot)))
    if found != record.snapshot.sha256:
        snapshot.connection.close()
        raise _altered(folder, Label("快照中的事实与判定时的不同", "the facts are not those that were judged"))
    return OpenRound(folder, record, ruling, snapshot)


def confirmations_in(record: RoundRecord) -> list[Confirmation]:
    """Confirmations as the record of a round has them."""
    return [Confirmation(c.name, c.value, c.source, c.since) for c in record.confirmed]


def _fact(name: str) -> Fact:
    subject, _, field = name.partition(".")
    return Subject(subject), field


def _altered(folder: Path, problem: Label) -> UnableToReadRound:
    hint = Label(
        "请用 diguan round verify 查明，或重新筛查",
        "see what diguan round verify says of it, or screen the inputs again",
    )
    return UnableToReadRound(folder, problem, hint)
