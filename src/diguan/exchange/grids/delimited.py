"""CSV files: the encoding and the delimiter are found out, never asked."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from diguan.engine.documents.problems import Label
from diguan.exchange.grids.encoding import encode
from diguan.exchange.grids.errors import UnableToReadInput, refuse
from diguan.exchange.grids.grid import Grid
from diguan.exchange.grids.limits import Limits

DELIMITERS = (",", ";", "\t")
SAMPLE_ROWS = 20
SAMPLE_LINE = 1 << 16
FIELD_CHARACTERS = 1 << 20
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TEXT = Label("UTF-8 或 GB18030 编码的 CSV", "a CSV file in UTF-8 or GB18030")


def read_delimited(path: Path, limits: Limits) -> list[Grid]:
    """The one grid of a CSV file."""
    csv.field_size_limit(FIELD_CHARACTERS)
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as lines:
        delimiter = _delimiter_of([line[:SAMPLE_LINE] for line in islice(lines, SAMPLE_ROWS)])
        lines.seek(0)
        rows = _Rows(lines, delimiter)
        try:
            columns, count = encode(_limited(rows, path.name, limits))
        except csv.Error as error:
            raise _damaged(path, rows, error) from error
    return [Grid(path.name, "", columns, count)]


class _Rows:
    """Rows of a file; `begun`: the line on which the row begins that is being read."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        # strict, or a quote that is not closed would swallow every row up to the next one in silence
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)
        self.begun = 1

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            self.begun = self._reader.line_num + 1
            yield row

    @property
    def line(self) -> int:
        """The line that was read last."""
        return self._reader.line_num


def encoding_of(path: Path) -> str:
    """The encoding that the whole file can be read in: by its mark, else UTF-8, else GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            _check(path, encoding)
            return encoding
    try:
        _check(path, "utf-8")
    except UnableToReadInput:
        _check(path, "gb18030")
        return "gb18030"
    return "utf-8"


def _check(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        try:
            while part := file.read(1 << 20):
                text = decoder.decode(part)
                if "\0" in text:
                    raise _no_text(path, line)
                line += text.count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise _no_text(path, line) from error


def _delimiter_of(sample: list[str]) -> str:
    """The delimiter that gives the widest row of the first lines."""
    return max(DELIMITERS, key=lambda d: max((len(row) for row in csv.reader(sample, delimiter=d)), default=0))


def _limited(rows: Iterable[list[str]], name: str, limits: Limits) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if number > limits.rows:
            raise refuse(
                name,
                Label(f"超过 {limits.rows} 行", f"more than {limits.rows} rows"),
                Label(f"不超过 {limits.rows} 行", f"at most {limits.rows} rows"),
                Label("请拆成几个文件", "split it into several files"),
            )
        if len(row) > limits.columns:
            raise refuse(
                name,
                Label(f"第 {number} 行有 {len(row)} 列", f"row {number} has {len(row)} columns"),
                Label(f"不超过 {limits.columns} 列", f"at most {limits.columns} columns"),
                Label("请检查分隔符和引号", "look at the delimiter and the quotes"),
            )
        yield row


def _no_text(path: Path, line: int) -> UnableToReadInput:
    return refuse(
        path.name,
        Label(f"第 {line} 行起不是 UTF-8 或 GB18030 文字", f"from line {line} on it is no text in UTF-8 or GB18030"),
        _TEXT,
        Label(
            "请在 Excel 中打开并另存为 .xlsx，或另存为“CSV UTF-8”",
            "open it in Excel and save it as .xlsx, or as 'CSV UTF-8'",
        ),
    )


def _damaged(path: Path, rows: _Rows, error: csv.Error) -> UnableToReadInput:
    first, last = rows.begun, rows.line
    zh, en = (
        (f"第 {first} 行", f"line {first}")
        if first >= last
        else (f"第 {first} 至 {last} 行", f"lines {first} to {last}")
    )
    return refuse(
        path.name,
        Label(f"{zh}无法按 CSV 读取（{error}）", f"{en} cannot be read as CSV ({error})"),
        _TEXT,
        Label(
            "多半是引号不成对：请检查第一行，文字里的引号要写两个，或另存为 .xlsx",
            "most likely a quote is not closed: look at the first of them, write a quote inside a text twice, or save it as .xlsx",
        ),
    )
