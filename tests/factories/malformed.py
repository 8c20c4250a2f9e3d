"""Malformed files made from sound ones: bits flipped, cut off, XML swapped, types changed, parts lost."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.factories.old_workbooks import write_old_workbook
from tests.factories.workbooks import SYNTHETIC, person, table, write_csv, write_workbook

Change = Callable[[bytes, random.Random], bytes]
ROWS = [
    person(
        n,
        f"H{n // 3}",
        人数=3,
        危房户="否",
        人均纯收入=3000 + n,
        首次识别时间="201402",
        户类型="脱贫户",
        文化程度="小学",
    )
    for n in range(1, 40)
]


def sound_files(folder: Path) -> list[Path]:
    """One file of each kind, all of them readable."""
    rows = table(ROWS)
    old = folder / "old.xls"
    write_old_workbook(old, rows)
    plain = folder / "plain.parquet"
    pq.write_table(pa.table({"household_id": ["a", "b"] * 50, "income_per_head": [1.5, None] * 50}), plain)
    new = write_workbook(folder / "new.xlsx", {"人员": rows, "说明": [[SYNTHETIC]]})
    return [new, old, write_csv(folder / "text.csv", ROWS, encoding="gb18030"), plain]


def malformed(source: Path, folder: Path, number: int) -> Path:
    """The `number`-th malformed file; the same number gives the same bytes."""
    chance = random.Random(number)
    content = source.read_bytes()
    changes = [flip, cut, repeat, *([change_xml] * 6 if source.suffix == ".xlsx" else [])]
    path = folder / f"{number}{source.suffix}"
    path.write_bytes(chance.choice(changes)(content, chance))
    return path


def flip(content: bytes, chance: random.Random) -> bytes:
    """Some bits turned over."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 30, 300])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end, or a piece of the middle, is missing."""
    start = chance.randrange(len(content))
    return content[:start] + (b"" if chance.random() < 0.5 else content[start + chance.randrange(1, 500) :])


def repeat(content: bytes, chance: random.Random) -> bytes:
    """A piece stands there again at another place."""
    start, place = chance.randrange(len(content)), chance.randrange(len(content))
    return content[:place] + content[start : start + chance.randrange(1, 2000)] + content[place:]


def change_xml(content: bytes, chance: random.Random) -> bytes:
    """A sound package whose XML says something else."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for _ in range(chance.choice([1, 2, 5])):
        name = chance.choice([n for n in sorted(parts) if n.endswith((".xml", ".rels"))])
        parts[name] = chance.choice(XML_CHANGES)(parts[name], chance)
        if chance.random() < 0.1:
            del parts[name]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def _exchange(pattern: bytes, *others: bytes) -> Change:
    """Every or one occurrence of a pattern becomes something else."""
    compiled = re.compile(pattern)

    def change(xml: bytes, chance: random.Random) -> bytes:
        return compiled.sub(lambda _: chance.choice(others), xml, count=chance.choice([0, 1, 5]))

    return change


def _swap(xml: bytes, chance: random.Random) -> bytes:
    """Two pieces of XML change places."""
    pieces = re.split(rb"(?=<)", xml)
    one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


XML_CHANGES = (
    _swap,
    flip,
    cut,
    _exchange(rb't="s"', b't="n"', b't="b"', b't="e"', b't="d"', b't="str"', b't="inlineStr"', b"", b't="zz"'),
    _exchange(
        rb"<v>[^<]*</v>",
        b"<v>999999999</v>",
        b"<v>-1</v>",
        b"<v>NaN</v>",
        b"<v>1e400</v>",
        b"<v/>",
        b"<v>\xff\xfe</v>",
        b"<v>\xe6\x88\xb7</v>",
    ),
    _exchange(
        rb'r="[A-Z]+[0-9]+"', b'r="A0"', b'r="ZZZZ9"', b'r="XFD1048576"', b'r=""', b'r="1A"', b'r="A99999999999"', b""
    ),
    _exchange(rb'<row r="[0-9]+"', b'<row r="0"', b'<row r="-5"', b'<row r="4294967296"', b"<row"),
    _exchange(rb"</[a-z]+>", b"", b"</x>", b"<!--", b"<![CDATA["),
    _exchange(rb'"[^"<>]*"', b'""', b'"&#0;"', b'"&a;"', b"'x"),
    _exchange(
        rb"<sheetData>", b"<sheetData><sheetData>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><sheetData>", b"<mergeCells/>"
    ),
    _exchange(rb'ref="[^"]*"', b'ref="A1:XFD1048576"', b'ref="A1:A1"', b'ref="zz"', b'ref="B2:A1"'),
    _exchange(rb'name="[^"]*"', b'name=""', b'name="' + b"x" * 5000 + b'"', b'name="a/b"'),
    _exchange(rb'encoding="UTF-8"', b'encoding="UTF-16"', b'encoding="GB18030"', b'encoding="zz"'),
    _exchange(rb'Target="[^"]*"', b'Target="../../../etc/passwd"', b'Target=""', b'Target="worksheets/none.xml"'),
)
