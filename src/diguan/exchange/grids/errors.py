"""The one refusal of everything that reads a file: where, what was found, what was expected, what to do."""

from dataclasses import dataclass

from diguan.engine.documents.problems import Label
from diguan.exchange.grids.limits import Limits


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file cannot be read. `sheet` and `cell` are empty where the whole file is meant."""

    file: str
    found: Label
    expected: Label
    hint: Label
    sheet: str = ""
    cell: str = ""

    def text(self, language: str) -> str:
        """The refusal in one sentence of one language."""
        place = [self.file]
        if self.sheet:
            place.append(f"工作表“{self.sheet}”" if language == "zh" else f"sheet '{self.sheet}'")
        if self.cell:
            place.append(f"单元格 {self.cell}" if language == "zh" else f"cell {self.cell}")
        found, expected, hint = (label[language] for label in (self.found, self.expected, self.hint))
        if language == "zh":
            return f"{'，'.join(place)}：{found}；应为：{expected}；{hint}"
        return f"{', '.join(place)}: {found}; expected: {expected}; {hint}"

    def as_json(self) -> dict[str, object]:
        """The refusal as plain values, for `--json` and for the way out of the child process."""
        labels = {"found": self.found, "expected": self.expected, "hint": self.hint}
        texts = {key: {"zh": label.zh, "en": label.en} for key, label in labels.items()}
        return {"file": self.file, "sheet": self.sheet, "cell": self.cell, **texts}


class UnableToReadInput(Exception):
    """An input file cannot be read as a whole; nothing of it is used. `refusal` has the parts of the message."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"{refusal.text('zh')}\n{refusal.text('en')}")

    @property
    def file(self) -> str:
        """Name of the file without its folder."""
        return self.refusal.file

    @property
    def sheet(self) -> str:
        """Name of the sheet, or empty."""
        return self.refusal.sheet

    @property
    def cell(self) -> str:
        """The cell in A1 notation, or empty."""
        return self.refusal.cell

    @property
    def found(self) -> Label:
        """What is wrong, with the value."""
        return self.refusal.found

    @property
    def expected(self) -> Label:
        """What would have been right."""
        return self.refusal.expected

    @property
    def hint(self) -> Label:
        """What to do."""
        return self.refusal.hint


def refuse(
    file: str, found: Label, expected: Label, hint: Label, *, sheet: str = "", cell: str = ""
) -> UnableToReadInput:
    """The exception for one refusal; the caller raises it."""
    return UnableToReadInput(Refusal(file, found, expected, hint, sheet, cell))


def out_of_memory(name: str, limits: Limits) -> UnableToReadInput:
    """The refusal of a file that needs more memory than it may have."""
    most = limits.memory >> 20
    return refuse(
        name,
        Label(f"读取所需内存超过上限 {most} MB", f"reading it takes more than the limit of {most} MB of memory"),
        Label("行列不太多、没有零散远格的表", "a table that is not too large, without stray cells far out"),
        Label(
            "请删去表外的单元格，或拆成几个文件，或另存为 CSV",
            "delete the cells outside the table, split it, or save it as CSV",
        ),
    )
