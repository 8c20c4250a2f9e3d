"""Counting the rows themselves by the unit they stand at, set by set: households, standings and items, nothing stored before."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

import pyarrow as pa
from django.db.models import Count, Q

from diguan.domain.insight.choices import ALL, ITEMS, REGISTER, STANDINGS
from diguan.domain.ledger.choices import LIVE, Closing, State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries.places import late
from diguan.domain.registry.bulk import BATCH, flow
from diguan.domain.registry.models import Household
from diguan.domain.screening.choices import NOT_COVERED
from diguan.domain.screening.models import Round
from diguan.engine.snapshot.database import Connection, run, text
from diguan.engine.verdicts import Grade, Verdict

HOUSEHOLD_KEY = ("region_code", "standard", "indicator")
ITEM_KEY = (*HOUSEHOLD_KEY, "department")
STANDING_COLUMNS = ("region_code", "round_id", "standard", "codes", "grades", "unmet", "unknown", "declared")


def count_households(duck: Connection) -> None:
    """The table `households`: HOUSEHOLD_KEY and STANDINGS, of the registry and of every standard. Rows of one key add up."""
    duck.execute(f"CREATE TABLE households ({_columns(HOUSEHOLD_KEY, STANDINGS)})")
    rows = Household.objects.filter(gone=False).order_by().values_list("region_code").annotate(n=Count("id"))
    nothing = (0,) * (len(STANDINGS) - 1)
    registered = ((code, REGISTER, ALL, number, *nothing) for code, number in rows.iterator(chunk_size=BATCH))
    _fill(duck, "households", (*HOUSEHOLD_KEY, *STANDINGS), registered)
    duck.execute("CREATE TABLE standing (" + ", ".join(f"{name} VARCHAR" for name in STANDING_COLUMNS) + ")")
    for block in flow(f"SELECT {', '.join(STANDING_COLUMNS)} FROM screening_standing", STANDING_COLUMNS):  # noqa: S608  our own names
        duck.register("block", block)
        duck.execute("INSERT INTO standing SELECT * FROM block")
    _over_all(duck)
    _by_indicator(duck)
    duck.execute("DROP TABLE standing")


def count_items(duck: Connection, on: date) -> None:
    """The table `items`: ITEM_KEY and ITEMS, as of a day."""
    living = Q(state__in=[str(state) for state in LIVE])
    ways = {str(way): Q(state=State.CLOSED.value, closing=way.value) for way in Closing}
    states = {str(state): Q(state=state.value) for state in State if state is not State.CLOSED}
    wanted = {**states, **ways, "overdue": late(on), "rebound": living & Q(rebounds__gt=0)}
    rows = Item.objects.order_by().values_list(*ITEM_KEY)
    counted = rows.annotate(**{f"n_{name}": Count("id", filter=wanted[name]) for name in ITEMS})
    duck.execute(f"CREATE TABLE items ({_columns(ITEM_KEY, ITEMS)})")
    _fill(duck, "items", (*ITEM_KEY, *ITEMS), counted.iterator(chunk_size=BATCH))


def _columns(key: Sequence[str], numbers: Sequence[str]) -> str:
    return ", ".join([*(f"{name} VARCHAR" for name in key), *(f"{name} INTEGER" for name in numbers)])


def _fill(duck: Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    for block in _blocks(rows):
        duck.register("block", pa.table(dict(zip(names, map(list, zip(*block, strict=True)), strict=True))))
        duck.execute(f"INSERT INTO {table} SELECT * FROM block")  # noqa: S608  our own names


def _blocks(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    all_of_them = iter(rows)
    while block := list(islice(all_of_them, BATCH)):
        yield block


def _over_all(duck: Connection) -> None:
    having = [f"count(*) FILTER ({name}::INTEGER > 0)" for name in ("declared", "unmet", "unknown")]
    uncovered = f"count(*) FILTER (contains(grades, '{NOT_COVERED}'))"
    counted = f"count(*), 0, {', '.join(having)}, 0, {uncovered}"
    duck.execute(
        f"INSERT INTO households SELECT region_code, standard, '{ALL}', {counted} FROM standing GROUP BY 1, 2"  # noqa: S608  our own names
    )


def _by_indicator(duck: Connection) -> None:
    """Every round packs its own indicators: the digits of each are read by the round that wrote them."""
    judged = {row[0] for row in run(duck, "SELECT DISTINCT round_id FROM standing")}
    for round_ in Round.objects.filter(pk__in=judged):
        for place, said in enumerate(round_.indicators, 1):
            duck.execute(
                f"""INSERT INTO households SELECT region_code, {text(round_.standard)}, {text(said["id"])}, count(*),
                {_with(place, Verdict.MET)}, {_with(place, Verdict.MET, f"= '{int(Grade.DECLARED)}'")},
                {_with(place, Verdict.UNMET)}, {_with(place, Verdict.UNKNOWN, f"<> '{NOT_COVERED}'")},
                {_with(place, Verdict.NOT_APPLICABLE)}, {_with(place, Verdict.UNKNOWN, f"= '{NOT_COVERED}'")}
                FROM standing WHERE round_id = {text(str(round_.pk))} GROUP BY region_code"""  # noqa: S608
            )


def _with(place: int, verdict: Verdict, graded: str = "") -> str:
    also = graded and f" AND substr(grades, {place}, 1) {graded}"
    return f"count(*) FILTER (substr(codes, {place}, 1) = '{int(verdict)}'{also})"
