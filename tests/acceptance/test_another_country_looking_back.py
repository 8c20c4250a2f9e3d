"""A standard in Swahili over two states of the same households: lists are left, exits are looked at on the facts of their day.

Written from the documentation alone; who is suspected of what is decided here, in plain Python (`tests/factories/truths.py`).
"""

import random
from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest

from diguan import api
from tests.factories.packs import PACKS
from tests.factories.truths import (
    MET,
    NOT_APPLICABLE,
    UNKNOWN,
    UNMET,
    States,
    all_of,
    any_of,
    drawn,
    opposite,
    told,
    told_of,
    verdict,
    write_tables,
    years,
)

DAY, OLD, NEW = date(2024, 12, 31), date(2021, 12, 31), date(2024, 6, 30)
ALWAYS = True
OF_HOME, OF_PERSON = ("mapato", "nyumba", "maji"), ("elimu", "afya")
EXITS = [OLD - timedelta(1), OLD, NEW - timedelta(1), NEW, DAY]
HOUSEHOLD = {
    "kipato": lambda d: d.choice([2000.0, 1999.99, 2500.0, 2499.5, round(d.uniform(0, 4000), 2)]),
    "paa": lambda d: d.choice(["bati", "bati", "makuti", "udongo"]),
    "mhamaji": lambda d: d.random() < 0.2,
    "maji_safi": lambda d: d.random() < 0.5,
    "hali": lambda d: d.choice(["ndani", "ametoka", "ametoka", "kawaida"]),
    "alitoka": lambda d: d.choice(EXITS),
    "mkopo": lambda d: d.choice([1000.0, 1000.01, 0.0]),
}
PERSON = {
    "amezaliwa": lambda d: date(2008, 1, 1) + timedelta(days=d.randrange(6_200)),
    "anasoma": lambda d: d.random() < 0.5,
    "nyumbani": lambda d: d.random() < 0.3,
    "bima": lambda d: d.random() < 0.8,
}
VILLAGE = {"kisima": lambda d: d.random() < 0.5, "barabara": lambda d: d.random() < 0.7}
VILLAGES = [f"KE-{n:02}" for n in range(9)]


def state(dice, day, homes):
    """One state: tables of a day; households and members come and go between two."""
    households, persons = [], []
    for home in homes:
        row = drawn(dice, HOUSEHOLD, household_id=home, village_code=dice.choice(VILLAGES))
        households.append(
            row | {"sakafu_udongo": dice.choice([True, None] if row["paa"] == "makuti" else [True, False, None])}
        )
        persons += [
            drawn(dice, PERSON, person_id=f"{home}-{n}", household_id=home) for n in range(5) if dice.random() < 0.5
        ]
    tables = {
        "households": households,
        "persons": persons,
        "villages": [drawn(dice, VILLAGE, village_code=code) for code in VILLAGES],
    }
    return {name: [row | {"data_on": day} for row in rows] for name, rows in tables.items()}


def judged(home, people, village, day):
    """Verdicts of a household and its members by facts, line and ages of a day."""
    line = 2500 if day >= date(2024, 1, 1) else 2000
    floor = True if home["sakafu_udongo"] is None and home["paa"] == "makuti" else home["sakafu_udongo"]
    good = all_of(told(lambda p: p == "bati", home["paa"]), opposite(floor))
    own = {
        "mapato": verdict(ALWAYS, told(lambda k: k >= line, home["kipato"])),
        "nyumba": verdict(opposite(home["mhamaji"]), good),
        "maji": verdict(ALWAYS, any_of(home["maji_safi"], village["kisima"])),
    }
    each = {
        p["person_id"]: {
            "elimu": verdict(told(lambda a: 6 <= a <= 13, years(p["amezaliwa"], day)), p["anasoma"]),
            "afya": verdict(ALWAYS, p["bima"]),
        }
        for p in people
    }
    return own | {n: min((v[n] for v in each.values()), default=UNKNOWN) for n in OF_PERSON}, each


class Country(States):
    """Both states and what was so on a day."""

    def known(self, home, day):
        """Facts, members and village of a household as of a day; None where nothing is as old."""
        own = self.newest("households", home, day)
        return (own[0], self.newest("persons", home, day), self.village(own[0]["village_code"], day)) if own else None

    def verdicts(self, home, day):
        """Verdicts as of a day, or none."""
        found = self.known(home, day)
        return ({}, {}) if found is None else judged(*found, day)


def suspected(country, home):
    """(rule, indicator, person) of every finding of a household; one a household has neither."""
    row, people, _ = country.known(home, DAY)
    own, each = country.verdicts(home, DAY)
    asked = ("mapato", "elimu", "nyumba", "maji")
    found = set()
    if row["hali"] == "ametoka":
        left = row["alitoka"]
        then, then_each = ({}, {}) if left is None else country.verdicts(home, left)
        found |= {("alitolewa_vibaya", *part) for part in told_of(then, then_each, UNMET, asked, OF_HOME)}
        taught_at_home = {p["person_id"] for p in people if p["nyumbani"]}
        for name, person in told_of(own, each, UNMET, asked, OF_HOME):
            before = then.get(name) if person is None else then_each.get(person, {}).get(name)
            excused = name == "elimu" and person in taught_at_home
            if before in (MET, NOT_APPLICABLE) and not excused:
                found.add(("amerudi", name, person))
            if before in (None, UNKNOWN):
                found.add(("haijulikani", name, person))
    if row["hali"] == "kawaida":
        babies = {p["person_id"] for p in people if told(lambda a: a < 1, years(p["amezaliwa"], DAY))}
        parts = told_of(own, each, UNMET, ("mapato", "nyumba", "afya"), OF_HOME)
        rich = told(lambda m: m > 1000, row["mkopo"]) is True
        parts = {(n, p) for n, p in parts if not (n == "mapato" and rich) and p not in babies}
        found |= {("ameachwa", None, None)} if parts else set()
    if row["hali"] == "ndani" and all(own[n] in (MET, NOT_APPLICABLE) for n in asked):
        found.add(("ameandikwa_vibaya", None, None))
    return found


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Two folders of plain tables, and what is in them: some households are in one of them alone."""
    made, dice = tmp_path_factory.mktemp("kaya"), random.Random(11)
    names = [f"K{n:04}" for n in range(300)]
    states = {OLD: state(dice, OLD, names[:270]), NEW: state(dice, NEW, names[20:])}
    for day, tables in states.items():
        for kind in ("parquet", "csv"):
            write_tables(made / kind / str(day.year), tables, kind)
    return made, Country(states)


@pytest.mark.parametrize(
    ("kind", "engine"), [("parquet", "duckdb"), ("csv", "duckdb"), ("parquet", "closures"), ("parquet", "spark")]
)
def test_every_exit_is_looked_at_as_plain_python_does(country, tmp_path, kind, engine, request):
    if engine == "spark":
        request.getfixturevalue("spark")
    made, truth = country
    inputs = [made / kind / str(day.year) for day in truth.states]
    result = api.screen(
        inputs, standard=PACKS / "kaya", as_of=DAY, out=tmp_path / "round", engine=engine, language="en"
    )
    expected = {home: truth.verdicts(home, DAY) for home in truth.homes}
    rows = pq.read_table(result.path / "verdicts" / "household").to_pylist()
    names = (*OF_HOME, *OF_PERSON)
    assert {r["household_id"]: {n: r[n] for n in names} for r in rows} == {h: own for h, (own, _) in expected.items()}
    rows = pq.read_table(result.path / "verdicts" / "person").to_pylist()
    each = {person: verdicts for _, members in expected.values() for person, verdicts in members.items()}
    assert {r["person_id"]: {n: r[n] for n in OF_PERSON} for r in rows} == each
    per_household = {"ameachwa", "ameandikwa_vibaya"}
    found = {
        (
            r["household_id"],
            r["rule"],
            *((None, None) if r["rule"] in per_household else (r["indicator"], r["person_id"])),
        )
        for r in result.findings().to_pylist()
    }
    due = {(home, *part) for home in truth.homes for part in suspected(truth, home)}
    assert found == due
    assert {rule for _, rule, *_ in due} == {"alitolewa_vibaya", "amerudi", "haijulikani", *per_household}
