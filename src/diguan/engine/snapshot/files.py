"""A snapshot on disk: Parquet by county in the order of the rows, and back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import Connection, has_table, open_connection, quoted, run, scalar, text
from diguan.engine.snapshot.hashing import combined_hash, content_hash
from diguan.engine.snapshot.provenance import ANSWERS, PROVENANCE
from diguan.engine.snapshot.record import FileRecord, SnapshotRecord, look_backs_again, record_of
from diguan.engine.snapshot.snapshot import Columns, Snapshot

RECORD = "snapshot.json"
PARQUET = "(FORMAT parquet, COMPRESSION zstd)"


class UnableToOpenSnapshot(Exception):
    """The folder holds no snapshot that can be read."""

    def __init__(self, file: str, problem: Label) -> None:
        self.file = file
        self.problem = problem
        super().__init__(f"{file}：{problem.zh}\n{file}: {problem.en}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its path in the folder, the table it is cut from, and its county (None: the whole table)."""

    path: str
    table: str
    county: str | None

    @property
    def query(self) -> str:
        """The rows of the file in order."""
        where = "" if self.county is None else f" WHERE county = {text(self.county)}"
        return f"SELECT * FROM {quoted(self.table)}{where}"


def write_snapshot(snapshot: Snapshot, folder: Path, hashed: Mapping[str, FileRecord] | None = None) -> SnapshotRecord:
    """Write the snapshot into a folder (made if absent) and return what snapshot.json says. `hashed`: its parts, if done already."""
    files = dict(hashed or hash_parts(snapshot.connection, parts(snapshot)))
    for part in parts(snapshot):
        write_part(snapshot.connection, part, folder)
    record = record_of(snapshot, engine_version(), files, content_of(files))
    (folder / RECORD).write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")
    return record


def hash_parts(connection: Connection, every: Iterable[Part]) -> dict[str, FileRecord]:
    """Rows and content hash of files, written or not, by path."""
    found = {}
    for part in every:
        digest, rows = content_hash(connection, part.query)
        found[part.path] = FileRecord(rows=rows, content_sha256=digest)
    return found


def engine_version() -> str:
    """Version of this package."""
    return version("diguan")


def content_of(files: Mapping[str, FileRecord]) -> str:
    """The hash of a snapshot: over the content of its files."""
    return combined_hash((path, f.rows, f.content_sha256) for path, f in files.items())


def write_part(connection: Connection, part: Part, folder: Path) -> None:
    """Write one file in the order of its table."""
    path = folder / part.path
    path.parent.mkdir(parents=True, exist_ok=True)
    run(connection, f"COPY ({part.query}) TO {text(str(path))} {PARQUET}")


def parts(snapshot: Snapshot) -> Iterator[Part]:
    """Every file of a snapshot."""
    yield from _relation_parts(snapshot, snapshot.columns, "", "")
    if has_table(snapshot.connection, ANSWERS):
        yield Part(f"provenance/{ANSWERS}.parquet", ANSWERS, None)
    for look_back in snapshot.look_backs.values():
        yield from _relation_parts(snapshot, look_back.columns, f"as_of/{look_back.date_field}/", look_back.prefix)


def _relation_parts(snapshot: Snapshot, columns: Columns, folder: str, prefix: str) -> Iterator[Part]:
    for name in columns:
        yield from county_parts(snapshot.connection, f"{prefix}{name}", f"{folder}{name}")
    for name in PROVENANCE:
        yield Part(f"{folder}provenance/{name}.parquet", f"{prefix}{name}", None)


def county_parts(connection: Connection, table: str, folder: str) -> Iterator[Part]:
    """A table cut by county; an empty one is one empty file."""
    counties = [row[0] for row in run(connection, f"SELECT DISTINCT county FROM {quoted(table)} ORDER BY county")]
    for county in counties or ["all"]:
        yield Part(f"{folder}/{county}.parquet", table, county)


def open_snapshot(folder: Path, connection: Connection | None = None) -> Snapshot:
    """A snapshot from its files. UnableToOpenSnapshot when snapshot.json or a file is missing or cannot be read."""
    record = read_record(folder)
    target = connection or open_connection()
    tables: dict[str, list[str]] = {}
    for path in record.files:
        tables.setdefault(table_of(path), []).append(path)
    for table, paths in tables.items():
        _load(target, folder, table, paths)
    columns = record.relations.columns_again()
    return Snapshot(
        target,
        record.as_of,
        record.retrospective,
        record.region,
        tuple(s.source() for s in record.sources),
        columns,
        record.relations.groups_again(),
        look_backs_again(record),
        tuple(record.coverage),
        {name: scalar(target, f"SELECT count(*) FROM {quoted(name)}") for name in columns},
    )


def read_record(folder: Path) -> SnapshotRecord:
    """What snapshot.json says."""
    try:
        return SnapshotRecord.model_validate_json((folder / RECORD).read_bytes())
    except OSError as error:
        raise UnableToOpenSnapshot(RECORD, Label("没有这个文件", "there is no such file")) from error
    except ValidationError as error:
        raise UnableToOpenSnapshot(RECORD, Label("内容不合格式", "its content is not as it should be")) from error


def table_of(path: str) -> str:
    """Name of the table that a file of a snapshot belongs to."""
    steps = path.removesuffix(".parquet").split("/")
    prefix = f"{steps[1]}__" if steps[0] == "as_of" else ""
    return prefix + (steps[-1] if steps[-2] == "provenance" else steps[-2])


def _load(connection: Connection, folder: Path, table: str, paths: Iterable[str]) -> None:
    rows = " UNION ALL ".join(f"SELECT * FROM read_parquet({text(str(folder / path))})" for path in sorted(paths))
    for path in paths:
        if not (folder / path).is_file():
            raise UnableToOpenSnapshot(path, Label("没有这个文件", "there is no such file"))
    run(connection, f"CREATE TABLE {quoted(table)} AS {rows}")
