"""Villages that belong together, asked for one after another, are those that a walk over all rows finds."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diguan.exchange.changes.cutting import cut_changed
from diguan.exchange.changes.listing import Changed
from diguan.exchange.changes.standing import Before

CODES = st.sampled_from(["A", "B", "C", "D", "E", None])
NUMBERS = st.sampled_from([*(f"h{n}" for n in range(8)), None])
ROWS = st.lists(st.tuples(NUMBERS, CODES), max_size=9)
THEN = st.lists(st.tuples(st.sampled_from([f"h{n}" for n in range(8)]), CODES), max_size=6)
PLACES = st.lists(CODES.filter(bool), max_size=4, unique=True)
STATES = st.fixed_dictionaries(
    {
        "households": ROWS,
        "persons": st.none() | ROWS,
        "placed": st.booleans(),  # whether persons have a village of their own
        "villages": st.none() | PLACES,
        "facilities": st.none() | ROWS,
        "then": THEN,
        "facilities_then": st.none() | THEN,
    }
)


def edges_of(state):
    """(number, village) of every household, and of every facility."""
    homes = {(h, code or "") for h, code in state["households"] if h}
    known = {h for h, _ in homes}
    for h, code in state["persons"] or ():
        if h and state["placed"]:
            homes.add((h, code or ""))
        elif h and h not in known:
            homes.add((h, ""))
    homes |= {(h, code or "") for h, code in state["then"]}
    facilities = [*(state["facilities"] or ()), *(state["facilities_then"] or ())]
    return homes, {(number or "", code or "") for number, code in facilities}


def rows_of(state, anew, homes, facilities):
    """The rows of each table that are judged anew, by their places."""
    chosen = {h for h, code in homes if code in anew}
    served = {f for f, code in facilities if code in anew}

    def wanted(number, place, numbers):
        return number in numbers or (not number and (place or "") in anew)

    kept = {"households": [n for n, (h, code) in enumerate(state["households"]) if wanted(h, code, chosen)]}
    if state["persons"] is not None:
        own = state["placed"]
        kept["persons"] = [
            n for n, (h, code) in enumerate(state["persons"]) if wanted(h, code if own else None, chosen)
        ]
    if state["villages"] is not None:
        kept["villages"] = [n for n, code in enumerate(state["villages"]) if code in anew]
    if state["facilities"] is not None:
        kept["facilities"] = [n for n, (f, code) in enumerate(state["facilities"]) if wanted(f or "", code, served)]
    return kept


def walked(state, begun):
    """Villages from those of a list on, over all rows again and again."""
    homes, facilities = edges_of(state)
    anew = set(begun)
    while True:
        before = set(anew)
        for edges in (homes, facilities):
            chosen = {number for number, code in edges if code in anew}
            anew |= {code for number, code in edges if number in chosen}
        if anew != before:
            continue
        for name, rows in rows_of(state, anew, homes, facilities).items():
            if not rows and state[name]:
                first = state[name][0]
                if name == "persons":
                    anew |= {code for number, code in homes if number == first[0]}
                else:
                    anew.add((first if name == "villages" else first[1]) or "")
        if anew == before:
            return anew, rows_of(state, anew, homes, facilities)


def written(path, columns):
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table({name: pa.array(values, kind) for name, (values, kind) in columns.items()}), path)
    return path


def pairs(rows, number, place):
    return {number: ([n for n, _ in rows], pa.string()), place: ([code for _, code in rows], pa.string())}


def tables_of(state, folder):
    tables = {"households": pairs(state["households"], "household_id", "village_code")}
    if state["persons"] is not None:
        tables["persons"] = pairs(state["persons"], "household_id", "village_code")
        if not state["placed"]:
            del tables["persons"]["village_code"]
        tables["persons"]["person_id"] = [[str(n) for n in range(len(state["persons"]))], pa.string()]
    if state["villages"] is not None:
        tables["villages"] = {"village_code": (state["villages"], pa.string())}
    if state["facilities"] is not None:
        tables["facilities"] = pairs(state["facilities"], "facility_id", "village_code")
    for columns in tables.values():
        columns["row"] = (range(len(next(iter(columns.values()))[0])), pa.int64())
    return {name: written(folder / f"{name}.parquet", columns) for name, columns in tables.items()}


def before_of(state, folder):
    homes = written(folder / "households.parquet", pairs(state["then"], "household_id", "region_code"))
    if state["facilities_then"] is None:
        return Before((homes,))
    there = written(folder / "facilities.parquet", pairs(state["facilities_then"], "facility_id", "region_code"))
    return Before((homes,), (), (there,))


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    count = iter(range(100_000))
    return lambda: tmp_path_factory.mktemp(f"state-{next(count)}")


CHAIN = {  # A -> h0 -> B -> h1 -> C, and D apart
    "households": [("h0", "A"), ("h1", "B"), ("h3", "D")],
    "persons": [("h0", None), ("h9", None)],
    "placed": False,
    "villages": ["A", "B", "C"],
    "facilities": None,
    "then": [("h0", "B"), ("h1", "C")],
    "facilities_then": None,
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=STATES, by_household=st.booleans())
@example(state=CHAIN, by_household=False)
@example(state={**CHAIN, "persons": []}, by_household=True)  # a table without a row has no first one
@example(state={**CHAIN, "placed": True, "persons": [("h0", "D")]}, by_household=False)
@example(state={**CHAIN, "persons": [("h7", None)]}, by_household=False)  # the first row pulls in those of no village
def test_villages_asked_for_are_those_that_a_walk_over_all_rows_finds(numbered, state, by_household):
    homes, facilities = edges_of(state)
    codes = sorted({code for _, code in (*homes, *facilities) if code})
    numbers = sorted({number for number, _ in homes})
    if not (numbers if by_household else codes):
        return
    first = numbers[0] if by_household else codes[0]
    begun = {code for number, code in homes if number == first} if by_household else {first}
    listed = Changed("list.csv", {} if by_household else {first: 2}, {first: 2} if by_household else {})
    anew, rows = walked(state, begun)
    folder = numbered()
    cut = cut_changed(tables_of(state, folder / "now"), folder / "cut", before_of(state, folder / "then"), listed)
    assert set(cut.villages) == anew
    kept = {name: pq.read_table(folder / "cut" / f"{name}.parquet")["row"].to_pylist() for name in rows}
    assert kept == rows


def test_walk_goes_on_from_village_to_village():
    assert walked(CHAIN, {"A"})[0] == {"A", "B", "C"}
