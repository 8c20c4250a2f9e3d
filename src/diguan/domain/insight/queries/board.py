"""The figures of a place, of the units below it, by indicator and by department, as somebody may see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.insight.choices import ALL, REGISTER, STANDINGS
from diguan.domain.insight.models import Reckoning
from diguan.domain.insight.queries.cells import MEASURES, directly, household_cells, item_cells
from diguan.domain.insight.queries.choice import Choice
from diguan.domain.insight.queries.veil import DEEPEST, DIRECT, veil_of
from diguan.domain.insight.rolling import parent_of
from diguan.domain.insight.suppression import Column
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_tree, tops
from diguan.engine.documents import Label

Figures = Mapping[str, int | None]
Shown = Callable[[str, Column], int | None]


class UnableToShowBoard(UnableToAct):
    """Nothing was counted yet, or the place is not one of the viewer's."""

    def __init__(self) -> None:
        super().__init__(
            Label("这里没有您可以看的数字", "there are no figures here that you may see"),
            Label("请选您负责的区划", "choose a region of yours"),
            "region_code",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one unit, indicator or department by measure; None: left out. `direct`: of the unit itself, not of one below it."""

    id: str
    figures: Figures
    direct: bool = False

    def __getitem__(self, measure: str) -> int | None:
        return self.figures.get(measure)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing but noughts."""
        return not any(value is None or value for value in self.figures.values())


@dataclass(frozen=True, slots=True)
class Board:
    """A place, the units below it, its indicators and departments. `veiled`: small cells are left out, and there are no rows to look at."""

    choice: Choice
    on: date
    at: datetime
    whole: Row
    rows: tuple[Row, ...]
    indicators: tuple[Row, ...]
    departments: tuple[Row, ...]
    veiled: bool


def top_of(viewer: Viewer, region_code: str) -> str:
    """The highest unit of the viewer's that holds a place; UnableToShowBoard where there is none."""
    for unit in tops(viewer.scopes(Act.SEE_FIGURES)):
        if viewer.may(Act.SEE_FIGURES, region_code) and region_code in _line(region_code, unit.code):
            return unit.code
    raise UnableToShowBoard


def _line(region_code: str, top: str) -> list[str]:
    """The units from a place up to one that holds it; nothing where it does not."""
    found = [region_code]
    while found[-1] and found[-1] != top:
        found.append(parent_of(found[-1]))
    return found if found[-1] == top else []


def board_of(viewer: Viewer, choice: Choice, reckoning: Reckoning, *, leaving: bool = False) -> Board:
    """The board of a place; one that leaves the house is without small figures whoever takes it. UnableToShowBoard."""
    top, outside = top_of(viewer, choice.region_code), viewer.is_outside(choice.region_code)
    if outside or leaving:
        return _veiled(choice, reckoning, top, DEEPEST if outside else DEEPEST + 1)
    return _plain(choice, reckoning)


def _plain(choice: Choice, reckoning: Reckoning) -> Board:
    place = choice.region_code
    below, own = Q(parent_code=place), Q(region_code=place)
    few = below & (Q(standard=REGISTER) | Q(indicator=choice.judged_by))
    cells = household_cells(own | few, choice.standard)
    cells.update(item_cells(own | (below if choice.cut else below & Q(standard=ALL)), choice))
    units = tuple(sorted({code for code, _ in cells if code != place}))
    for column, number in directly(cells, place, units).items():
        cells[DIRECT + place, column] = number

    def shown(where: str, column: Column) -> int | None:
        return cells[where, column]

    columns = {column for code, column in cells if code == place}
    rows = (*units, DIRECT + place) if units else ()
    return _board((choice, reckoning), rows, columns, shown, veiled=False)


def _veiled(choice: Choice, reckoning: Reckoning, top: str, deepest: int) -> Board:
    veil = veil_of(reckoning.pk, top, choice.region_code, choice.standard, deepest)
    columns = {column for code, column in veil.cells if code == choice.region_code}

    return _board((choice, reckoning), veil.units, columns, veil.cut_to(choice), veiled=True)


def _board(
    what: tuple[Choice, Reckoning], units: tuple[str, ...], columns: set[Column], shown: Shown, *, veiled: bool
) -> Board:
    choice, reckoning = what
    place = choice.region_code
    rows = (row_of(unit, choice, shown) for unit in _ordered(units))
    return Board(
        choice,
        reckoning.on,
        reckoning.at,
        row_of(place, choice, shown),
        tuple(row for row in rows if not (row.direct and row.nothing)),
        tuple(_by_indicator(place, columns, shown)),
        tuple(_by_department(place, columns, shown)),
        veiled,
    )


def _ordered(units: tuple[str, ...]) -> list[str]:
    """In the order of codes, what stands at the unit itself last; units that have no figures are left to whoever draws them."""
    return sorted(units, key=lambda unit: (unit.startswith(DIRECT), unit))


def row_of(unit: str, choice: Choice, shown: Shown) -> Row:
    """The figures of one unit."""
    judged: Column = ("indicator", choice.indicator) if choice.indicator else ("any",)
    figures = {"registered": shown(unit, ("registered",))}
    figures |= {measure: shown(unit, (*judged, measure)) for measure in STANDINGS}
    if choice.indicator and figures["households"] is None:
        figures["households"] = shown(unit, ("any", "households"))
    figures |= {measure: shown(unit, ("items", measure)) for measure in MEASURES}
    return Row(unit.removeprefix(DIRECT), figures, direct=unit.startswith(DIRECT))


def _by_indicator(place: str, columns: set[Column], shown: Shown) -> list[Row]:
    names = sorted({column[1] for column in columns if column[0] in ("indicator", "open")})
    return [
        Row(
            name,
            {measure: shown(place, ("indicator", name, measure)) for measure in STANDINGS}
            | {measure: shown(place, ("open", name, measure)) for measure in MEASURES},
        )
        for name in names
    ]


def _by_department(place: str, columns: set[Column], shown: Shown) -> list[Row]:
    names = sorted({column[1] for column in columns if column[0] == "department"})
    return [Row(name, {measure: shown(place, ("department", name, measure)) for measure in MEASURES}) for name in names]


def places_of(viewer: Viewer) -> list[str]:
    """Codes of the highest units whose figures a viewer may see."""
    return [unit.code for unit in tops(viewer.scopes(Act.SEE_FIGURES)) if unit.code in region_tree()]
