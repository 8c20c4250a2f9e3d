"""Workbooks and CSV files of helpers and posts to rows; every file is opened in the child process like any other."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.regions import RegionTree
from diguan.exchange.grids import Cell, Grid, Limits, open_grids
from diguan.exchange.grids.errors import refuse
from diguan.exchange.posts.cells import FLAGS, Cells, Converters
from diguan.exchange.posts.places import Places
from diguan.exchange.posts.rows import HelperRow, PostRow, PostSheets, RefusedRow, Where
from diguan.exchange.posts.words import IGNORED, SECRET, PostWords, department_of, load_post_words
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.headers import Header, find_header, says_synthetic
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.sheet import Sheet
from diguan.exchange.reading.spelling import fold

HELPED_BY = ("head_identity", "household")  # one of them leads to a household
KEYS = (*HELPED_BY, "name", "kind")
_NO_NAME = (Label("没有姓名", "no name is given"), Label("姓名", "a name"))
_NO_SINCE = (Label("没有开始时间", "no first day is given"), Label("日期", "a date"))
_NO_HOUSEHOLD = (
    Label("没有户主证件号码，也没有户编号", "neither the head's ID number nor the household's number is given"),
    Label("其中之一", "one of the two"),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """How sheets are read. `within`: code of the unit that every row lies in; `on`: the day of the reading."""

    tree: RegionTree
    within: str
    departments: Mapping[str, Label]
    on: date


def read_posts(paths: Sequence[Path], terms: Terms, limits: Limits | None = None) -> PostSheets:
    """What the files say, sheet after sheet. UnableToReadInput when a file cannot be opened or holds neither kind of sheet."""
    found = PostSheets()
    words = load_post_words()
    for path, grids in zip(paths, open_grids(list(paths), limits), strict=True):
        with path.open("rb") as file:
            found.digests[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
        read = [_read(grid, number, words, terms, found) for number, grid in enumerate(grids)]
        if not any(read):
            raise refuse(
                path.name,
                Label("没有找到帮扶责任人表或岗位表的表头", "no header of a sheet of helpers or of posts was found"),
                Label(
                    "表头中有“姓名”和“户主证件号码”，或有“岗位”", "a header with 姓名 and 户主证件号码, or with 岗位"
                ),
                Label(
                    "请交原样导出的表，或用 diguan posts template 的模板",
                    "give the export as it is, or the template of diguan posts template",
                ),
            )
    return found


def _read(grid: Grid, number: int, words: PostWords, terms: Terms, found: PostSheets) -> bool:
    header = find_header(grid, words)
    kind = _kind_of(header)
    if header is None or not kind:
        return False
    grid.fill_merged(header.last + 1)
    sheet = _Sheet(Sheet(grid, header, number), words, terms)
    found.synthetic &= sheet.synthetic
    unknown = [column.header for column in header.columns if not column.targets]
    if unknown:
        found.unknown_headers[f"{grid.file} {grid.sheet}".strip()] = unknown
    for where, cells in sheet.rows():
        row = sheet.helper(where, cells) if kind == "helpers" else sheet.post(where, cells)
        if isinstance(row, HelperRow):
            found.helpers.append(row)
        elif isinstance(row, PostRow):
            found.posts.append(row)
        elif row is not None:
            found.refused.append(row)
    return True


def _kind_of(header: Header | None) -> str:
    names = {target.name for column in header.columns for target in column.targets} if header else set()
    if "kind" in names:
        return "posts"
    return "helpers" if "name" in names and names & {*HELPED_BY, "head_name"} else ""


class _Sheet:
    """One sheet below its header."""

    def __init__(self, sheet: Sheet, words: PostWords, terms: Terms) -> None:
        self._sheet, self._words, self._terms = sheet, words, terms
        named = [(column.targets[0].name, column) for column in sheet.header.columns if column.targets]
        self._columns = {name: column for name, column in reversed(named) if name != IGNORED}
        headers = {name: column.header for name, column in self._columns.items()}
        self.synthetic = says_synthetic(sheet.grid, sheet.header, load_layout().words.synthetic)
        self._read = Converters.of(sheet.grid, headers, terms.on.year + 1, synthetic=self.synthetic)
        self._places = Places(terms.tree, terms.within)
        self._secrets = frozenset(header for name, header in headers.items() if name in SECRET)

    def rows(self) -> Iterator[tuple[Where, dict[str, Cell]]]:
        """Every row with its place; rows below the table (合计, 填表人) are passed over."""
        numbers = list(range(len(self._sheet)))
        columns = {name: self._sheet.cells(column, numbers) for name, column in self._columns.items()}
        whole = self._sheet.whole_rows(numbers)
        filled = self._sheet.filled(numbers)
        for number in numbers:
            keyed = any(name in columns and columns[name][number] is not None for name in KEYS)
            if not keyed and filled[number] and fold(filled[number][0]).startswith(load_layout().words.footers):
                continue
            grid = self._sheet.grid
            where = Where(grid.file, grid.sheet, self._sheet.sheet_row(number) + 1, whole[number], self._secrets)
            yield where, {name: found[number] for name, found in columns.items()}

    def helper(self, where: Where, cells: dict[str, Cell]) -> HelperRow | RefusedRow:
        """A row of a sheet of helpers."""
        row = Cells(self._read, cells)
        person, since, until = row.person(), row.day("since"), row.day("until")
        identity, number = row.text("head_identity"), row.text("household")
        posts = tuple(flag for flag in FLAGS if row.value(flag) is True)
        head = row.text("head_name")
        unread = {name for name, _ in row.wrong}
        for name, missing, said in (
            ("name", not person.name, _NO_NAME),
            ("since", since is None, _NO_SINCE),
            ("head_identity", not identity and not number, _NO_HOUSEHOLD),
        ):
            if missing and name not in unread:
                row.miss(name, *said)
        _require_order(row, since, until)
        refusal = row.refusal()
        if refusal is not None or since is None:
            return RefusedRow(where, *(refusal or _NO_SINCE))
        return HelperRow(where, person, since, until, head, identity, number, posts)

    def post(self, where: Where, cells: dict[str, Cell]) -> PostRow | RefusedRow:
        """A row of a sheet of posts."""
        row = Cells(self._read, cells)
        kind = self._kind(row, cells)
        department = self._department(row)
        person, since, until = row.person(), row.day("since"), row.day("until")
        if person.name and since is None and "since" not in {name for name, _ in row.wrong}:
            row.miss("since", *_NO_SINCE)
        _require_order(row, since, until)
        region = self._places.code_of(row)
        refusal = row.refusal()
        if refusal is not None:
            return RefusedRow(where, *refusal)
        holder = person if person.name else None
        return PostRow(where, region, kind, department, row.text("title"), holder, since, until)

    def _kind(self, row: Cells, cells: dict[str, Cell]) -> str:
        found = self._words.kind_of(row.text("kind"))
        if found is None:
            known = self._words.labels.values()
            row.miss(
                "kind",
                Label(f"“{shown(cells.get('kind'))}”不是岗位", f"'{shown(cells.get('kind'))}' is no kind of post"),
                Label("、".join(known), "one of " + ", ".join(self._words.labels)),
            )
        return found or ""

    def _department(self, row: Cells) -> str:
        said = row.text("department")
        found = department_of(said, self._terms.departments) if said else ""
        if found is None:
            known = self._terms.departments
            row.miss(
                "department",
                Label(f"没有部门“{said}”", f"there is no department '{said}'"),
                Label("、".join(label.zh for label in known.values()), ", ".join(known)),
            )
        return found or ""


def _require_order(row: Cells, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until <= since:
        row.miss(
            "until",
            Label("结束时间不晚于开始时间", "the end is not after the beginning"),
            Label("不再任职的第一天", "the first day without"),
        )
