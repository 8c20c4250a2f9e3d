"""snapshot.json: what the files of a snapshot hold, where their values come from, and the hash over their content."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from diguan.engine.backends.layout import Column
from diguan.engine.snapshot.coverage import CoverageLine
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.plans import Group
from diguan.engine.snapshot.snapshot import Columns, LookBack, Snapshot
from diguan.engine.verdicts import Subject

FORMAT = "diguan-snapshot/1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceRecord(_Part):
    """One input file: its name without folder, its hash, the day its facts speak of (null: row by row, or undated)."""

    source_id: int
    kind: str
    label: str
    sha256: str
    data_on: date | None
    grade: int
    synthetic: bool

    @classmethod
    def of(cls, source: Source) -> "SourceRecord":
        """The record of a source."""
        return cls(
            source_id=source.source_id,
            kind=source.kind,
            label=source.label,
            sha256=source.sha256,
            data_on=source.data_on,
            grade=int(source.grade),
            synthetic=source.synthetic,
        )

    def source(self) -> Source:
        """The source again."""
        return Source(self.source_id, self.kind, self.label, self.sha256, self.data_on, self.synthetic)


class GroupRecord(_Part):
    """One bit of `source_mask`: the tables of a kind that carry the same fields."""

    bit: int
    kind: str
    fields: list[str]


class RelationsRecord(_Part):
    """Columns by relation and field (`source`: that of every value, null: see `<field>@source`) and groups by subject."""

    columns: dict[str, dict[str, int | None]]
    groups: dict[str, list[GroupRecord]]

    @classmethod
    def of(cls, columns: Columns, groups: Mapping[Subject, Sequence[Group]]) -> "RelationsRecord":
        """The record of a set of relations."""
        return cls(
            columns={n: {f: c.source for f, c in fields.items()} for n, fields in columns.items()},
            groups={
                str(s): [GroupRecord(bit=g.bit, kind=g.kind, fields=sorted(g.fields)) for g in own]
                for s, own in groups.items()
                if own
            },
        )

    def columns_again(self) -> dict[str, dict[str, Column]]:
        """Columns as the back ends read them."""
        return {n: {f: Column(f, source) for f, source in fields.items()} for n, fields in self.columns.items()}

    def groups_again(self) -> dict[Subject, tuple[Group, ...]]:
        """Groups by subject."""
        return {
            s: tuple(Group(g.bit, g.kind, frozenset(g.fields)) for g in self.groups.get(str(s), [])) for s in Subject
        }


class FileRecord(_Part):
    """One file of the snapshot: its rows and the hash of its content, which does not depend on how it was written."""

    rows: int
    content_sha256: str


class SnapshotRecord(_Part):
    """The whole of snapshot.json."""

    format: str
    engine: str
    as_of: date
    retrospective: bool
    region: str | None
    sources: list[SourceRecord]
    relations: RelationsRecord
    look_backs: dict[str, RelationsRecord]
    coverage: list[CoverageLine]
    files: dict[str, FileRecord]
    content_sha256: str


def record_of(snapshot: Snapshot, engine: str, files: Mapping[str, FileRecord], content_sha256: str) -> SnapshotRecord:
    """The record of a snapshot whose files were written."""
    return SnapshotRecord(
        format=FORMAT,
        engine=engine,
        as_of=snapshot.as_of,
        retrospective=snapshot.retrospective,
        region=snapshot.region,
        sources=[SourceRecord.of(s) for s in snapshot.sources],
        relations=RelationsRecord.of(snapshot.columns, snapshot.groups),
        look_backs={f: RelationsRecord.of(b.columns, b.groups) for f, b in snapshot.look_backs.items()},
        coverage=list(snapshot.coverage),
        files=dict(files),
        content_sha256=content_sha256,
    )


def look_backs_again(record: SnapshotRecord) -> dict[str, LookBack]:
    """Look backs by date field."""
    return {
        f: LookBack(f, f"{f}__", part.columns_again(), part.groups_again()) for f, part in record.look_backs.items()
    }
