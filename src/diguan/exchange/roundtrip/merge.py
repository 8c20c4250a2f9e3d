"""Collects workbooks that came back: the report of differences first, the merged ledger beside it when asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.screening.folder import round_directory
from diguan.exchange.roundtrip.answers import Collected
from diguan.exchange.roundtrip.base import FILES, Base, open_base
from diguan.exchange.roundtrip.collect import collect
from diguan.exchange.roundtrip.decisions import no_decisions, read_decisions
from diguan.exchange.roundtrip.differences import write_differences
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.form_book import Form, write_form
from diguan.exchange.roundtrip.forms import open_forms
from diguan.exchange.roundtrip.progress import Group, progress_of
from diguan.exchange.roundtrip.rejected_book import NAME as REJECTED
from diguan.exchange.roundtrip.rejected_book import write_rejected_cells
from diguan.exchange.roundtrip.weigh import Weighed, weigh
from diguan.exchange.roundtrip.write_back import NAME as WRITE_BACK
from diguan.exchange.roundtrip.write_back import WriteBack, require_corrections, write_write_back, written_back

DIFFERENCES = "differences.xlsx"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it. `ledger`: the merged workbook, None when only the report was asked for; `problems`: choices nobody can follow."""

    path: Path
    base: Base
    collected: Collected
    weighed: Weighed
    groups: Mapping[str, Sequence[Group]]
    problems: Sequence[Label]
    ledger: Path | None
    back: WriteBack | None = None

    @property
    def write_back(self) -> Path | None:
        """The list to be carried back into the national system; None when it was not asked for."""
        return self.path / WRITE_BACK if self.back is not None else None

    @property
    def differences(self) -> Path:
        """The report of differences."""
        return self.path / DIFFERENCES

    @property
    def rejected(self) -> Path | None:
        """The rejected cells; None when there are none."""
        return self.path / REJECTED if self.collected.rejected else None

    @property
    def whole(self) -> bool:
        """Whether every file was used and every cell found its place."""
        refused = any(file.refused for file in self.collected.files)
        left = (self.weighed.conflicts, self.collected.rejected, self.weighed.unfit, self.problems)
        return not (refused or any(left))


def merge_ledger(  # noqa: PLR0913 - each is an option of the command
    base_path: Path,
    files: Sequence[Path],
    out: Path,
    *,
    apply: bool,
    decisions: Path | None,
    progress: Progress,
    write_back: bool = False,
) -> Merged:
    """Merge `files` into the ledger at `base_path` (a workbook or the folder of a round); everything is written into the new folder `out`.

    The ledger itself is never touched. `write_back`: the corrected cells of a list of corrections as a list of their own.
    Raises UnableToReadInput or UnableToUseLedger when the ledger or the decisions cannot be used, or none of the files;
    UnableToWriteRound when the place is taken.
    """
    progress("base", 0, 1)
    base = open_base(base_path)
    if write_back:
        require_corrections(base)
    chosen = read_decisions(decisions, base) if decisions else no_decisions()
    progress("base", 1, 1)
    progress("returned", 0, len(files))
    collected = collect(base, open_forms(files))
    _require_usable(base, collected)
    progress("returned", len(files), len(files))
    weighed = weigh(base, collected.answers, chosen.by_cell)
    by: list[str] = [name for name in base.shape.groups if name != "township"]
    groups = {name: progress_of(base, name, collected, weighed) for name in by}
    back = written_back(base, weighed) if write_back else None
    with round_directory(out) as folder:
        progress("differences", 0, 2)
        write_differences(folder / DIFFERENCES, base, collected, weighed, groups, chosen.problems)
        if collected.rejected:
            write_rejected_cells(folder / REJECTED, base, collected.rejected)
        progress("differences", 1, 2)
        name = FILES[base.shape.name]
        if apply:
            _write_merged(folder / name, base, weighed)
        if back is not None:
            write_write_back(folder / WRITE_BACK, base, back)
        progress("differences", 2, 2)
    return Merged(out, base, collected, weighed, groups, chosen.problems, out / name if apply else None, back)


def _require_usable(base: Base, collected: Collected) -> None:
    refused = [file for file in collected.files if file.refused]
    if len(refused) < len(collected.files):
        return
    why = [Label(*(f"{file.label}：{file.refused[x]}" for x in ("zh", "en"))) for file in refused if file.refused]
    joined = Label("；".join(each.zh for each in why), "; ".join(each.en for each in why))
    raise UnableToUseLedger(base.file, "nothing_usable", why=joined)


def _write_merged(path: Path, base: Base, weighed: Weighed) -> None:
    changed = weighed.changed()
    form = Form(base, base.stamp, range(len(base)), lambda row: base.values(row, changed.get(row)), base.others)
    write_form(path, form)
