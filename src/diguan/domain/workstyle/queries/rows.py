"""The rows behind a figure: what happened, where and when. Persons are not named: whoever may see more finds it on the thing's own page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from diguan.domain.fieldwork.choices import Outcome
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.models import Event
from diguan.domain.workstyle.choices import Figure
from diguan.domain.workstyle.queries.extent import Extent
from diguan.domain.workstyle.queries.repeating import repeated_in

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """`about`: an item's or a household's number; `item`: its row, where it is one; `kind`, `number`: what it was, and how much of it."""

    on: date
    region_code: str
    about: str
    kind: str
    number: int
    item: int | None = None


def rows_of(extent: Extent, figure: Figure) -> Sequence[Row]:
    """The newest rows of a figure, 500 at most."""
    if figure in (Figure.REPEATED, Figure.SUPPLIED):
        return _repeated(extent, supplied=figure is Figure.SUPPLIED)
    if figure in (Figure.HANDED_OUT, Figure.QUESTIONS_OUT, Figure.HANDED_IN):
        return list(_entries(extent, out=figure is not Figure.HANDED_IN))
    if figure in (Figure.CLOSED, Figure.PAPER, Figure.REBOUNDED):
        return list(_events(extent, figure))
    return list(_visits(extent, figure))


def _visits(extent: Extent, figure: Figure) -> Iterator[Row]:
    found = extent.visits().order_by("-made_on", "-id")
    if figure is Figure.ABSENT:
        found = found.filter(outcome=Outcome.ABSENT.value)
    elif figure is Figure.VISITS:
        found = found.exclude(outcome=Outcome.ABSENT.value)
    for visit in found[:MOST_ROWS]:
        yield Row(visit.made_on, visit.region_code, visit.household_number, visit.outcome, _much(visit, figure))


def _much(visit: Visit, figure: Figure) -> int:
    return round(visit.seconds / 60) if figure is Figure.MINUTES else visit.asked


def _repeated(extent: Extent, *, supplied: bool) -> Sequence[Row]:
    visits = list(extent.questioning().order_by("-made_on", "-id")[:MOST_ROWS])
    found = (each for each in repeated_in(visits) if each.supplied or not supplied)
    rows = [Row(r.visit.made_on, r.visit.region_code, r.visit.household_number, r.field, 1) for r in found]
    return rows[:MOST_ROWS]


def _entries(extent: Extent, *, out: bool) -> Iterator[Row]:
    for entry in extent.entries(out=out).order_by("-id")[:MOST_ROWS]:
        yield Row(localdate(entry.at), entry.region_code, "", entry.action, 1)


def _events(extent: Extent, figure: Figure) -> Iterator[Row]:
    found = {
        Figure.CLOSED: extent.confirmed,
        Figure.PAPER: extent.on_paper,
        Figure.REBOUNDED: extent.rebounded,
    }[figure]()
    for event in found.select_related("item").order_by("-id")[:MOST_ROWS]:
        yield Row(
            localdate(event.at), event.item.region_code, event.item.number, _kind(event, figure), 1, event.item_id
        )


def _kind(event: Event, figure: Figure) -> str:
    if figure is Figure.PAPER:
        return event.refusal
    return str(event.detail.get("closing", "")) if figure is Figure.CLOSED else str(event.act)
