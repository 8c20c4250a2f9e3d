"""The list of changes: a CSV file with a column of villages, of households, or both."""

import csv
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.documents import Label
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.spelling import fold_header

WHOLE = Label("整体重新筛查（diguan screen）", "screen everything anew (diguan screen)")


class UnableToRescreen(ValueError):
    """A round of what has changed would not say what a whole one says: where, what was found, what was expected, what to do."""

    def __init__(self, where: str, message: Label, expected: Label, hint: Label = WHOLE) -> None:
        self.where, self.message, self.expected, self.hint = where, message, expected, hint
        zh = f"{where}：{message.zh}；应为：{expected.zh}；怎么办：{hint.zh}"
        super().__init__(f"{zh}\n{where}: {message.en}; expected: {expected.en}; what to do: {hint.en}")


@dataclass(frozen=True, slots=True)
class Changed:
    """Codes of villages and numbers of households, with the line each stands on; `file`: the name of the list."""

    file: str
    villages: dict[str, int]
    households: dict[str, int]


def require_told(changed: object, was: object) -> None:
    """Refuse an order that says neither what has changed nor what the tables were. UnableToRescreen."""
    if changed is None and was is None:
        raise UnableToRescreen(
            "--changed",
            Label("没有说明什么变了", "nothing says what has changed"),
            Label("变化清单，或变化之前的表", "a list of changes, or the tables as they were before"),
            Label("加 --changed 清单，或 --was 文件夹", "add --changed LIST, or --was FOLDER"),
        )


def read_changes(path: Path) -> Changed:
    """The villages and households of a list. UnableToRescreen when it is no such list, or an empty one."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))  # a quote that is not closed would swallow villages in silence
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _no_list(path, Label(f"无法读取（{error}）", f"cannot be read ({error})")) from error
    header = [fold_header(cell) for cell in rows[0]] if rows else []
    layout = load_layout()
    places = {"villages": layout.village_code, "households": layout.keys["household_id"]}
    columns = {name: n for name, spelt in places.items() for n, cell in enumerate(header) if cell in spelt}
    if not columns:
        found = "，".join(rows[0]) if rows else ""
        raise _no_list(path, Label(f"第一行是“{found}”", f"its first line is '{found}'"))
    told: dict[str, dict[str, int]] = {"villages": {}, "households": {}}
    for line, row in enumerate(rows[1:], 2):
        for name, place in columns.items():
            cell = row[place].strip() if place < len(row) else ""
            if cell:
                told[name].setdefault(cell, line)
    if not told["villages"] and not told["households"]:
        raise _no_list(path, Label("没有一行", "it has no row"))
    return Changed(path.name, told["villages"], told["households"])


def _no_list(path: Path, found: Label) -> UnableToRescreen:
    return UnableToRescreen(
        path.name,
        found,
        Label(
            "UTF-8 的 CSV，第一行表头为 village_code（村编码）或 household_id（户编号）",
            "CSV in UTF-8 whose first line has the header village_code or household_id",
        ),
        Label("一行一个变化的村或户", "one changed village or household a line"),
    )
