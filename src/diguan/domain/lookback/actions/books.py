"""Inspections as a workbook: taken along with masked texts for a named recipient, handed back and tried before anything is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.books.table import stamp_of
from diguan.domain.lookback.actions.looking import Look, record_look
from diguan.domain.lookback.choices import Outcome, Unseen
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.queries.plans import my_cases
from diguan.domain.lookback.refusals import UnableToLookBack
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_tree
from diguan.engine.documents import Label
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.identity import RowKey, parse_key
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.ledger.stamp import Stamp
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.roundtrip.answers import Answer, Collected, FileReport
from diguan.exchange.roundtrip.base import Base, Content
from diguan.exchange.roundtrip.form_book import Form, write_form
from diguan.exchange.roundtrip.forms import FormFile, find_table, open_form
from diguan.exchange.roundtrip.rows import SheetReader
from diguan.exchange.roundtrip.shapes import KEY, SENT, looks_shape
from diguan.exchange.roundtrip.values import Value, same_key, text_of
from diguan.locale import Language, texts

MARK = "100bbac4"  # where the key of a round's ledger has the mark of the round
CASE_DIGITS, CHECK_DIGITS = 12, 8
UNSEEN = "unseen."


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of a row or a cell; `kind` has its words below `book.line`."""

    kind: str
    number: str
    where: str
    said: str
    why: Label

    def plain(self) -> list[str]:
        """As texts alone, to travel through a page."""
        return [self.kind, self.number, self.where, self.said, self.why.zh, self.why.en]

    @classmethod
    def of(cls, plain: Sequence[str]) -> "Line":
        """From what `plain` gave."""
        kind, number, where, said, zh, en = plain
        return cls(kind, number, where, said, Label(zh, en))


@dataclass(frozen=True, slots=True)
class Result:
    """What a row says of a case."""

    case: int
    version: int
    found: str
    why: str
    note: str
    number: str
    where: str

    def plain(self) -> list[str | int]:
        """As plain values, to travel through a page."""
        return [self.case, self.version, self.found, self.why, self.note, self.number, self.where]

    @classmethod
    def of(cls, plain: Sequence[Any]) -> "Result":
        """From what `plain` gave."""
        return cls(*plain)


def save_book(
    *, path: Path, cases: Sequence[Case], recipient: str, language: Language, actor: Viewer, at: datetime
) -> int:
    """Write cases that wait into a workbook; the caller has seen to it that they are the actor's. UnableToLookBack."""
    if not recipient.strip():
        raise UnableToLookBack("recipient", "recipient")
    waiting = [case for case in cases if case.inspector is not None and not case.outcome]
    if not waiting:
        raise UnableToLookBack("no_cases", "recipient")
    region = waiting[0].plan.region_code
    stamp = _stamp(region, recipient.strip(), language, localdate(at))
    base = _table(waiting, stamp)
    write_form(path, Form(base, stamp, range(len(waiting)), base.values))
    append_audit(
        actor=actor.account_id,
        action="take_lookback_book",
        subject="lookback",
        subject_id=str(waiting[0].plan_id),
        region_code=region,
        detail={"cases": len(waiting), "recipient": keyed_hash(recipient.strip())},
        at=at,
    )
    return len(waiting)


def read_book(*, path: Path, viewer: Viewer, on: date) -> tuple[list[Result], list[Line]]:
    """What a filled-in workbook says of the viewer's own inspections. UnableToLookBack where it is another one or cannot be read."""
    form = _form(path)
    known = {key_of(case): case for case in my_cases(viewer)}
    keys = {key for sheet in form.sheets for cell in sheet.column(KEY) if (key := parse_key(shown(cell)))}
    cases = [known[key] for key in sorted(keys & known.keys())]
    base = _table(cases, _stamp("", "", form.stamp.language if form.stamp else "zh", on))
    found, report = Collected(), FileReport(form.label, form.sha256)
    for sheet in form.sheets:
        SheetReader(base, form, sheet).take(found, report)
    results: list[Result] = []
    lines = list(_cells(base, found, report))
    rows: dict[int, list[Answer]] = {}
    for answer in found.answers:
        rows.setdefault(answer.row, []).append(answer)
    for row, answers in sorted(rows.items()):
        said = _said(base, cases[row], row, answers, on)
        if isinstance(said, Result):
            results.append(said)
        else:
            lines.append(said)
    return results, lines


def take_results(*, results: Sequence[Result], actor: Viewer, at: datetime, preview: bool) -> tuple[Line, ...]:
    """Record each by itself, or try it and undo it; what is refused says why."""
    lines = []
    for result in results:
        with transaction.atomic():
            lines.append(_taken(result, actor, at, preview=preview))
            if preview:
                transaction.set_rollback(True)
    if not preview:
        recorded = sum(line.kind == "recorded" for line in lines)
        append_audit(
            actor=actor.account_id,
            action="hand_in_lookback_book",
            subject="account",
            subject_id=str(actor.account_id),
            region_code=region_tree().units(region_tree().levels[0].id)[0].code,
            detail={"recorded": recorded, "refused": len(lines) - recorded},
            at=at,
        )
    return tuple(lines)


def key_of(case: Case) -> RowKey:
    """The hidden key of a case's row; one that somebody typed, or of another server, does not fit."""
    said = f"{case.plan.population_sha256}\x1f{case.plan.seed}\x1f{case.pk}"
    return RowKey(f"{case.pk:0{CASE_DIGITS}x}{sha256(said.encode()).hexdigest()[:CHECK_DIGITS]}", MARK)


def _stamp(region: str, recipient: str, language: Language, on: date) -> Stamp:
    made = stamp_of(region, recipient, language, on)
    return Stamp("looks", language, replace(made.cover, round_mark=MARK))


def _table(cases: Sequence[Case], stamp: Stamp) -> Base:
    shape, language, places = looks_shape(), stamp.language, Places(region_tree())
    rows = [_row(case, language, places) for case in cases]
    computed = [c.name for c in shape.columns if not c.entry and c.name not in (KEY, SENT)]
    entries: dict[str, list[Value | None]] = {c.name: [None] * len(cases) for c in shape.entries}
    return Base(
        file="",
        path=Path(),
        stamp=stamp,
        shape=shape,
        keys=[key_of(case) for case in cases],
        cells={name: [row[name] for row in rows] for name in computed},
        entries=entries,
        others=[],
    )


def _row(case: Case, language: Language, places: Places) -> Mapping[str, Content]:
    item = case.item
    prefecture, county, township, village = places.names(case.region_code)
    department = departments().get(case.department)
    closing = texts("lookback").say(f"closing.{case.closing}", language)
    return {
        "number": item.number,
        "prefecture": prefecture,
        "county": county,
        "township": township,
        "village": village,
        "household": item.household_number,
        "person": item.person_number,
        "kind": item.title[language],
        "state": f"{case.closed_on.isoformat()} {closing}",
        "department": department[language] if department else case.department,
        "deadline": case.due_on,
    }


def _form(path: Path) -> FormFile:
    try:
        form = open_form(path)
    except UnableToReadInput as error:
        raise UnableToAct(error.refusal.found, error.refusal.hint, "book") from error
    if form.stamp is None:  # the hidden sheet was removed: the headings and keys still say what it is
        grids = [*(sheet.grid for sheet in form.sheets), *form.others]
        form.sheets = [sheet for grid in grids if (sheet := find_table(grid, looks_shape()))]
    elif form.stamp.shape != "looks":
        form.sheets = []
    if not form.sheets:
        raise UnableToLookBack("no_book", "book")
    return form


def _said(base: Base, case: Case, row: int, answers: Sequence[Answer], on: date) -> Result | Line:
    """What a row says, or why it says nothing."""
    first = min(answers, key=lambda answer: answer.spot)
    where, number = f"{first.spot.sheet}!{first.spot.cell}", base.text("number", row)
    told = "；".join(text_of(answer.value) for answer in answers)
    values: dict[str, Value | None] = {}
    for answer in answers:
        if answer.column in values and same_key(values[answer.column]) != same_key(answer.value):
            return Line("refused", number, where, told, texts("lookback")["book.why.twice"])
        values[answer.column] = answer.value
    choices = base.shape.choices["result"]
    said = text_of(values.get("result"))
    chosen = next((id_ for id_, label in choices.items() if label[base.language] == said), "")
    why = _wrong(chosen, values.get("seen_on"), case, on)
    if why is not None:
        return Line("refused", number, where, told, why)
    unseen = chosen.removeprefix(UNSEEN) if chosen.startswith(UNSEEN) else ""
    found = Outcome.UNSEEN if unseen else Outcome(chosen)
    return Result(case.pk, case.version, str(found), unseen, text_of(values.get("seen")), number, where)


def _wrong(chosen: str, day: Value | None, case: Case, on: date) -> Label | None:
    said = texts("lookback")
    if not chosen:
        return said["book.why.no_result"]
    if not isinstance(day, date):
        return None if chosen.startswith(UNSEEN) else said["book.why.no_day"]
    if day > on:
        return said.both("book.why.future", day=day.isoformat())
    if case.given_at is not None and day < localdate(case.given_at):
        return said.both("book.why.before", day=day.isoformat())
    return None


def _cells(base: Base, found: Collected, report: FileReport) -> Iterator[Line]:
    """What could not be taken, what was changed and should not have been, what is to be said of the whole."""
    headings, language = base.shape.headings, base.language
    for each in found.rejected:
        why = Label(*(f"{each.reason[x]}；{each.expected[x]}" for x in ("zh", "en")))
        said = f"{headings[each.column][language]}：{each.value}"
        yield Line("unread", each.number, f"{each.spot.sheet}!{each.spot.cell}", said, why)
    for changed in found.locked:
        said = f"{headings[changed.column][language]}：{changed.base} → {changed.found}"
        number = base.text("number", changed.row)
        yield Line("locked", number, f"{changed.spot.sheet}!{changed.spot.cell}", said, Label("", ""))
    for note in report.notes:
        yield Line("note", "", "", "", note)


def _taken(result: Result, actor: Viewer, at: datetime, *, preview: bool) -> Line:
    look = Look(Outcome(result.found), result.note, Unseen(result.why) if result.why else None)
    try:
        case = record_look(case_id=result.case, version=result.version, look=look, door=None, actor=actor, at=at)
    except UnableToAct as error:
        hint = error.hint or Label("", "")
        why = Label(*(f"{error.message[x]}；{hint[x]}" for x in ("zh", "en")))
        return Line("refused", result.number, result.where, result.note, why)
    outcome = texts("lookback")[f"outcome.{case.outcome}"]
    return Line("ready" if preview else "recorded", result.number, result.where, result.note, outcome)
