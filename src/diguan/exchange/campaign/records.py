"""Rows of visit workbooks as visits: what became of each, why nobody was met, who went."""

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label
from diguan.exchange.campaign.model import Odd, Oddity, Outcome, Reason, Visit
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.masking import mask_name
from diguan.exchange.reading.spelling import fold, plain
from diguan.exchange.visits import HouseholdSeen, VisitReading, read_visits
from diguan.locale import Language, texts

READERS = 2
_BETWEEN = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """A workbook: how many households it tells of; `refused`: why nothing of it was used."""

    label: str
    sha256: str
    households: int
    refused: Label | None = None


@dataclass(slots=True)
class Records:
    """Everything that was written about visits."""

    visits: list[Visit] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    files: list[CampaignFile] = field(default_factory=list)
    refused_cells: list[tuple[str, str, Label]] = field(default_factory=list)


def read_records(paths: Sequence[Path], catalogue: Catalogue, language: Language) -> Records:
    """The visits in every workbook, in order of file name; a workbook that cannot be read is told and the others are used."""
    found = Records()
    known: set[str] = set()
    ordered = sorted(set(paths), key=lambda path: (path.name, str(path)))
    with ThreadPoolExecutor(READERS) as pool:  # each file is opened in a process of its own
        readings = list(pool.map(lambda path: _read(path, catalogue), ordered))
    for path, reading in zip(ordered, readings, strict=True):
        if isinstance(reading, Label):
            found.files.append(CampaignFile(path.name, "", 0, reading))
            continue
        (file,) = reading.files
        if file.sha256 not in known:
            known.add(file.sha256)
            _take(reading, found, language)
            found.files.append(CampaignFile(file.label, file.sha256, len(reading.households)))
    found.visits = list(_distinct(found.visits))
    return found


def _read(path: Path, catalogue: Catalogue) -> VisitReading | Label:
    """What a workbook says, or why it cannot be read."""
    try:
        return read_visits([path], catalogue)
    except UnableToReadInput as error:
        refusal = error.refusal
        return Label(*(f"{refusal.found[x]}；{refusal.hint[x]}" for x in ("zh", "en")))


def _take(reading: VisitReading, found: Records, language: Language) -> None:
    answered: dict[str, list[tuple[date, str, str, str]]] = {}
    for answer in reading.answers:
        spot = (answer.visited_on, answer.visitor, answer.place.file, answer.place.sheet)
        answered.setdefault(answer.household_id, []).append(spot)
    told = set()
    for row in reading.households:
        visit = visit_of(row, language)
        answers = answered.get(row.household_id, [])
        if visit is None:
            continue
        told.add(row.household_id)
        if visit.outcome is Outcome.NOT_VISITED and answers:
            found.odd.append(odd(Oddity.NOT_VISITED_BUT_ANSWERED, [visit]))
        if visit.outcome is Outcome.NOT_VISITED and row.met:
            found.odd.append(odd(Oddity.NOT_VISITED_BUT_MET, [visit]))
        if visit.outcome is Outcome.UNCLEAR:
            found.odd.append(odd(Oddity.UNCLEAR, [visit]))
        found.visits.append(visit)
    for household_id, answers in answered.items():
        if household_id not in told:
            found.visits.extend(_by_answers(household_id, answers))
    for refused in reading.refused:
        found.refused_cells.append((refused.place.file, f"{refused.place.sheet}!{refused.place.cell}", refused.reason))


def _by_answers(household_id: str, answers: Iterable[tuple[date, str, str, str]]) -> Iterator[Visit]:
    """Whoever answered was met, although the row of the household says nothing."""
    for on, visitor, file, sheet in sorted(set(answers)):
        yield Visit(household_id, Outcome.MET, Reason.NONE, on, visitors_of(visitor), "", file, sheet, 0)


def visit_of(row: HouseholdSeen, language: Language) -> Visit | None:
    """The visit that a row tells of; None where nobody has written anything."""
    if row.visited is None and not any((row.visited_on, row.visitor, row.met, row.not_met)):
        return None
    if row.visited is False:
        outcome = Outcome.NOT_VISITED
    elif row.met or (row.visited and not row.not_met):
        outcome = Outcome.MET
    elif row.not_met and (row.visited or row.visited_on):
        outcome = Outcome.NOT_MET
    else:
        outcome = Outcome.NOT_VISITED if row.not_met else Outcome.UNCLEAR
    reason = Reason.NONE if outcome is Outcome.MET else reason_of(row.not_met)
    return Visit(
        household_id=row.household_id,
        outcome=outcome,
        reason=reason,
        on=row.visited_on,
        visitors=visitors_of(row.visitor),
        met=met_of(row.met, language),
        file=row.file,
        sheet=row.sheet,
        row=row.row,
    )


def reason_of(written: str) -> Reason:
    """Why nobody was met, as the dropdown says it in either language; other words are another reason."""
    if not written:
        return Reason.NONE
    offered = texts("visits").below("not_met")
    for name, label in offered.items():
        if fold(written) in (fold(label.zh), fold(label.en), name):
            return Reason(name)
    return Reason.OTHER


def met_of(written: str, language: Language) -> str:
    """Who was met, as the dropdown says it; other words may be a name and are masked."""
    for label in texts("visits").below("met").values():
        if fold(written) in (fold(label.zh), fold(label.en)):
            return label[language]
    return mask_name(written)


def visitors_of(written: str) -> tuple[str, ...]:
    """The names of those who went, in order and each once."""
    return tuple(sorted({name for name in _BETWEEN.split(plain(written)) if name}))


def _distinct(visits: Sequence[Visit]) -> Iterator[Visit]:
    """Visits that say the same in two workbooks are one; the order of the files does not matter."""
    seen = set()
    for visit in sorted(visits, key=lambda v: (v.household_id, v.on or date.min, v.outcome, v.file, v.sheet, v.row)):
        said = (visit.household_id, visit.outcome, visit.reason, visit.on, visit.visitors, visit.met)
        if said not in seen:
            seen.add(said)
            yield visit


def odd(oddity: Oddity, visits: Sequence[Visit], **values: object) -> Odd:
    """What cannot be, said of some visits."""
    first = visits[0]
    visitors = tuple(sorted({name for visit in visits for name in visit.visitors}))
    places = tuple(dict.fromkeys(place_of(visit) for visit in visits))
    detail = texts("campaign").both(f"odd.{oddity}.detail", **values)
    return Odd(oddity, first.household_id, first.on, visitors, places, detail)


def place_of(visit: Visit) -> str:
    """Where a visit is written."""
    row = f" {visit.row}" if visit.row else ""
    return f"{visit.file} {visit.sheet}{row}"
