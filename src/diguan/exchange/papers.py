"""The papers of a round into its folder: ledger.xlsx, report.html; rejected.xlsx and places.xlsx where there is something to say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from diguan.engine.documents import Label
from diguan.engine.regions import RegionTree
from diguan.engine.screening import Round
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.standards import Pack
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.count import Rejected, count_figures
from diguan.exchange.figures.identity import round_mark
from diguan.exchange.figures.model import Cover, Figures
from diguan.exchange.figures.rows import contradictions, findings
from diguan.exchange.figures.tables import RoundTables
from diguan.exchange.ledger.compose import Composer
from diguan.exchange.ledger.rows import LedgerContent
from diguan.exchange.ledger.write import write_ledger
from diguan.exchange.places import write_places
from diguan.exchange.rejected import write_rejected
from diguan.exchange.report import write_report
from diguan.locale import Language, texts

LEDGER, REPORT, REJECTED = "ledger.xlsx", "report.html", "rejected.xlsx"
STEP = 2_000
Progress = Callable[[str, int, int], None]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the papers are: language, recipient, and why names are shown (None: they are masked)."""

    language: Language
    recipient: str | None
    reveal_reason: str | None


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers said: the figures and what stands on every sheet."""

    figures: Figures
    cover: Cover


def write_papers(
    folder: Path,
    round_: Round,
    read: ReadInputs | None,
    context: tuple[Pack, RegionTree | None],
    audience: Audience,
    progress: Progress,
) -> Papers:
    """Write the papers; `context` is the standard and the regions that names are taken from. `read` None: no file was read."""
    pack, regions = context
    places = Places(regions)
    tables = RoundTables(round_.connection)
    record = round_.record.model_dump(mode="json")
    cover = cover_of(record, pack, places, tables, audience)
    rejected = None if read is None else Rejected(len(read.rejected), len(read.bad_cells))
    figures = count_figures(tables, record, pack, places, rejected)
    sources = {int(each["source_id"]): str(each["label"]) for each in record["sources"]}
    composer = Composer(pack, places, cover, sources, audience.language)
    rows = composer.ledger_rows(findings(tables, composer.explanation_column()))
    counted = _counted(rows, "ledger", figures.findings, progress)
    content = LedgerContent(cover, figures, counted, composer.contradiction_lines(contradictions(tables)))
    write_ledger(folder / LEDGER, content, language=audience.language)
    progress("report", 0, 1)
    write_report(folder / REPORT, figures, cover, language=audience.language)
    if read is not None:
        write_rejected_paper(folder, read, pack, cover, audience.language)
    write_places(folder, tables, pack, places, cover, audience.language)
    progress("report", 1, 1)
    return Papers(figures, cover)


def cover_of(record: dict[str, Any], pack: Pack, places: Places, tables: RoundTables, audience: Audience) -> Cover:
    """What stands on every paper."""
    return Cover(
        pack=pack.label,
        pack_id=pack.id,
        pack_version=pack.version,
        as_of=date.fromisoformat(record["as_of"]),
        region=" ".join(places.whole(tables.region_codes())),
        recipient=audience.recipient,
        reveal_reason=audience.reveal_reason,
        synthetic=bool(record["synthetic"]),
        retrospective=bool(record["retrospective"]),
        engine_version=str(record["engine"]["version"]),
        round_mark=round_mark(record),
    )


def write_rejected_paper(folder: Path, read: ReadInputs, pack: Pack, cover: Cover, language: Language) -> None:
    """Rejected rows and bad cells to be mended, when there are any."""
    if not (read.rejected or read.bad_cells):
        return
    nobody: Label = texts("words")["recipient_none"]
    write_rejected(
        read,
        pack.catalogue,
        folder / REJECTED,
        recipient=cover.recipient or nobody[language],
        reveal=not cover.masked,
        as_of=cover.as_of,
        language=language,
    )


def _counted(items: Iterator[Item], stage: str, total: int, progress: Progress) -> Iterator[Item]:
    done = 0
    for done, item in enumerate(items, start=1):
        if done % STEP == 0:
            progress(stage, done, total)
        yield item
    progress(stage, done, max(done, total))
