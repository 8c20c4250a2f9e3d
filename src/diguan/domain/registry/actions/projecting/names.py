"""The spellings of all names of a fold."""

from collections.abc import Iterable

import pyarrow as pa

from diguan.domain.registry.spelling import pinyin_of
from diguan.engine.snapshot.database import Connection, run


def register_names(connection: Connection, queries: Iterable[str]) -> None:
    """Table `spelled(name, pinyin, initials)` of the distinct names of some queries with one column `name`."""
    found = " UNION ".join(queries)
    names = [row[0] for row in run(connection, f"SELECT name FROM ({found}) WHERE name IS NOT NULL")]
    read = [pinyin_of(name) for name in names]
    columns = {"name": names, "pinyin": [r[0] for r in read], "initials": [r[1] for r in read]}
    connection.register("spelled", pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()}))
