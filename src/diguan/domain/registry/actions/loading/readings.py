"""What was read of each file, as one hash: the same file read the same way for the same county is known already."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from diguan.domain.registry.models import Source
from diguan.domain.registry.queries.extraction import Extent
from diguan.engine.snapshot.database import Connection
from diguan.engine.snapshot.hashing import content_hash
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.model import Source as EngineSource

UNORDERED = {"row_ref"}  # holds the place of the sheet among all inputs


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. `stored`: the same reading in the registry, of the same county.

    `outlived`: other readings of the same bytes for the same region. A file that speaks of several counties (a prefecture's roster) is a
    source of each that it is loaded for.
    """

    source: EngineSource
    hash: str
    stored: Source | None
    outlived: tuple[Source, ...]


def register_tables(connection: Connection, read: ReadInputs) -> None:
    """Give the tables of the inputs the names of `table_name`."""
    for index, table in enumerate(read.tables):
        connection.register(table_name(index), table.table)


def readings_of(connection: Connection, read: ReadInputs, region: str) -> list[Reading]:
    """Every source of the inputs, in their order, loaded for a region. The tables are registered."""
    parts: dict[int, list[str]] = {source.source_id: [] for source in read.sources}
    for index, table in enumerate(read.tables):
        columns = [name for name in table.table.column_names if name not in UNORDERED]
        shown = ", ".join(f'"{name}"' for name in columns) or "1 AS nothing"
        digest, rows = content_hash(connection, f"SELECT {shown} FROM {table_name(index)}")
        parts[table.source.source_id].append(f"{table.subject} {rows} {digest}")
    for listed in (read.bad_cells, read.conflicts, read.rejected):
        for each in listed:
            if each.source_id in parts:
                parts[each.source_id].append(repr(each).replace(f"row_ref={getattr(each, 'row_ref', '')}", ""))
    return [_reading(source, parts[source.source_id], region) for source in read.sources]


def table_name(index: int) -> str:
    """Name of a registered fact table."""
    return f"read_{index}"


def _reading(source: EngineSource, parts: Iterable[str], region: str) -> Reading:
    digest = sha256("\n".join((source.kind, str(source.data_on), *parts)).encode()).hexdigest()
    live = Source.objects.filter(kind=source.kind, sha256=source.sha256, replaced_by__isnull=True, by_hand=False)
    same = [each for each in live.select_related("load") if Extent.of(each.load.region_code) == Extent.of(region)]
    stored = next((each for each in same if each.reading == digest), None)
    return Reading(source, digest, stored, () if stored else tuple(s for s in same if s.load.region_code == region))
