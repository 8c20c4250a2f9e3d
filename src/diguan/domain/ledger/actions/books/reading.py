"""A filled-in workbook, row by row: what it asks for, and what cannot be taken; nothing of it is passed over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.ledger.actions.books.asking import Row, asked_by
from diguan.domain.ledger.actions.books.keys import MARK, item_and_version, key_of
from diguan.domain.ledger.actions.books.leaving import MOST_ITEMS
from diguan.domain.ledger.actions.books.returned import Line, Proposal, Returned, UnableToUseBook
from diguan.domain.ledger.actions.books.table import stamp_of, table_of
from diguan.domain.ledger.models import Item
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.exchange.figures.identity import parse_key
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.roundtrip.answers import Answer, Collected, FileReport, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.forms import FormFile, find_table, open_form
from diguan.exchange.roundtrip.rows import SheetReader
from diguan.exchange.roundtrip.shapes import KEY, items_shape

MANY_LINES = 2_000  # more are not shown on a page
MANY_PROPOSALS = 100  # each is judged twice while somebody waits: some 0.2 s a row on a busy machine


def read_book(*, path: Path, viewer: Viewer, on: date) -> Returned:
    """What a workbook says, against the items that the viewer sees. UnableToUseBook when it is another one, UnableToAct when unreadable."""
    form = _form(path)
    base = _table(form, viewer, on)
    found, report = Collected(), FileReport(form.label, form.sha256)
    for sheet in form.sheets:
        SheetReader(base, form, sheet).take(found, report)
    proposals: list[Proposal] = []
    lines = list(_cells(base, found, report))
    for row in _rows(base, found.answers):
        asked = asked_by(row, base, on)
        if isinstance(asked, Proposal):
            proposals.append(asked)
        else:
            lines.append(asked)
        lines.extend(row.owner_line())
    return Returned(tuple(proposals), tuple(lines))


def _form(path: Path) -> FormFile:
    try:
        form = open_form(path)
    except UnableToReadInput as error:
        said = error.refusal
        raise UnableToAct(said.found, said.hint, "book") from error
    if form.stamp is None:  # the hidden sheet was removed: the headings and keys still say what it is
        grids = [*(sheet.grid for sheet in form.sheets), *form.others]
        form.sheets = [sheet for grid in grids if (sheet := find_table(grid, items_shape()))]
    elif form.stamp.shape != "items" or form.stamp.cover.round_mark != MARK:
        form.sheets = []
    if not form.sheets:
        raise UnableToUseBook("no_table", "book", file=form.label)
    return form


def _table(form: FormFile, viewer: Viewer, on: date) -> Base:
    """The items that the keys speak of, each under the very key that came: of other items there is nothing to compare with."""
    keys = {key for sheet in form.sheets for cell in sheet.column(KEY) if (key := parse_key(shown(cell)))}
    wanted = {key: item_and_version(key) for key in keys if key.round == MARK}
    if len(wanted) > MOST_ITEMS:
        raise UnableToUseBook("too_much", "book", count=len(wanted), most=MOST_ITEMS)
    items = _items({number for number, _ in wanted.values()}, viewer)
    fitting = sorted(
        key for key, (number, version) in wanted.items() if number in items and key_of(items[number], version) == key
    )
    language = form.stamp.language if form.stamp else "zh"
    return table_of([items[wanted[key][0]] for key in fitting], fitting, stamp_of("", "", language, on))


def _items(numbers: set[int], viewer: Viewer) -> Mapping[int, Item]:
    found = scoped(Item.objects.select_related("owner_post"), viewer, Act.SEE)
    ordered, step = sorted(numbers), 500
    parts = (ordered[at : at + step] for at in range(0, len(ordered), step))
    return {item.pk: item for part in parts for item in found.filter(pk__in=part)}


def _rows(base: Base, answers: Sequence[Answer]) -> Iterator[Row]:
    """The answers of each item, in the order of their items; those of two rows about one item come together."""
    found: dict[int, Row] = {}
    for answer in sorted(answers, key=lambda each: (each.row, each.spot)):
        key = base.keys[answer.row]
        assert key is not None  # noqa: S101  every row of the table has one
        number, version = item_and_version(key)
        row = found.setdefault(number, Row(number, base.text("number", answer.row), []))
        row.versions.add(version)
        row.answers.append(answer)
    yield from found.values()


def _cells(base: Base, found: Collected, report: FileReport) -> Iterator[Line]:
    """What could not be taken, what was changed and should not have been, what is to be said of the whole."""
    headings, language = base.shape.headings, base.language
    for each in found.rejected:
        said = f"{headings[each.column][language]}：{each.value}"
        why = Label(*(f"{each.reason[x]}；{each.expected[x]}" for x in ("zh", "en")))
        yield Line("unread", each.number, place(each.spot), said, why)
    for changed in found.locked:
        said = f"{headings[changed.column][language]}：{changed.base} → {changed.found}"
        number = base.text("number", changed.row)
        yield Line("locked", number, place(changed.spot), said, Label("", ""))
    for note in report.notes:
        yield Line("note", "", "", "", note)


def place(spot: Spot) -> str:
    """Sheet and cell."""
    return f"{spot.sheet}!{spot.cell}"


def holds_much(returned: Returned) -> bool:
    """Whether a workbook holds more than is looked at while somebody waits."""
    return len(returned.proposals) > MANY_PROPOSALS or len(returned.lines) > MANY_LINES
