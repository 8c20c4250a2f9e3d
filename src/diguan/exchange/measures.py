"""Figures of a measurement as a file: one row a figure, as CSV or JSON."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diguan.engine.documents import Label
from diguan.locale import texts

if TYPE_CHECKING:
    from pydantic.main import IncEx

    from diguan.engine.measuring import Measurement

COLUMNS = (
    "by",
    "group",
    "name",
    "measure",
    "indicator",
    "value",
    "se",
    "low",
    "high",
    "rows",
    "population",
    "share",
    "part",
)
SUFFIXES = (".csv", ".json")
HELD_BACK: "IncEx" = {"unread": {"first": {"__all__": {"value"}}}}  # a file of figures holds no household's cell
Cell = str | int | float | None


class UnableToWriteMeasures(ValueError):
    """A file that figures cannot be written as: of another kind, or in a folder that is not there."""

    def __init__(self, message: Label, expected: Label) -> None:
        self.message, self.expected = message, expected
        super().__init__(
            f"{self.message.zh}；应为：{self.expected.zh}\n{self.message.en}; expected: {self.expected.en}"
        )


def require_target(path: Path) -> None:
    """UnableToWriteMeasures for any other suffix and for a folder that is not there, before anything is computed."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnableToWriteMeasures(
            Label(f"不能写成“{path.name}”", f"figures cannot be written as '{path.name}'"),
            Label("文件名以 .csv 或 .json 结尾", "a name that ends in .csv or .json"),
        )
    if not path.parent.is_dir() or path.is_dir():
        raise UnableToWriteMeasures(
            Label(f"不能写出“{path}”", f"figures cannot be written to '{path}'"),
            Label("已有文件夹中的一个文件", "a file in a folder that is there"),
        )


def write_measures(path: Path, found: "Measurement") -> None:
    """Write the figures; the file appears only when it is whole."""
    require_target(path)
    beside = path.with_name(f".{path.name}.partial")
    try:
        if path.suffix.lower() == ".json":
            written = found.model_dump_json(indent=1, exclude=HELD_BACK)
            beside.write_text(written + "\n", encoding="utf-8", newline="\n")
        else:
            with beside.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(COLUMNS)
                writer.writerows(rows_of(found))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def rows_of(found: "Measurement") -> Iterator[tuple[Cell, ...]]:
    """A row a figure, in the order of COLUMNS."""
    for figure in found.figures:
        each = figure.estimate
        yield (
            figure.by,
            figure.group,
            found.places.get(figure.group or "") if figure.by else None,
            figure.measure,
            figure.indicator,
            each.value,
            each.se,
            each.low,
            each.high,
            figure.rows,
            figure.population,
            figure.share,
            figure.part,
        )


def design_line(found: "Measurement") -> Label:
    """How the standard errors came about, in words."""
    design, words = found.design, texts("measures")
    numbers = {"strata": design.number_of_strata, "clusters": f"{design.number_of_clusters:,}"}
    known = "clustered" if design.clusters else "stratified" if design.strata else "simple"
    return words.both(f"design.{known}", **numbers)
