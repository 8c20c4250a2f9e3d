"""The fold of one household in Python says what the fold of all of them says."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.online import Row, fold_subject
from diguan.engine.snapshot.provenance import SEPARATOR
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, bad_cell, facts, inputs, source, split_cell, taken
from tests.factories.snapshots import catalogue

FIELDS = ("status", "dangerous_house", "drinking_water_safe", "house_area", "cause_main", "edge_household")
KNOWN = {name: field for name, field in catalogue().fields(Subject.HOUSEHOLD).items() if name in FIELDS}
HOUSEHOLDS = tuple(f"H{n}" for n in range(6))
DAYS = (date(2018, 11, 30), date(2019, 5, 1), date(2019, 6, 20), date(2019, 8, 1))
VALUES = {
    "status": st.sampled_from(["exited", "registered"]),
    "house_area": st.sampled_from([40.0, 41.5]),
    "cause_main": st.sampled_from(["因病", "缺水"]),
}
KINDS = ("export", "export", "tables", "visit:declared", "roster:housing", "visit", "export")


@st.composite
def tables(draw):
    """Facts of a few households from up to seven sources of several kinds and days, some recorded by hand, some cells spoilt."""
    made, spoilt = [], {"bad": [], "split": []}
    for number, kind in enumerate(KINDS[: draw(st.integers(1, len(KINDS)))], 1):
        by_hand = number > 5
        origin = source(number, kind, None if by_hand else draw(st.sampled_from(DAYS)))
        names = draw(st.lists(st.sampled_from(sorted(KNOWN)), unique=True, min_size=1))
        rows = []
        for household in HOUSEHOLDS if number == 1 else draw(st.lists(st.sampled_from(HOUSEHOLDS), unique=not by_hand)):
            values = {n: draw(st.none() | VALUES.get(n, st.booleans())) for n in names}
            row = {"household_id": household, **values, **({"data_on": draw(st.sampled_from(DAYS))} if by_hand else {})}
            for name, kind_of_flaw in draw(
                st.dictionaries(st.sampled_from(names), st.sampled_from(["bad", "split"]), max_size=1)
            ).items():
                if not by_hand:
                    row[name] = None
                    spoilt[kind_of_flaw].append((origin, len(rows), name))
            rows.append(row)
        if rows:
            made.append(replace(facts(Subject.HOUSEHOLD, origin, rows), by_hand=by_hand))
    read = inputs(*made)
    read.bad_cells = [bad_cell(o, r, Subject.HOUSEHOLD, n) for o, r, n in spoilt["bad"]]
    read.conflicts = [split_cell(o, r, Subject.HOUSEHOLD, n) for o, r, n in spoilt["split"]]
    return read


def rows_by_household(read):
    """What the registry would hand to the fold of each household."""
    found = defaultdict(list)
    split, damaged = defaultdict(set), defaultdict(dict)
    for cell in read.conflicts:
        split[cell.row_ref].add(cell.field)
    for cell in read.bad_cells:
        damaged[cell.row_ref][cell.field] = f"{cell.place.file}!{cell.place.sheet}!{cell.place.cell}"
    for table in read.tables:
        carries = set(table.table.column_names) & set(KNOWN)
        for row in table.table.to_pylist():
            values = {n: row[n] for n in carries if row[n] is not None}
            day = row.get("data_on") or table.source.data_on
            origin, reference = table.source, row["row_ref"]
            found[row["household_id"]].append(
                Row(
                    origin.source_id,
                    origin.kind,
                    origin.grade,
                    day,
                    values,
                    frozenset(values) if table.by_hand else carries,
                    table.by_hand,
                    split[reference],
                    damaged[reference],
                )
            )
    return found


def of_the_engine(read):
    """Values with sources, states and contradictions by household and field, from the set-based fold."""
    snapshot = taken(read, " ".join(f"household.{name}" for name in KNOWN))
    columns = snapshot.columns["households"]
    values, states, overruled = {}, {}, defaultdict(set)
    for name, column in columns.items():
        origin = f'"{name}@source"' if column.source is None else str(column.source)
        for household, value, told in run(
            snapshot.connection, f'SELECT household_id, "{name}", {origin} FROM households'
        ):
            values[household, name] = (value, None if value is None else told)
    for household, name, state, said, said_by, place in run(
        snapshot.connection, "SELECT household_id, field, state, said, said_by, place FROM cell_states"
    ):
        pairs = list(zip(said.split(SEPARATOR), map(int, said_by.split(",")), strict=True)) if said_by else []
        states[household, name] = (state, sorted(pairs), place)
    for household, name, value, told in run(
        snapshot.connection, "SELECT household_id, field, overruled_value, overruled_source FROM contradictions"
    ):
        overruled[household, name].add((value, told))
    return values, states, overruled


def as_text(value):
    """A value as the engine's provenance writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def differing(read):
    """Where the two folds say different things, with what each says: value and source, state, overruled values."""
    values, states, overruled = of_the_engine(read)
    carried = {n for t in read.tables if not t.by_hand for n in t.table.column_names}
    listed, found = {household for household, _ in values}, {}
    for household, rows in rows_by_household(read).items():
        if household not in listed:
            continue
        for name, known in fold_subject(rows, KNOWN.values(), carried, AS_OF).items():
            said = sorted((as_text(v), s) for v, s in known.said)
            state = None if known.state is None else (known.state, said, known.place)
            one = ((known.value, known.source), state, {(as_text(v), s) for v, s in known.overruled})
            key = household, name
            of_all = (values.get(key, (None, None)), states.get(key), overruled[key])
            if one != of_all:
                found[key] = one, of_all
    return found


@settings(max_examples=25)
@given(tables())
def test_fold_of_one_household_is_the_fold_of_all(read):
    assume(any(t.source.kind in ("export", "tables") and (t.source.data_on or AS_OF) <= AS_OF for t in read.tables))
    assert differing(read) == {}


def test_conflict_names_the_best_evidenced_source_of_each_value():
    """What was only said at a visit and what was seen at one of the same day agree, and somebody else saw something else."""
    day, home = date(2019, 6, 20), {"household_id": "H0"}
    read = inputs(
        facts(Subject.HOUSEHOLD, source(1, data_on=date(2019, 5, 1)), [{**home, "dangerous_house": False}]),
        facts(Subject.HOUSEHOLD, source(2, "visit:declared", day), [{**home, "house_area": 40.0}]),
        facts(Subject.HOUSEHOLD, source(3, "visit", day), [{**home, "house_area": 40.0}]),
        facts(Subject.HOUSEHOLD, source(4, "visit", day), [{**home, "house_area": 41.5}]),
    )
    assert differing(read) == {}
    _, states, _ = of_the_engine(read)
    assert states["H0", "house_area"] == ("conflict", [("40.0", 3), ("41.5", 4)], None)
