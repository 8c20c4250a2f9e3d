"""The snapshot of two rounds: of the villages that were judged anew the facts of the later one, of all others those of the earlier one.

Table made here besides those of a snapshot: changed_villages(village).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.backends.layout import SOURCE_SUFFIX, Column
from diguan.engine.screening.judgement import Ruling
from diguan.engine.screening.round import SNAPSHOT
from diguan.engine.snapshot.coverage import CoverageLine
from diguan.engine.snapshot.database import Connection, quoted, run, scalar, text
from diguan.engine.snapshot.fact_lines import KINDS, FactLines
from diguan.engine.snapshot.files import read_record, table_of
from diguan.engine.snapshot.plans import Group
from diguan.engine.snapshot.provenance import PROVENANCE
from diguan.engine.snapshot.record import RelationsRecord, SnapshotRecord
from diguan.engine.snapshot.relations import KEYS, ORDER, RELATIONS, columns_by_source
from diguan.engine.snapshot.seen import unseen_lines
from diguan.engine.snapshot.snapshot import Columns, LookBack, Snapshot
from diguan.engine.verdicts import Subject

UNCHANGED = "coalesce({}, '') NOT IN (SELECT village FROM changed_villages)"


@dataclass(frozen=True, slots=True)
class Halves:
    """Folders of the two rounds, and the villages of which the later one alone counts."""

    earlier: Path
    later: Path
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Half:
    """The snapshot of one round on disk."""

    folder: Path
    record: SnapshotRecord
    earlier: bool

    def files(self, table: str) -> str | None:
        """The files of a table as SQL; None where it has none."""
        own = [path for path in sorted(self.record.files) if table_of(path) == table]
        listed = ", ".join(text(str(self.folder / path)) for path in own)
        return f"read_parquet([{listed}])" if own else None

    def relations(self, date_field: str | None) -> RelationsRecord | None:
        """The relations of today, or of a look back."""
        return self.record.look_backs.get(date_field) if date_field else self.record.relations


def unite(halves: Halves, ruling: Ruling, connection: Connection) -> Snapshot:
    """The snapshot in a connection, its tables in the order of any snapshot. UnableToOpenSnapshot when one cannot be read."""
    run(connection, "CREATE TEMP TABLE changed_villages (village VARCHAR)")
    connection.executemany("INSERT INTO changed_villages VALUES (?)", [[village] for village in halves.villages])
    folders = {True: halves.earlier / SNAPSHOT, False: halves.later / SNAPSHOT}
    return _Union(connection, [_Half(folder, read_record(folder), old) for old, folder in folders.items()]).made(ruling)


@dataclass(frozen=True, slots=True)
class _Union:
    connection: Connection
    halves: Sequence[_Half]

    def made(self, ruling: Ruling) -> Snapshot:
        columns, later = self._scope(None, ""), self.halves[1].record
        groups = self._groups(None)
        fields = dict.fromkeys(name for half in self.halves for name in half.record.look_backs)
        look_backs = {f: LookBack(f, f"{f}__", self._scope(f, f"{f}__"), self._groups(f)) for f in fields}
        sources = tuple(s.source() for s in later.sources)
        lines = FactLines(self.connection, ruling.pack.catalogue, columns, groups, ruling.judged)
        coverage = (*unseen_lines(self.connection, columns, sources), *lines.lines(), *self._said())
        rows = {name: scalar(self.connection, f"SELECT count(*) FROM {quoted(name)}") for name in columns}
        return Snapshot(
            self.connection,
            later.as_of,
            later.retrospective,
            later.region,
            sources,
            columns,
            groups,
            look_backs,
            coverage,
            rows,
        )

    def _groups(self, date_field: str | None) -> Mapping[Subject, Sequence[Group]]:
        """The tables behind the masks: those of the later round, and of subjects it has none of those of the earlier one."""
        found = [own.groups_again() for half in self.halves if (own := half.relations(date_field)) is not None]
        return {s: next((own[s] for own in reversed(found) if own[s]), ()) for s in Subject}

    def _said(self) -> Iterator[CoverageLine]:
        """What is no matter of single facts, as either round says it, once."""
        lines = (line for half in self.halves for line in half.record.coverage)
        seen: list[CoverageLine] = []
        for line in lines:
            if line.kind not in KINDS and line.kind != "unseen" and line not in seen:
                seen.append(line)
                yield line

    def _scope(self, date_field: str | None, prefix: str) -> Columns:
        """The relations and what stands beside them, of today or of a look back; their columns."""
        sides = [(half, own) for half in self.halves if (own := half.relations(date_field)) is not None]
        columns = {}
        for name in RELATIONS:
            told = [(half, own.columns_again()[name]) for half, own in sides if name in own.columns]
            if told:
                columns[name] = self._relation(name, prefix, told)
        for name in PROVENANCE:
            parts = [part for half, _ in sides if (part := self._provenance(half, prefix + name)) is not None]
            body = f"SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY ALL"
            run(self.connection, f"CREATE TABLE {quoted(prefix + name)} AS {body}")
        return columns

    def _relation(
        self, name: str, prefix: str, told: Sequence[tuple[_Half, Mapping[str, Column]]]
    ) -> dict[str, Column]:
        fields = sorted({field for _, columns in told for field in columns})
        stored = {row[0] for row in run(self.connection, f"DESCRIBE SELECT * FROM {told[0][0].files(prefix + name)}")}
        keys = [*KEYS[name], *(["until"] if "until" in stored else []), "source_mask"]
        parts = [self._rows(half, prefix + name, keys, fields, columns) for half, columns in told]
        both = quoted(f"{prefix}{name}__both")
        run(self.connection, f"CREATE TEMP TABLE {both} AS {' UNION ALL BY NAME '.join(parts)}")
        columns = columns_by_source(self.connection, both, fields)
        mixed = [quoted(field + SOURCE_SUFFIX) for field in fields if columns[field].source is None]
        chosen = ", ".join([*keys, *map(quoted, fields), *mixed])
        order = ", ".join([f"{key} NULLS LAST" for key in ORDER[name]] + (["until"] if "until" in keys else []))
        run(
            self.connection,
            f"CREATE TABLE {quoted(prefix + name)} AS SELECT {chosen} FROM {both} ORDER BY {order}",
        )
        run(self.connection, f"DROP TABLE {both}")
        return columns

    def _rows(
        self, half: _Half, table: str, keys: Sequence[str], fields: Sequence[str], columns: Mapping[str, Column]
    ) -> str:
        """Rows of a half with the source beside every field."""
        shown = [*keys, *(quoted(field) for field in fields if field in columns)]
        for field in fields:
            if field in columns:
                own, name = columns[field].source, quoted(field + SOURCE_SUFFIX)
                told = f"CASE WHEN {quoted(field)} IS NOT NULL THEN {own} END::UTINYINT AS {name}"
                shown.append(name if own is None else told)
        where = f" WHERE {UNCHANGED.format('region_code')}" if half.earlier else ""
        return f"SELECT {', '.join(shown)} FROM {half.files(table)}{where}"

    def _provenance(self, half: _Half, table: str) -> str | None:
        """Rows about subjects of a half; villages and facilities have no household."""
        files = half.files(table)
        if files is None or not half.earlier:
            return files and f"SELECT * FROM {files}"
        homes = self._changed(half, "households", "household_id")
        places = self._changed(half, "facilities", "facility_id")
        return (
            f"SELECT * FROM {files} WHERE CASE WHEN household_id IS NOT NULL THEN household_id NOT IN ({homes}) "
            f"WHEN subject = '{Subject.VILLAGE}' THEN {UNCHANGED.format('subject_id')} "
            f"ELSE subject_id NOT IN ({places}) END"
        )

    def _changed(self, half: _Half, relation: str, key: str) -> str:
        """Keys of an earlier relation in villages that were judged anew."""
        files = half.files(relation)
        return (
            f"SELECT {key} FROM {files} WHERE NOT {UNCHANGED.format('region_code')}"
            if files
            else "SELECT '' WHERE false"
        )
