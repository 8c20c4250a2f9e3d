"""What reading has to say about the inputs: columns that nobody knows, sheets and rows that were left out, cells that were mended.

A column that is not read must not vanish without a word: a department's "contribution state" may say the opposite of the columns
beside it.
"""

from collections.abc import Iterator

from diguan.engine.documents import Label
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.model import ReadInputs

MOST_NAMED = 20


def reading_lines(inputs: ReadInputs) -> Iterator[CoverageLine]:
    """One line a file with columns that were not read, one a note of reading, in the order of the inputs."""
    numbers = {source.label: source.source_id for source in inputs.sources}
    for file, headers in inputs.unknown_headers.items():
        text = Text.of(_unread(file, headers))
        yield CoverageLine(kind="unread_columns", text=text, source_id=numbers.get(file), count=len(headers))
    for note in inputs.notes:
        yield CoverageLine(kind="reading_note", text=Text.of(note))


def _unread(file: str, headers: list[str]) -> Label:
    count, more = len(headers), len(headers) > MOST_NAMED
    named = headers[:MOST_NAMED]
    return Label(
        f"{file}：{count}列的表头不认识，未读取：{'、'.join(named)}{'……' if more else ''}",
        f"{file}: {count} columns were not read, their headers are not known: {', '.join(named)}{', ...' if more else ''}",
    )
