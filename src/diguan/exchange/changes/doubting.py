"""Keys that reading would mend, by which a row could be overlooked: columns beyond doubt are told from their bytes, in milliseconds.

Reading takes white space, invisible characters and an apostrophe off the ends of a key and writes it in half width. A key that is left as
it is, in whatever script, is the same text for reading and for whoever looks for it.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from diguan.exchange.reading.spelling import plain

# what `plain` takes out of a key in ASCII: white space, an apostrophe, an escaped character
_MARKS = tuple(mark.encode() for mark in (*map(chr, (*range(9, 14), *range(28, 33))), "'", "_x"))
_BATCH = 1 << 17
_LETTERS = 2  # bytes a row; what is stored in less repeats, and its distinct texts say all


def mended_keys(path: Path, columns: Collection[str]) -> Iterator[tuple[str, str]]:
    """Text columns of a Parquet file with a key that reading would change, and the first such key of each."""
    with pq.ParquetFile(path) as file:
        repeating = list(_repeating(file, columns))
    with pq.ParquetFile(path, read_dictionary=repeating) as file:
        for column in columns:
            batches = file.iter_batches(_BATCH, columns=[column], use_threads=False)
            for batch in batches:
                if not _surely_plain(batch.column(0)) and (key := _mended(batch.column(0))) is not None:
                    yield column, key
                    break


def _repeating(file: pq.ParquetFile, columns: Collection[str]) -> Iterator[str]:
    """Columns that are stored in few bytes a row: their distinct texts are read instead of every one."""
    meta = file.metadata
    places = {meta.schema.column(n).path: n for n in range(meta.num_columns)}
    for column in columns:
        groups = [meta.row_group(number) for number in range(meta.num_row_groups)]
        stored = sum(group.column(places[column]).total_uncompressed_size for group in groups if column in places)
        if column in places and stored < _LETTERS * meta.num_rows:
            yield column


def _surely_plain(array: pa.Array) -> bool:
    """Whether the bytes are ASCII without a mark. Doubt is no proof: a mark may stand within a key or across the border of two."""
    if isinstance(array, pa.DictionaryArray):
        return _surely_plain(array.dictionary)
    if not pa.types.is_string(array.type) and not pa.types.is_large_string(array.type):
        return False
    letters = array.buffers()[2]
    return letters is None or _plain_letters(letters.to_pybytes())


def _plain_letters(letters: bytes) -> bool:
    return letters.isascii() and not any(mark in letters for mark in _MARKS)


def _mended(array: pa.Array) -> str | None:
    """The first key that is not read as it is written."""
    return next((key for key in array.unique().to_pylist() if key is not None and plain(key) != key), None)
