"""Counting the rows themselves by the unit they stand at: from the tables of households, standings and items, nothing stored before."""

from collections.abc import Mapping
from datetime import date

import duckdb
from django.db.models import Count, Q

from diguan.domain.insight.choices import ALL, ITEMS, REGISTER, STANDINGS
from diguan.domain.ledger.choices import LIVE, Closing, State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries.places import late
from diguan.domain.registry.bulk import flow
from diguan.domain.registry.models import Household
from diguan.domain.screening.choices import NOT_COVERED
from diguan.domain.screening.models import Round
from diguan.engine.snapshot.database import Connection, text
from diguan.engine.verdicts import Grade, Verdict

Key = tuple[str, ...]  # a region code, then what is counted: standard, indicator and, of items, department
Counts = Mapping[Key, tuple[int, ...]]
STANDING_COLUMNS = ("region_code", "round_id", "standard", "codes", "grades", "unmet", "unknown", "declared")


def count_items(on: date) -> dict[Key, tuple[int, ...]]:
    """Items by place, standard, indicator and department, in the order of ITEMS."""
    living = Q(state__in=[str(state) for state in LIVE])
    ways = {str(way): Q(state=State.CLOSED.value, closing=way.value) for way in Closing}
    states = {str(state): Q(state=state.value) for state in State if state is not State.CLOSED}
    wanted = {**states, **ways, "overdue": late(on), "rebound": living & Q(rebounds__gt=0)}
    rows = Item.objects.order_by().values_list("region_code", "standard", "indicator", "department")
    counted = rows.annotate(**{f"n_{name}": Count("id", filter=wanted[name]) for name in ITEMS})
    return {(row[0], row[1], row[2], row[3]): tuple(row[4:]) for row in counted.iterator(chunk_size=20_000)}


def count_register() -> dict[Key, tuple[int, ...]]:
    """Households that are still there, by place: those that a round judges."""
    rows = Household.objects.filter(gone=False).order_by().values_list("region_code").annotate(n=Count("id"))
    return {(code, REGISTER, ALL): (number, *[0] * (len(STANDINGS) - 1)) for code, number in rows}


def count_standings() -> dict[Key, tuple[int, ...]]:
    """Standings by place, standard and indicator ("*": over all), in the order of STANDINGS."""
    with duckdb.connect() as duck:
        duck.execute("CREATE TABLE standing (" + ", ".join(f"{name} VARCHAR" for name in STANDING_COLUMNS) + ")")
        for block in flow(f"SELECT {', '.join(STANDING_COLUMNS)} FROM screening_standing", STANDING_COLUMNS):  # noqa: S608  our own names
            duck.register("block", block)
            duck.execute("INSERT INTO standing SELECT * FROM block")
        found = _over_all(duck)
        for key, counts in _by_indicator(duck):
            found[key] = tuple(map(sum, zip(found.get(key, (0,) * len(counts)), counts, strict=True)))
    return found


def _over_all(duck: Connection) -> dict[Key, tuple[int, ...]]:
    having = [f"count(*) FILTER ({name}::INTEGER > 0)" for name in ("declared", "unmet", "unknown")]
    uncovered = f"count(*) FILTER (contains(grades, '{NOT_COVERED}'))"
    counted = f"count(*), 0, {', '.join(having)}, 0, {uncovered}"
    rows = duck.execute(f"SELECT region_code, standard, {counted} FROM standing GROUP BY ALL")  # noqa: S608  our own names
    return {(code, standard, ALL): tuple(counts) for code, standard, *counts in rows.fetchall()}


def _by_indicator(duck: Connection) -> list[tuple[Key, tuple[int, ...]]]:
    """Every round packs its own indicators: the digits of each are read by the round that wrote them."""
    found: list[tuple[Key, tuple[int, ...]]] = []
    judged = {row[0] for row in duck.execute("SELECT DISTINCT round_id FROM standing").fetchall()}
    for round_ in Round.objects.filter(pk__in=judged):
        for place, said in enumerate(round_.indicators, 1):
            query = f"""SELECT region_code, count(*), {_with(place, Verdict.MET)},
                {_with(place, Verdict.MET, f"= '{int(Grade.DECLARED)}'")}, {_with(place, Verdict.UNMET)},
                {_with(place, Verdict.UNKNOWN, f"<> '{NOT_COVERED}'")}, {_with(place, Verdict.NOT_APPLICABLE)},
                {_with(place, Verdict.UNKNOWN, f"= '{NOT_COVERED}'")}
                FROM standing WHERE round_id = {text(str(round_.pk))} GROUP BY ALL"""  # noqa: S608
            for code, *counts in duck.execute(query).fetchall():
                found.append(((code, round_.standard, said["id"]), tuple(counts)))
    return found


def _with(place: int, verdict: Verdict, graded: str = "") -> str:
    also = graded and f" AND substr(grades, {place}, 1) {graded}"
    return f"count(*) FILTER (substr(codes, {place}, 1) = '{int(verdict)}'{also})"
