"""Which columns of keys may hold a key that reading would mend, told from the bytes of their texts: a few milliseconds a million rows."""

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

# what `exchange.reading.spelling.plain` takes out of a key of plain letters: white space, an apostrophe, an escaped character
MENDED = (*(chr(code) for code in (*range(9, 14), *range(28, 33))), "'", "_x")
BATCH = 1 << 17


def columns_in_doubt(path: Path, columns: Collection[str]) -> Iterator[str]:
    """The text columns of a Parquet file that are not plain beyond doubt; columns of other types are passed over.

    Doubt is no proof: a mark may stand across the border of two keys. Where there is none, no key holds a mark or a wide character.
    """
    with pq.ParquetFile(path) as file:
        for column in columns:
            batches = file.iter_batches(BATCH, columns=[column], use_threads=False)
            if not all(_surely_plain(batch.column(0)) for batch in batches):
                yield column


def _surely_plain(array: pa.Array) -> bool:
    if isinstance(array, pa.DictionaryArray):
        return _surely_plain(array.dictionary)
    if not pa.types.is_string(array.type) and not pa.types.is_large_string(array.type):
        return bool(pa.types.is_integer(array.type))
    letters = array.buffers()[2]
    return letters is None or not letters.size or _plain_letters(np.frombuffer(letters, np.uint8))


def _plain_letters(letters: npt.NDArray[np.uint8]) -> bool:
    """ASCII behind the space, without the apostrophe, without an x behind an underscore."""
    if letters.min() <= ord(" ") or letters.max() > 127 or np.any(letters == ord("'")):  # noqa: PLR2004 - the last of ASCII
        return False
    underscores = letters == ord("_")
    return not bool(np.any(underscores[:-1] & (letters[1:] == ord("x"))))
