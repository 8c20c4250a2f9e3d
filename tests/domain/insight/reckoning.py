"""Figures counted by hand: row after row in plain Python, over the tables themselves."""

from collections import Counter, defaultdict

from diguan.domain.insight.choices import ITEMS, STANDINGS
from diguan.domain.ledger.models import Item
from diguan.domain.registry.models import Household
from diguan.domain.screening.models import Standing

ENDS = (2, 4, 6, 9, 12)


def units(code):
    """A unit and those above it, by the digits that count."""
    found = [code[:end].ljust(12, "0") for end in ENDS]
    return found[: found.index(code) + 1]


def figures_of_now(model):
    """What is stored for now, by place and kind."""
    item = model.__name__ == "ItemFigure"
    kinds, columns = (
        (("standard", "indicator", "department"), ITEMS) if item else (("standard", "indicator"), STANDINGS)
    )
    found = {}
    for row in model.objects.filter(until__isnull=True):
        key = (row.region_code, *(getattr(row, kind) for kind in kinds))
        assert key not in found
        found[key] = {column: getattr(row, column) for column in columns if getattr(row, column)}
    return found


def counted_items(on):
    """Items by place and kind."""
    found = defaultdict(Counter)
    for item in Item.objects.all():
        told = [item.closing if item.state == "closed" else item.state]
        told += ["overdue"] if item.state == "open" and item.deadline_on and item.deadline_on < on else []
        told += ["rebound"] if item.rebounds and item.state in ("suspected", "open", "submitted") else []
        for unit in units(item.region_code):
            for kind in ((item.standard, item.indicator, item.department), ("*", "*", "*")):
                found[unit, *kind].update(told)
    return {key: dict(counts) for key, counts in found.items()}


def counted_households():
    """Households by place, standard and indicator."""
    found = defaultdict(Counter)
    for household in Household.objects.filter(gone=False):
        for unit in units(household.region_code):
            found[unit, "", "*"]["households"] += 1
    for standing in Standing.objects.select_related("round"):
        for unit in units(standing.region_code):
            _stand(found, unit, standing)
    return {key: dict(counts) for key, counts in found.items()}


def _stand(found, unit, standing):
    names = ("unmet", "unknown", "met", "not_applicable")
    verdicts = [
        "uncovered" if (code, grade) == ("1", "9") else names[int(code)]
        for code, grade in zip(standing.codes, standing.grades, strict=True)
    ]
    declared = [v == "met" and grade == "1" for v, grade in zip(verdicts, standing.grades, strict=True)]
    whole = found[unit, standing.standard, "*"]
    whole["households"] += 1
    told = [name for name in ("unmet", "unknown", "uncovered") if name in verdicts]
    whole.update([*told, *(["declared"] if any(declared) else [])])
    for said, verdict, only in zip(standing.round.indicators, verdicts, declared, strict=True):
        own = found[unit, standing.standard, said["id"]]
        own.update(["households", verdict, *(["declared"] if only else [])])


def rolled_up(counts, *, whole):
    """Counts of every unit from those where rows stand; `whole`: all kinds together ("*"), too. Nothing but noughts is left out."""
    sums = defaultdict(Counter)
    for (code, *kind), numbers in counts.items():
        for unit in units(code):
            for each in [tuple(kind), *([("*",) * len(kind)] if whole else [])]:
                sums[unit, *each].update(dict(enumerate(numbers)))
    return {key: tuple(row[n] for n in range(len(row))) for key, row in sums.items() if any(row.values())}
