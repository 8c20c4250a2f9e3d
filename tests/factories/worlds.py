"""A small catalogue, random expressions over it as text, and random households: to hold back ends and monotonicity to their promise."""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from diguan.engine.backends.closures import HouseholdFacts, Record
from diguan.engine.backends.layout import SOURCE_SUFFIX, Column, Layout, Relation
from diguan.engine.catalogue import Catalogue, Field, FieldType, Label
from diguan.engine.expressions import ParameterType, Scope
from diguan.engine.verdicts import Grade, Subject

AS_OF = date(2019, 6, 30)
H, P, V, F = Subject.HOUSEHOLD, Subject.PERSON, Subject.VILLAGE, Subject.FACILITY
B, C, WHOLE, N, D, T = (
    FieldType.BOOLEAN,
    FieldType.CODE,
    FieldType.INTEGER,
    FieldType.NUMBER,
    FieldType.DATE,
    FieldType.TEXT,
)
CODES = ("甲", "乙", "丙'丙", 'd"d')
PARAMETERS = {"line": 12.5, "few": 2, "day": date(2018, 8, 31), "word": "甲", "share": -0.5}
PARAMETER_TYPES = {
    "line": ParameterType(N, "yuan"),
    "few": ParameterType(WHOLE, "persons"),
    "day": ParameterType(D),
    "word": ParameterType(T),
    "share": ParameterType(N, "1"),
}


def a_field(subject, name, type, unit=None, **more):
    """A field with as little as a test needs."""
    more = {"codes": CODES, **more} if type is C else more
    return Field(name, subject, type, Label(name, name), unit=unit, **more)


def a_catalogue(*fields):
    """A catalogue of the given fields."""
    found = {subject: {} for subject in Subject}
    for one in fields:
        found[one.subject][one.name] = one
    return Catalogue(found)


STORED = (
    a_field(P, "yes", B),
    a_field(P, "maybe", B),
    a_field(P, "kind", C),
    a_field(P, "born", D),
    a_field(P, "left", D),
    a_field(P, "wage", N, "yuan"),
    a_field(P, "months", WHOLE, "months", range=(0, 12)),
    a_field(P, "note", T),
    a_field(H, "poor", B),
    a_field(H, "class", C),
    a_field(H, "income", N, "yuan"),
    a_field(H, "debt", WHOLE, "yuan", range=(-1000, 1000)),
    a_field(H, "heads", WHOLE, "persons"),
    a_field(H, "listed", D),
    a_field(V, "road", B),
    a_field(V, "fund", N, "yuan"),
    a_field(F, "open", B),
    a_field(F, "rooms", WHOLE, "count"),
)
DERIVED = (
    a_field(P, "child", B, expression="age(born) < 16"),
    a_field(P, "pupil", B, expression="child and kind in ('甲', '乙') and not household.poor"),
    a_field(P, "year_wage", N, "yuan*months", expression="wage * months"),
    a_field(H, "net", N, "yuan", expression="income - debt"),
    a_field(H, "has_child", B, expression="any_member(child)"),
)
CATALOGUE = a_catalogue(*STORED, *DERIVED)


def scope(subject, verdicts=None):
    """Everything of the small catalogue in reach of one subject."""
    return Scope(subject, CATALOGUE, PARAMETER_TYPES, verdicts)


# --------------------------------------------------------------------------------------------------- expressions
_OPERATORS = ["=", "<>", "<", "<=", ">", ">="]
_NUMBERS = ["0", "1", "2", "3", "10", "0.5", "0.3", "-1", "12.5", "0.1", ":line"]
_DATES = ["'2019-06-30'", "DATE '2018-08-31'", ":day", "'2016-02-29'"]
_CODES = ["'甲'", "'乙'", "'丙''丙'", "'d\"d'", ":word"]
# booleans, codes, dates, amounts in yuan that a rule on the subject can name
_NAMES = {
    P: (
        ["yes", "maybe", "child", "pupil", "household.poor", "village.road"],
        ["kind", "household.class"],
        ["born", "left", "household.listed"],
        ["wage", "household.income", "household.net", "village.fund", "0.1 * wage", "-household.debt"],
    ),
    H: (
        ["poor", "has_child", "village.road"],
        ["class"],
        ["listed"],
        [
            "income",
            "debt",
            "net",
            "village.fund",
            "0.1 * income",
            "-debt",
            "sum_members(wage)",
            "sum_members(0.1 * wage + village.fund)",
        ],
    ),
    V: (["road"], [], [], ["fund", "0.1 * fund"]),
    F: (["open", "village.road"], [], [], ["village.fund"]),
}


class Writer:
    """Writes random expressions; `pick` chooses from a list."""

    def __init__(self, pick):
        self.pick = pick

    def condition(self, subject, levels=2):
        how = self.pick(["leaf", "leaf", "and", "or", "not"]) if levels else "leaf"
        if how == "leaf":
            return self.leaf(subject)
        if how == "not":
            return f"not ({self.condition(subject, levels - 1)})"
        parts = [self.condition(subject, levels - 1) for _ in range(self.pick([2, 2, 3]))]
        return "(" + f" {how} ".join(parts) + ")"

    def leaf(self, subject):
        _, codes, dates, _ = _NAMES[subject]
        kinds = [self.boolean, self.amount, self.amount_range]
        kinds += [self.code, self.codes, self.null] if codes else []
        kinds += [self.day, self.years, self.years, self.years_range] if dates else []
        kinds += [self.members, self.members, self.count, self.count, self.total] if subject is H else []
        return self.pick(kinds)(subject)

    def boolean(self, subject):
        return self.pick(_NAMES[subject][0]) + self.pick(["", "", " = false", " <> false"])

    def code(self, subject):
        return f"{self.pick(_NAMES[subject][1])} {self.pick(['=', '<>'])} {self.pick(_CODES)}"

    def codes(self, subject):
        items = ", ".join(self.pick(_CODES) for _ in range(self.pick([1, 2, 3])))
        return f"{self.pick(_NAMES[subject][1])} {self.pick(['in', 'not in'])} ({items})"

    def null(self, subject):
        booleans, codes, dates, _ = _NAMES[subject]
        return f"{self.pick(booleans + codes + dates)} {self.pick(['is null', 'is not null'])}"

    def day(self, subject):
        return f"{self.pick(_NAMES[subject][2])} {self.pick(_OPERATORS)} {self.pick(_DATES)}"

    def elapsed(self, subject):
        dates = _NAMES[subject][2]
        first, second = self.pick(dates), self.pick(dates)
        return self.pick(
            [
                f"age({first})",
                f"months_since({first})",
                f"age_on({first}, {self.pick(_DATES)})",
                f"(age_on({first}, {second}) + 1)",
            ]
        )

    def years(self, subject):
        left, right = self.elapsed(subject), self.pick(["0", "1", "6", "16", "15.5", "-1", "18", "3000000", "-90000"])
        return f" {self.pick(_OPERATORS)} ".join(self.pick([(left, right), (right, left)]))

    def years_range(self, subject):
        return f"{self.elapsed(subject)} {self.pick(['between', 'not between'])} 6 and {self.pick(['15', '6', '15.5'])}"

    def money(self, subject):
        names = _NAMES[subject][3]
        return self.pick([self.pick(names), f"({self.pick(names)} {self.pick(['+', '-'])} {self.pick(names)})"])

    def amount(self, subject):
        left = self.money(subject)
        right = self.pick([self.pick(_NUMBERS), self.money(subject) + " + 0.5"])
        return f"{left} {self.pick(_OPERATORS)} {right}"

    def amount_range(self, subject):
        return f"{self.money(subject)} {self.pick(['between', 'not between'])} {self.pick(['0', '-1'])} and :line"

    def members(self, _):
        return f"{self.pick(['every_member', 'any_member'])}({self.condition(P, 1)})"

    def counted(self):
        count = f"count_members({self.pick([self.condition(P, 1), self.condition(P, 0), 'true'])})"
        return self.pick([count, count, f"2 * {count}", f"{count} * :share", f"-{count}", f"({count} - heads)"])

    def count(self, _):
        left = self.counted()
        if self.pick([True, False, False]):
            return left + self.pick([" between 1 and 2", " not between 1 and 2", " not in (1, 2)", " in (0, 3)"])
        return f"{left} {self.pick(_OPERATORS)} {self.pick(['0', '1', '2', '3', '1.5', ':few', 'heads', self.counted() + ' + 1'])}"

    def total(self, _):
        what = self.pick(
            ["sum_members(wage)", "sum_members(months)", "sum_members(year_wage)", "sum_members(2 * months - 1)"]
        )
        return f"{what} {self.pick(_OPERATORS)} {self.pick(['0', '1', '0.6', '3', '10', '12.5'])}"


@st.composite
def conditions(draw, subject):
    """Text of a condition that the checker accepts."""
    return Writer(lambda choices: draw(st.sampled_from(choices))).condition(subject)


# ---------------------------------------------------------------------------------------------------------- facts
_VALUES = {
    B: st.booleans(),
    C: st.sampled_from(CODES),
    D: st.one_of(
        st.integers(-9000, 400).map(lambda n: AS_OF + timedelta(days=n)),
        st.sampled_from([date(2003, 6, 30), date(2003, 7, 1), date(2012, 2, 29), date(2012, 8, 31), date(2012, 9, 1)]),
    ),
    N: st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0, 10.0, 12.5, 125.0, -3.7]),
    WHOLE: st.integers(0, 12),
    T: st.sampled_from(["a", "b"]),
}
_GRADES = st.sampled_from(
    [
        {0: Grade.DECLARED, 1: Grade.DECLARED, 2: Grade.ROSTER, 3: Grade.SEEN},
        {1: Grade.ROSTER},
        {1: Grade.SEEN, 2: Grade.SEEN},
    ]
)


@dataclass
class World:
    """Households with members, villages and facilities, and how their columns are carried."""

    layout: Layout
    villages: list[Record]
    facilities: list[tuple[Record, int | None]]
    households: list[tuple[Record, list[Record], int | None, bool]]

    def household_facts(self):
        """Every household as the closures read it."""
        return [
            HouseholdFacts(household, members, self.village(village), complete)
            for household, members, village, complete in self.households
        ]

    def facility_facts(self):
        """Every facility as the closures read it."""
        return [
            HouseholdFacts(facility=facility, village=self.village(village)) for facility, village in self.facilities
        ]

    def village(self, index):
        """A village, or None where the household's code is in no list."""
        return None if index is None else self.villages[index]


@st.composite
def worlds(draw):
    """A world; columns may be carried by one source, by several, or by none, whole relations may be missing."""
    grades = draw(_GRADES)
    columns = {subject: _columns(draw, subject, grades) for subject in (H, P, V, F)}
    names = {H: "households", P: "persons", V: "places.villages", F: "facilities"}
    absent = draw(st.sampled_from([(), (), (), (), (P,), (V,), (P, V, F)]))
    layout = Layout({s: Relation(names[s], columns[s]) for s in (H, P, V, F) if s not in absent}, grades)
    villages = [] if V in absent else [_record(draw, V, columns, grades) for _ in range(draw(st.integers(0, 2)))]
    village = st.sampled_from([None, *range(len(villages))])
    facilities = [] if F in absent else [(_record(draw, F, columns, grades), draw(village)) for _ in range(2)]
    households = []
    for _ in range(draw(st.integers(1, 4))):
        heads = 0 if P in absent else draw(st.integers(0, 4))
        members = [_record(draw, P, columns, grades) for _ in range(heads)]
        households.append((_record(draw, H, columns, grades), members, draw(village), draw(st.booleans())))
    return World(layout, villages, facilities, households)


def _columns(draw, subject, grades):
    how = st.sampled_from([*grades, None, "absent"]) if len(grades) > 1 else st.sampled_from([1, 1, None, "absent"])
    carried = {f.name: draw(how) for f in STORED if f.subject is subject}
    return {name: Column(name, source) for name, source in carried.items() if source != "absent"}


def _record(draw, subject, columns, grades):
    values, evidence = {}, {}
    for name, column in columns[subject].items():
        value = draw(st.none() | _VALUES[CATALOGUE.field(subject, name).type])
        source = draw(st.sampled_from(sorted(grades))) if column.source is None else column.source
        values[name], evidence[name] = value, int(grades[source])
    return Record(values, evidence)


# --------------------------------------------------------------------------------------------------------- DuckDB
_ARROW = {B: pa.bool_(), C: pa.string(), T: pa.string(), WHOLE: pa.int64(), N: pa.float64(), D: pa.date32()}


def loaded(world):
    """A DuckDB connection with the world in it; key columns are numbers written as text."""
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA places")
    homes = [(f"h{i}", *home) for i, home in enumerate(world.households)]
    rows = {
        H: [
            {"household_id": i, "region_code": _code(v), "roster_incomplete": not ok, **_row(world, H, r)}
            for i, r, _, v, ok in homes
        ],
        P: [
            {"household_id": i, "person_id": f"{i}-{n}", **_row(world, P, m)}
            for i, _, ms, _, _ in homes
            for n, m in enumerate(ms)
        ],
        V: [{"region_code": _code(i), **_row(world, V, r)} for i, r in enumerate(world.villages)],
        F: [
            {"facility_id": f"f{i}", "region_code": _code(v), **_row(world, F, r)}
            for i, (r, v) in enumerate(world.facilities)
        ],
    }
    for subject, relation in world.layout.relations.items():
        keys = {
            H: ["household_id", "region_code"],
            P: ["household_id", "person_id"],
            V: ["region_code"],
            F: ["facility_id", "region_code"],
        }
        schema = [(key, pa.string()) for key in keys[subject]]
        schema += [("roster_incomplete", pa.bool_())] if subject is H else []
        for name, column in relation.columns.items():
            schema.append((name, _ARROW[CATALOGUE.field(subject, name).type]))
            schema += [(name + SOURCE_SUFFIX, pa.uint8())] if column.source is None else []
        connection.register("incoming", pa.Table.from_pylist(rows[subject], schema=pa.schema(schema)))
        connection.execute(f"CREATE TABLE {relation.name} AS SELECT * FROM incoming")
    return connection


def _code(village):
    return None if village is None else f"v{village}"


def _row(world, subject, record):
    relation = world.layout.relations.get(subject)
    row = {}
    for name, column in relation.columns.items() if relation else ():
        row[name] = record.values[name]
        if column.source is None:
            sources = [s for s, grade in world.layout.grades.items() if int(grade) == record.grades[name]]
            row[name + SOURCE_SUFFIX] = sources[0]
    return row
