"""Which columns of keys may hold a key that reading would mend, told from the bytes of their texts: a few milliseconds a million rows."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# what `exchange.reading.spelling.plain` takes out of a key of plain letters: white space, an apostrophe, an escaped character
MENDED = (*(chr(code) for code in (*range(9, 14), *range(28, 33))), "'", "_x")
MARKS = tuple(mark.encode() for mark in MENDED)
BATCH = 1 << 17
LETTERS = 2  # bytes a row; what is stored in less repeats, and its distinct texts say all


def columns_in_doubt(path: Path, columns: Collection[str]) -> Iterator[str]:
    """The text columns of a Parquet file that are not plain beyond doubt; columns of other types are passed over.

    Doubt is no proof: a mark may stand across the border of two keys. Where there is none, no key holds a mark or a wide character.
    """
    with pq.ParquetFile(path) as file:
        repeating = list(_repeating(file, columns))
    with pq.ParquetFile(path, read_dictionary=repeating) as file:
        for column in columns:
            batches = file.iter_batches(BATCH, columns=[column], use_threads=False)
            if not all(_surely_plain(batch.column(0)) for batch in batches):
                yield column


def _repeating(file: pq.ParquetFile, columns: Collection[str]) -> Iterator[str]:
    """Columns that are stored in few bytes a row: their distinct texts are read instead of every one."""
    meta = file.metadata
    places = {meta.schema.column(n).path: n for n in range(meta.num_columns)}
    for column in columns:
        groups = [meta.row_group(number) for number in range(meta.num_row_groups)]
        stored = sum(group.column(places[column]).total_uncompressed_size for group in groups if column in places)
        if column in places and stored < LETTERS * meta.num_rows:
            yield column


def _surely_plain(array: pa.Array) -> bool:
    if isinstance(array, pa.DictionaryArray):
        return _surely_plain(array.dictionary)
    if not pa.types.is_string(array.type) and not pa.types.is_large_string(array.type):
        return bool(pa.types.is_integer(array.type))
    letters = array.buffers()[2]
    return letters is None or _plain_letters(letters.to_pybytes())


def _plain_letters(letters: bytes) -> bool:
    """ASCII without a mark."""
    return letters.isascii() and not any(mark in letters for mark in MARKS)
