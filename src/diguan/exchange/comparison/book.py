"""comparison.xlsx: progress by indicator and area, every difference with its reason, arrivals, statuses, findings, standards."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from diguan.engine.comparison import Comparison
from diguan.engine.comparison.compare import Step
from diguan.engine.comparison.place_findings import PlaceTotals
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import code_label
from diguan.engine.verdicts import Grade, Subject, Verdict
from diguan.exchange.comparison.model import (
    LEVELS,
    MEASURES,
    PLACE_MEASURES,
    AreaLine,
    ComparisonFigures,
    PlaceKindLine,
    Progress,
    StepFigures,
)
from diguan.exchange.comparison.places import PlaceWords
from diguan.exchange.comparison.reasons import Reasons
from diguan.exchange.comparison.rows import DifferenceRow, arrivals, differences, finding_changes, status_changes
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook, Page
from diguan.locale import Language, texts

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Cell = str | int | None
MEASURE_WIDTH = 10
PLACE = {"county": 12, "township": 15, "village": 16}
ROWS_PER_SHEET = 1_000_000


class ComparisonBook(LedgerBook):
    """The workbook under way; its texts are those of comparisons."""

    def __init__(self, workbook: Workbook, cover: Cover, language: Language) -> None:
        super().__init__(workbook, cover, language)
        self._ledger = texts("comparison")


@dataclass(slots=True)
class Sheets:
    """One table that goes on in further sheets when one is full."""

    book: ComparisonBook
    name: str
    columns: Mapping[str, int]
    rows_per_sheet: int = ROWS_PER_SHEET
    page: Page | None = None
    heading: int = 0
    rows: int = 0
    number: int = 0

    def add(self, values: Sequence[Cell]) -> None:
        """A row."""
        if self.page is None or self.rows == self.rows_per_sheet:
            self.page = self._open()
        self.page.cells(values)
        self.rows += 1

    def finish(self) -> None:
        """Filters; an empty table says so."""
        if self.page is None:
            self.page = self._open()
            self.page.line(self.book.say("nothing"), self.book.styles.statement)
        self._filter()

    def _open(self) -> Page:
        self._filter()
        self.number += 1
        more = f" {self.number}" if self.number > 1 else ""
        title = self.book.title(self.name)
        page = self.book.page(
            self.book.say(f"sheet.{self.name}") + more, title, tuple(self.columns.values()), paper=A3_LANDSCAPE
        )
        if self.name in NOTED:
            page.line(self.book.say(f"note.{self.name}"), self.book.styles.statement)
        self.heading = page.headings([self.book.say(f"column.{c}") for c in self.columns])
        page.sheet.freeze_panes(self.heading + 1, 0)
        page.sheet.repeat_rows(self.heading)
        self.rows = 0
        return page

    def _filter(self) -> None:
        if self.page is not None and self.rows:
            self.page.sheet.autofilter(self.heading, 0, self.page.row - 1, len(self.columns) - 1)


NOTED = ("progress", "differences", "findings", "place_kinds", "place_findings")
OF_PLACES = ("place_kinds", "place_findings")  # sheets that are there only where a standard has rules about places


@dataclass(frozen=True, slots=True)
class Context:
    """What the sheets are written from."""

    comparison: Comparison
    figures: ComparisonFigures
    places: Places
    language: Language

    @property
    def pairs(self) -> Iterator[tuple[Step, StepFigures]]:
        """Every step with its figures."""
        return zip(self.comparison.steps, self.figures.steps, strict=True)

    @property
    def column(self) -> str:
        """The column of explanations that may be shown."""
        return f"{self.language}_masked" if self.figures.cover.masked else self.language


def write_book(path: Path, context: Context, *, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Write the workbook, dated by the last round's day so that the same rounds give the same bytes."""
    cover = context.figures.cover
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        said = f"{cover.pack_id} {cover.pack_version}"
        created = datetime.combine(cover.as_of, time())
        workbook.set_properties({"title": f"比较 Comparison · {said}", "subject": cover.region, "created": created})
        book = ComparisonBook(workbook, cover, context.language)
        _guide(book, context.figures)
        for name, columns, rows in TABLES:
            if name in OF_PLACES and not any(step.places.asked for step in context.figures.steps):
                continue
            sheets = Sheets(book, name, columns, rows_per_sheet)
            for values in rows(book, context):
                sheets.add(values)
            sheets.finish()


def _guide(book: ComparisonBook, figures: ComparisonFigures) -> None:
    """The sheet that explains: which rounds, what every measure and reason means."""
    page = book.page(book.say("sheet.guide"), book.title("guide"), (26, 26, 60, 60))
    page.headings([book.say(f"column.{c}") for c in ("round", "as_of", "standard", "masking")])
    for line in figures.rounds:
        standard = f"{book.of(line.pack)} {line.pack_id} {line.version}"
        masking = book.say("round_masked" if line.masked else "round_revealed")
        page.cells([Path(line.name).name, line.as_of.isoformat(), standard, masking])
    for group in ("measure", "reason"):
        page.gap()
        page.line(book.say(f"guide.{group}"), book.styles.section)
        page.headings([book.say("column.name"), "", book.say("column.meaning"), ""])
        for key, label in texts("comparison").below(group).items():
            meaning = texts("comparison")[f"meaning.{key}"]
            page.cells([label.zh, label.en, meaning.zh, meaning.en])
    page.gap()
    for said in texts("comparison").below("guide_more").values():
        page.line(f"{said.zh} {said.en}", book.styles.statement)


def _step(figures: StepFigures) -> str:
    return f"{figures.before.as_of.isoformat()} → {figures.after.as_of.isoformat()}"


def _measures(progress: Progress) -> list[Cell]:
    return [progress[measure] for measure in MEASURES]


def _progress(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for _, figures in context.pairs:
        for line in figures.indicators:
            subject = book.word(f"subject.{line.subject}")
            yield [_step(figures), book.of(line.label), subject, *_measures(line.progress)]
        yield [
            _step(figures),
            book.say("whole_of_homes") if figures.apart else book.word("whole"),
            "",
            *_measures(figures.whole),
        ]


def _areas(level: str) -> Callable[[ComparisonBook, Context], Iterator[list[Cell]]]:
    def rows(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
        for _, figures in context.pairs:
            labels = {line.id: book.of(line.label) for line in figures.indicators}
            for area in figures.areas[level]:
                for indicator, progress in area.indicators.items():
                    yield [_step(figures), *_path(area, level), labels[indicator], *_measures(progress)]

    return rows


def _path(area: AreaLine, level: str) -> list[str]:
    """Names from the county down to the level; a code that is not known stands at the level itself."""
    names = list(area.path[1 : 2 + LEVELS.index(level)])
    if not any(names):
        names[-1] = area.code or ""
    return names


def _matrix(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for _, figures in context.pairs:
        for line in figures.indicators:
            ordered = sorted(line.matrix.items(), key=lambda item: tuple(-1 if v is None else v for v in item[0]))
            for (old, old_grade, new, new_grade), number in ordered:
                changed = book.say("stayed" if (old, old_grade) == (new, new_grade) else "changed")
                verdicts = [*_verdict(book, old, old_grade), *_verdict(book, new, new_grade)]
                yield [
                    _step(figures),
                    book.of(line.label),
                    book.word(f"subject.{line.subject}"),
                    *verdicts,
                    changed,
                    number,
                ]


def _verdict(book: ComparisonBook, code: int | None, grade: int | None) -> list[str]:
    if code is None:
        return [book.say("absent"), ""]
    return [book.word(f"verdict.{Verdict(code).name.lower()}"), book.word(f"grade.{Grade(grade or 0).name.lower()}")]


def _differences(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for step, figures in context.pairs:
        reasons = Reasons(step, figures, context.language, context.figures.cover.masked)
        labels = {line.id: book.of(line.label) for line in figures.indicators}
        for row in differences(context.comparison, step, context.column):
            yield [
                _step(figures),
                *context.places.names(row.region_code)[1:],
                row.household_id or "",
                "" if row.subject == Subject.HOUSEHOLD else row.subject_id,
                labels[row.indicator],
                *_verdict(book, row.before_code, row.before_grade),
                *_verdict(book, row.after_code, row.after_grade),
                book.say(f"movement.{movement_of(row)}"),
                reasons.of(row),
                row.before_text or "",
                row.after_text or "",
            ]


def movement_of(row: DifferenceRow) -> str:
    """What became of the problem, closing told apart by what closed it."""
    if row.movement != "closed":
        return row.movement
    if not (row.factors or 0) & 1:
        return "closed_otherwise"
    return {Grade.DECLARED: "closed_declared", Grade.ROSTER: "closed_roster"}.get(
        Grade(row.after_grade or 0), "closed_seen"
    )


def _arrivals(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for step, figures in context.pairs:
        for presence, subject, region, household, subject_id, other in arrivals(context.comparison, step):
            person = subject_id if subject != Subject.HOUSEHOLD else ""
            place = context.places.names(region)[1:]
            yield [_step(figures), *place, book.say(f"presence.{presence}"), household or "", person, other or ""]


def _statuses(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for step, figures in context.pairs:
        field = step.after.judged[1].pack.catalogue.fields(Subject.HOUSEHOLD).get("status")
        nothing = book.word("not_stated")
        for region, household, old, new in status_changes(context.comparison, step):
            said = [nothing if code is None else book.of(code_label(field, code)) for code in (old, new)]
            yield [_step(figures), *context.places.names(region)[1:], household, *said]


def _findings(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for step, figures in context.pairs:
        kinds = {line.kind: book.of(line.label) for line in figures.findings}
        labels: dict[str, Label] = {}
        for side in (step.before, step.after):
            labels |= {i.id: i.label for i in side.judged[1].pack.indicators.values()}
        for row in finding_changes(context.comparison, step, context.column):
            kind, movement, because, region, household, person, indicator, old, new = row
            why = book.say("why.comma").join(book.say(f"reason.{name}") for name in because)
            yield [
                _step(figures),
                *context.places.names(region)[1:],
                household,
                person or "",
                kinds[kind],
                book.of(labels[indicator]) if indicator else "",
                book.say(f"finding.{movement}"),
                why,
                old or "",
                new or "",
            ]


def _place_kinds(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for _, figures in context.pairs:
        for line in figures.places.kinds:
            remark = "" if line.asked_before and line.asked_after else book.say(_not_asked(line))
            yield [_step(figures), book.of(line.label), book.word("whole"), *_place_numbers(line.totals), remark]
            for _, label, totals in line.indicators:
                yield [_step(figures), book.of(line.label), book.of(label), *_place_numbers(totals), ""]


def _place_numbers(totals: PlaceTotals) -> list[Cell]:
    return [getattr(totals, name) for name in PLACE_MEASURES]


def _not_asked(line: PlaceKindLine) -> str:
    return "place_only_after" if line.asked_after else "place_only_before"


def _place_findings(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for step, figures in context.pairs:
        words = PlaceWords(context.comparison, step, figures, context.places, context.figures.cover.masked)
        for change in words.changes():
            verdicts = (_place_verdict(book, change.before), _place_verdict(book, change.after))
            yield [
                _step(figures),
                *change.path,
                book.word(f"subject.{change.subject}"),
                change.id,
                change.name or "",
                change.moved_from or "",
                book.of(change.kind_label),
                book.of(change.indicator_label),
                book.say(f"place.{change.movement}"),
                " → ".join(verdicts) if change.before != change.after else "",
                book.of(change.why),
                book.of(change.department) if change.department else "",
                change.deadline_on.isoformat() if change.deadline_on else "",
                book.of(change.before_text) if change.before_text else "",
                book.of(change.after_text) if change.after_text else "",
            ]


def _place_verdict(book: ComparisonBook, verdict: Verdict | None) -> str:
    return book.say("absent") if verdict is None else book.word(f"verdict.{verdict.name.lower()}")


def _kinds(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for _, figures in context.pairs:
        for line in figures.findings:
            t = line.totals
            shared = "" if t.shared else book.say("one_standard_only")
            numbers = [t.before, t.went, t.outside, t.stayed, t.came, t.after, t.households_in, t.households_out]
            yield [_step(figures), book.of(line.label), *numbers, shared]


def _standards(book: ComparisonBook, context: Context) -> Iterator[list[Cell]]:
    for _, figures in context.pairs:
        for line in figures.standards:
            for name, old, new in line.parameters:
                yield [_step(figures), book.of(line.label), book.of(name), book.of(old), book.of(new)]
            if line.text_changed:
                yield [_step(figures), book.of(line.label), book.say("why.rule"), "", ""]
        for key, labels in (("only_before", figures.only_before), ("only_after", figures.only_after)):
            for label in labels:
                yield [_step(figures), book.of(label), book.say(key), "", ""]
        for key, lines in (("lacks_before", figures.coverage_before), ("lacks_after", figures.coverage_after)):
            for line_ in lines:
                yield [_step(figures), book.of(line_), book.say(key), "", ""]


def _columns(*names: str, **widths: int) -> dict[str, int]:
    """Widths by column: the step first, then the named ones."""
    return {"step": 24, **{name: widths.get(name, 14) for name in names}}


PLACE_COLUMNS = tuple({"before": "before_number", "after": "after_number"}.get(name, name) for name in PLACE_MEASURES)
MEASURED = dict.fromkeys(MEASURES, MEASURE_WIDTH)
Rows = Callable[[ComparisonBook, Context], Iterable[list[Cell]]]
TABLES: tuple[tuple[str, dict[str, int], Rows], ...] = (
    ("progress", _columns("indicator", "of", indicator=24, of=8) | MEASURED, _progress),
    ("county", _columns("county", "indicator", indicator=24) | MEASURED, _areas("county")),
    ("township", _columns("county", "township", "indicator", indicator=24) | MEASURED, _areas("township")),
    ("village", _columns("county", "township", "village", "indicator", indicator=24) | MEASURED, _areas("village")),
    (
        "differences",
        _columns(
            "county", "township", "village", "household", "person", "indicator", household=18, person=20, indicator=18
        )
        | {"before": 10, "before_grade": 10, "after": 10, "after_grade": 10, "movement": 16, "why": 64}
        | {"before_text": 44, "after_text": 44},
        _differences,
    ),
    (
        "matrix",
        _columns("indicator", "of", "before", "before_grade", "after", "after_grade", "same", "number", indicator=24),
        _matrix,
    ),
    (
        "arrivals",
        _columns("county", "township", "village", "presence", "household", "person", "other_household")
        | {"household": 18, "person": 20, "other_household": 18},
        _arrivals,
    ),
    ("statuses", _columns("county", "township", "village", "household", "status_before", "status_after"), _statuses),
    (
        "kinds",
        _columns("kind", "before_number", "went", "outside", "stayed", "came", "after_number", "households_in", kind=26)
        | {"households_out": 14, "remark": 30},
        _kinds,
    ),
    (
        "findings",
        _columns("county", "township", "village", "household", "person", "kind", "indicator", "finding", household=18)
        | {"person": 20, "why": 26, "before_text": 50, "after_text": 50},
        _findings,
    ),
    (
        "place_kinds",
        _columns("kind", "indicator", *PLACE_COLUMNS, "remark", kind=26, indicator=24, remark=40),
        _place_kinds,
    ),
    (
        "place_findings",
        _columns("county", "township", "village", "of", "place", "place_name", "moved_from", "kind", "indicator", of=8)
        | {"place": 18, "place_name": 22, "kind": 20, "indicator": 20, "finding": 16, "place_verdicts": 20, "why": 56}
        | {"department": 16, "deadline": 12, "before_text": 50, "after_text": 50},
        _place_findings,
    ),
    ("standards", _columns("indicator", "difference", "before", "after", indicator=40, difference=36), _standards),
)
