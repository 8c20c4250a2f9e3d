"""Stored figures as cells: (place, column) -> number. What is not there is nought.

Columns: ("registered",), ("any", measure), ("indicator", id, measure), ("items", measure), ("department", id, measure) and
("open", indicator, measure), the items of an indicator.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from diguan.domain.insight.choices import ALL, CLOSED, ITEMS, LIVING, REGISTER, STANDINGS
from diguan.domain.insight.models import HouseholdFigure, ItemFigure
from diguan.domain.insight.queries.choice import Choice
from diguan.domain.insight.suppression import Cell, Column

Cells = defaultdict[Cell, int]
DERIVED = {"living": LIVING, "closed": CLOSED}
MEASURES = (*ITEMS, *DERIVED)
NOW = Q(until__isnull=True)


def household_cells(where: Q, standard: str) -> Cells:
    """Figures of households of a standard, and how many are registered."""
    found: Cells = defaultdict(int)
    rows = HouseholdFigure.objects.filter(NOW & where, standard__in=(standard, REGISTER))
    for code, of, indicator, *numbers in rows.values_list("region_code", "standard", "indicator", *STANDINGS):
        if of == REGISTER:
            found[code, ("registered",)] = numbers[0]
            continue
        column: Column = ("any",) if indicator == ALL else ("indicator", indicator)
        for measure, number in zip(STANDINGS, numbers, strict=True):
            found[code, (*column, measure)] = number
    return found


def item_cells(where: Q, choice: Choice) -> Cells:
    """Figures of items: all together, by department and, of the standard, by indicator; cut to what is chosen where anything is."""
    found: Cells = defaultdict(int)
    rows = ItemFigure.objects.filter(NOW & where)
    for code, standard, indicator, department, *numbers in rows.values_list(
        "region_code", "standard", "indicator", "department", *ITEMS
    ):
        for column in _columns((standard, indicator, department), choice):
            for measure, number in zip(ITEMS, numbers, strict=True):
                found[code, (*column, measure)] += number
    for code, column in {(code, column[:-1]) for code, column in found}:
        for measure, parts in DERIVED.items():
            found[code, (*column, measure)] = sum(found[code, (*column, part)] for part in parts)
    return found


def _columns(kind: tuple[str, str, str], choice: Choice) -> Iterable[Column]:
    """The columns that a row counts towards."""
    standard, indicator, department = kind
    if standard == ALL:
        return [] if choice.cut else [("items",)]
    of_indicator = not choice.indicator or (standard, indicator) == (choice.standard, choice.indicator)
    of_department = not choice.department or department == choice.department
    columns: list[Column] = [("items",)] if choice.cut and of_indicator and of_department else []
    if of_indicator:
        columns.append(("department", department))
    if of_department and standard == choice.standard and indicator:
        columns.append(("open", indicator))
    return columns


def directly(cells: Mapping[Cell, int], whole: str, below: Iterable[str]) -> dict[Column, int]:
    """What stands at a unit itself and in none below it, by column."""
    units = set(below)
    found = {column: number for (code, column), number in cells.items() if code == whole}
    for (code, column), number in cells.items():
        if code in units and column in found:
            found[column] -= number
    return found
