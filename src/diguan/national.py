"""A whole country county by county, for programs and for the command line: `diguan.screen_counties(...)`.

Belongs here: the order of the steps, from tables of millions of households to one sealed round a county and the lists over all.
Does not belong here: judging (diguan.screen), cutting and lists (exchange.counties), the command line.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from diguan.engine.documents import Label, is_refusal

if TYPE_CHECKING:
    from diguan.engine.standards.confirmations import Confirmation
    from diguan.exchange.counties import PartResult
    from diguan.locale import Language

Progress = Callable[[str, int, int], None]
ORDER, PARTS, RESULTS = "order.json", ".parts", ".results"


class UnableToGoOn(ValueError):
    """The folder holds another run: what it holds, what was asked for."""

    def __init__(self, folder: Path, differs: Sequence[str]) -> None:
        listed = "、".join(differs)
        self.message = Label(
            f"“{folder.name}”里是另一次运行，不同的有：{listed}",
            f"'{folder.name}' holds another run; different: {listed}",
        )
        self.expected = Label("同样的表、标准、判定日和确认值", "the same tables, standard, day and confirmed values")
        self.hint = Label("换一个 --out，或删去这个文件夹", "choose another --out, or remove the folder")
        zh = f"{self.message.zh}；应为：{self.expected.zh}；怎么办：{self.hint.zh}"
        super().__init__(f"{zh}\n{self.message.en}; expected: {self.expected.en}; what to do: {self.hint.en}")


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is asked of every part; plain values, for it goes to another process."""

    standard: str
    as_of: date
    confirm: "Sequence[Confirmation]"
    language: "Language"
    recipient: str | None


def screen_counties(
    tables: str | Path,
    *,
    standard: str | Path,
    as_of: date,
    out: str | Path,
    confirm: "Sequence[Confirmation]" = (),
    jobs: int = 1,
    digits: int = 6,
    language: "Language" = "zh",
    recipient: str | None = None,
    progress: Progress | None = None,
) -> "list[PartResult]":
    """Judge the households of a country, one round a county, in the memory that one county needs.

    `tables`: a folder of plain tables as Parquet (households, persons, villages, facilities; each a file or a folder of files), cut by the
    first `digits` characters of `village_code`. `out`: gets a round a part, <out>/<part>/, counties.csv, indicators.csv. Asked for again it
    judges only parts that have no round yet, because the run was ended, or whose rows have changed since; rounds of parts that are no
    more are removed. `jobs`: processes side by side. A part that is refused stays listed with the reason, and the others are judged.
    Raises UnableToCut, UnableToGoOn, and what the standard is refused for.
    """
    from diguan.engine.rehearsal import admit_standard
    from diguan.engine.standards.parameters import require_in_force, resolve_parameters
    from diguan.exchange.counties import UNPLACED, cut_tables, tables_of, write_lists

    tell = progress or (lambda _stage, _done, _total: None)
    pack = admit_standard(standard)
    require_in_force(pack, as_of)
    resolve_parameters(pack, as_of, list(confirm)).or_refuse()
    files, folder = tables_of(Path(tables)), Path(out)
    ordered = Ordered(str(standard), as_of, tuple(confirm), language, recipient)
    _begin(folder, {"standard": pack.reference, "digits": digits, **_as_values(ordered)})
    parts, sizes = folder / PARTS, json.dumps(_sizes(files))
    cut = parts / "cut.json"
    if not cut.is_file() or cut.read_text(encoding="utf-8") != sizes:
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir()
        tell("cutting", 0, 1)
        cut_tables(files, parts, digits)
        cut.write_text(sizes, encoding="utf-8")
    names = sorted(
        (path.name for path in parts.iterdir() if path.is_dir() and path.name != "spill"),
        key=lambda n: (n == UNPLACED, n),
    )
    _forget(folder, names)
    results = sorted(_judged(folder, names, ordered, jobs, tell), key=lambda result: names.index(result.part))
    write_lists(folder, results)
    shutil.rmtree(parts)
    return results


def _judged(folder: Path, names: Sequence[str], ordered: Ordered, jobs: int, tell: Progress) -> "Iterator[PartResult]":
    """Results of all parts, those that an earlier run kept first."""
    from diguan.exchange.counties import read_result

    found = [read_result(path) for name in names if (path := folder / RESULTS / f"{name}.json").is_file()]
    kept = {result.part: result for result in found if result.seen == _seen(folder / PARTS / result.part)}
    yield from kept.values()
    tell("counties", len(kept), len(names))
    waiting = [name for name in names if name not in kept]
    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(_apart, folder, name, ordered) for name in waiting]
        try:
            for done, future in enumerate(as_completed(futures), len(kept) + 1):
                yield future.result()
                tell("counties", done, len(names))
        finally:
            for future in futures:
                future.cancel()


def _apart(folder: Path, name: str, ordered: Ordered) -> "PartResult":
    """A part in a process of its own: what a round needs is given back when it ends."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_end_with_parent) as alone:
        return alone.submit(judge_part, folder, name, ordered).result()


def _end_with_parent() -> None:
    """Let this process end at once when the run that began it is gone: else it would go on writing beside the next run."""
    run = parent_process()
    if run is not None:
        Thread(target=lambda: (wait([run.sentinel]), os._exit(1)), daemon=True).start()


def judge_part(folder: Path, name: str, ordered: Ordered) -> "PartResult":
    """The round of one part, and its figures; the reason where it is refused."""
    from diguan import api
    from diguan.exchange.counties import PartResult, write_result

    shutil.rmtree(
        folder / name, ignore_errors=True
    )  # of rows that have changed, or of a run that was ended before its result was kept
    seen = _seen(folder / PARTS / name)
    try:
        found = api.screen(
            [folder / PARTS / name],
            standard=ordered.standard,
            as_of=ordered.as_of,
            out=folder / name,
            confirm=ordered.confirm,
            language=ordered.language,
            recipient=ordered.recipient,
        )
    except Exception as error:
        if not is_refusal(error):
            raise
        zh, _, en = str(error).partition("\n")
        result = PartResult(name, _region(name), {}, {}, (zh, en or zh), seen)
    else:
        result = PartResult(
            name, _region(name), _counted(found), {i.id: i.own for i in found.figures.indicators}, None, seen
        )
    write_result(folder / RESULTS / f"{name}.json", result)
    return result


def _seen(part: Path) -> str:
    """A hash of the tables of one part."""
    whole = hashlib.sha256()
    for path in sorted(part.glob("*.parquet")):
        with path.open("rb") as file:
            whole.update(f"{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()


def _forget(folder: Path, names: Sequence[str]) -> None:
    """Remove rounds of parts that the tables no longer have."""
    for kept in (folder / RESULTS).glob("*.json"):
        if kept.stem not in names:
            shutil.rmtree(folder / kept.stem, ignore_errors=True)
            kept.unlink()


def _counted(found: Any) -> dict[str, int]:  # noqa: ANN401  a RoundResult
    from diguan.engine.verdicts import Subject

    figures = found.figures
    plural = {
        Subject.HOUSEHOLD: "households",
        Subject.PERSON: "persons",
        Subject.VILLAGE: "villages",
        Subject.FACILITY: "facilities",
    }
    return {
        **{plural[subject]: count for subject, count in figures.subjects.items()},
        "households_with_findings": figures.households_with_findings,
        "findings": figures.findings,
        "place_findings": found.places,
        "rejected_rows": figures.rejected_rows,
    }


def _region(part: str) -> str:
    """The name of a county, where the region tree has it."""
    from diguan.engine.regions import UnableToReadCode, load_regions

    try:
        return load_regions().get(part).name
    except (LookupError, UnableToReadCode):  # another country's code, or no code at all
        return ""


def _begin(folder: Path, order: dict[str, object]) -> None:
    """A new folder, or one of the very same order."""
    path = folder / ORDER
    if path.is_file():
        kept = json.loads(path.read_text(encoding="utf-8"))
        differs = [key for key in order if kept.get(key) != order[key]]
        if differs:
            raise UnableToGoOn(folder, differs)
        return
    if folder.exists() and any(folder.iterdir()):
        raise UnableToGoOn(folder, sorted(order))
    (folder / RESULTS).mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(order, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _as_values(ordered: Ordered) -> dict[str, object]:
    confirmed = sorted(str(each) for each in ordered.confirm)
    return {
        "as_of": ordered.as_of.isoformat(),
        "confirm": confirmed,
        "language": ordered.language,
        "recipient": ordered.recipient,
    }


def _sizes(files: dict[str, list[Path]]) -> dict[str, list[list[object]]]:
    """Names, sizes and times of the tables: what says cheaply whether they are still the same."""
    return {name: [[p.name, p.stat().st_size, p.stat().st_mtime_ns] for p in paths] for name, paths in files.items()}
