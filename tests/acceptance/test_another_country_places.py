"""A standard in French and a region's above it: members with a list beside them, villages, posts and hospitals; truth in plain Python.

Written from the documentation alone. The list is a second folder of plain tables: it names some
members, and contradicts the first in places.
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
    all_of,
    any_of,
    drawn,
    months,
    opposite,
    told,
    verdict,
    write_tables,
    years,
)

DAY = date(2023, 12, 31)
ALWAYS = True
UPSTREAM = "eau d'amont"
STANDARDS = {"foyers": (1000.0, 10.0), "foyers-littoral": (1200.5, 7.5)}
HOUSEHOLD = {
    "revenu": lambda d: d.choice([1000.0, 999.99, 1200.5, 1200.49, round(d.uniform(0, 2500), 2)]),
    "eau": lambda d: d.choice(["robinet", "puits", "rivière", UPSTREAM]),
    "citerne": lambda d: d.random() < 0.4,
    "partie": lambda d: d.random() < 0.2,
}
BIRTHDAYS = [date(2023, 3, 31), date(2023, 4, 1), date(2018, 12, 31), date(2019, 1, 1), date(2020, 2, 29)]
PERSON = {
    "naissance": lambda d: d.choice([*BIRTHDAYS, date(1940, 1, 1) + timedelta(days=d.randrange(30_000))]),
    "vaccin": lambda d: d.choice(["complet", "complet", "partiel", "aucun"]),
    "handicap": lambda d: d.random() < 0.4,
}
VILLAGE = {
    "electricite": lambda d: d.random() < 0.7,
    "km_route": lambda d: d.choice([2.0, 2.01, 7.5, 7.51, 10.0, 10.5]),
    "habitants": lambda d: d.choice([500, 501, 800, 801, 2000]),
}
FACILITY = {
    "genre": lambda d: d.choice(["poste", "poste", "hôpital", "école"]),
    "infirmiers": lambda d: d.randrange(4),
    "eau_courante": lambda d: d.random() < 0.7,
    "inspection": lambda d: d.choice([date(2022, 1, 1), date(2021, 12, 31), date(2023, 8, 31)]),
}
NOWHERE = dict.fromkeys(VILLAGE)
OF_HOME, OF_PERSON = ("acces", "eau_saine", "petits"), ("vaccination", "aide")


def of_person(person):
    """Verdicts of one member, both folders together."""
    old_enough = told(lambda m: 9 <= m <= 59, months(person["naissance"], DAY))
    return {
        "vaccination": verdict(old_enough, told(lambda v: v == "complet", person["vaccin"])),
        "aide": verdict(person["handicap"], told(lambda a: a >= 5000, person["allocation"])),
    }


def of_home(home, people, village, least):
    """A household's own verdicts."""
    small = [
        all_of(told(lambda a: a < 5, years(p["naissance"], DAY)), told(lambda v: v != "complet", p["vaccin"]))
        for p in people
    ]
    near, there = told(lambda k: k <= 2, village["km_route"]), opposite(home["partie"])
    clean = told(lambda e: e not in ("rivière", UPSTREAM), home["eau"])
    return {
        "acces": verdict(ALWAYS, any_of(told(lambda r: r >= least, home["revenu"]), near)),
        "eau_saine": verdict(there, clean),
        "petits": verdict(ALWAYS, opposite(any_of(*small)) if people else None),
        "reserve": verdict(told(lambda e: e != "robinet", home["eau"]), home["citerne"]),
    }


def of_facility(facility, village):
    """Verdicts of a post, hospital or school."""
    nurses, kind = facility["infirmiers"], facility["genre"]
    few = all_of(told(lambda n: n >= 1, nurses), told(lambda h: h <= 800, village["habitants"]))
    seen = told(lambda m: m < 24, months(facility["inspection"], DAY))
    return {
        "soignants": verdict(told(lambda g: g == "poste", kind), any_of(told(lambda n: n >= 2, nurses), few)),
        "hygiene": verdict(told(lambda g: g != "école", kind), all_of(facility["eau_courante"], seen)),
    }


def together(person, listed):
    """A member by both folders: what only one says is so, what they contradict in is not known."""
    said = {person["handicap"], (listed or {}).get("handicap")} - {None}
    contrary = len(said) == 2
    handicap = said.pop() if len(said) == 1 else None
    return person | {
        "handicap": handicap,
        "allocation": (listed or {}).get("allocation"),
        "contrary": contrary,
    }


class Country:
    """The tables, and who is suspected of what by them."""

    def __init__(self, tables, listed):
        self.tables = tables
        by_person = {row["person_id"]: row for row in listed["persons"]}
        self.people = [together(p, by_person.get(p["person_id"])) for p in tables["persons"]]
        self.villages = {v["village_code"]: v for v in tables["villages"]}

    def village(self, row):
        """The village of a household or facility; nothing is known of one that no table has."""
        return self.villages.get(row["village_code"], NOWHERE)

    def members(self, home):
        """Its members."""
        return [p for p in self.people if p["household_id"] == home["household_id"]]

    def verdicts(self, least):
        """Of every household, by its number."""
        found = {}
        for home in self.tables["households"]:
            people = self.members(home)
            each = [of_person(p) for p in people]
            worst = {name: min((v[name] for v in each), default=UNKNOWN) for name in OF_PERSON}
            found[home["household_id"]] = of_home(home, people, self.village(home), least) | worst
        return found

    def suspected(self, verdicts):
        """(rule, household, person) of every finding about households and members."""
        found = set()
        for home in self.tables["households"]:
            name, own = home["household_id"], verdicts[home["household_id"]]
            for p in self.members(home):
                aid = of_person(p)["aide"]
                if aid == UNMET:
                    found.add(("sans_aide", name, p["person_id"]))
                if own["aide"] == aid == UNKNOWN and p["contrary"]:  # with an unmet member the household is unmet
                    found.add(("dossiers_contraires", name, p["person_id"]))
            poor = own["acces"] == UNMET and own["eau_saine"] == UNMET
            children = UNMET in (own["vaccination"], own["petits"]) and home["citerne"] is False
            if (poor or children) and home["partie"] is not True:
                found.add(("fragile", name, None))
        return found

    def places(self, farthest):
        """(rule, village or facility, indicator) of every finding about places."""
        found = set()
        for code, village in self.villages.items():
            if self.connected(village, farthest) == UNMET and told(lambda h: h > 500, village["habitants"]):
                found.add(("village_isole", code, "desserte"))
        words = {UNMET: "service_insuffisant", UNKNOWN: "service_inconnu"}
        for facility in self.tables["facilities"]:
            for name, code in of_facility(facility, self.village(facility)).items():
                if code in words:
                    found.add((words[code], facility["facility_id"], name))
        return found

    @staticmethod
    def connected(village, farthest):
        """Verdict on the one rule of villages."""
        return verdict(ALWAYS, all_of(village["electricite"], told(lambda k: k <= farthest, village["km_route"])))


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Two folders, as Parquet and as CSV: the tables, and a list of those who are paid."""
    made, dice = tmp_path_factory.mktemp("foyers"), random.Random(23)
    codes = [f"SN{n:02}" for n in range(40)]
    anywhere = [*codes, "", "SN-ailleurs"]
    homes = [drawn(dice, HOUSEHOLD, household_id=f"F{n:04}", village_code=dice.choice(anywhere)) for n in range(250)]
    names = [(f"{home['household_id']}.{n}", home["household_id"]) for home in homes for n in range(dice.randrange(6))]
    tables = {
        "households": homes,
        "persons": [drawn(dice, PERSON, person_id=person, household_id=home) for person, home in names],
        "villages": [drawn(dice, VILLAGE, village_code=code) for code in codes],
        "facilities": [
            drawn(dice, FACILITY, facility_id=f"S{n:03}", village_code=dice.choice(anywhere)) for n in range(150)
        ],
    }
    paid = {"allocation": lambda d: d.choice([5000.0, 4999.5, 8000.0]), "handicap": lambda d: d.random() < 0.7}
    listed = {
        "households": [{"household_id": home["household_id"]} for home in homes],
        "persons": [
            drawn(dice, paid, person_id=person, household_id=home) for person, home in names if dice.random() < 0.5
        ],
    }
    for kind in ("parquet", "csv"):
        write_tables(made / kind / "foyers", tables, kind)
        write_tables(made / kind / "allocataires", listed, kind)
    return made, Country(tables, listed)


@pytest.mark.parametrize(
    ("standard", "kind", "engine"),
    [
        ("foyers", "parquet", "duckdb"),
        ("foyers-littoral", "csv", "duckdb"),
        ("foyers-littoral", "parquet", "closures"),
        ("foyers-littoral", "parquet", "spark"),
    ],
)
def test_people_and_places_are_judged_as_plain_python_does(country, tmp_path, standard, kind, engine, request):
    if engine == "spark":
        request.getfixturevalue("spark")
    made, truth = country
    least, farthest = STANDARDS[standard]
    inputs = [made / kind / "foyers", made / kind / "allocataires"]
    result = api.screen(
        inputs, standard=PACKS / standard, as_of=DAY, out=tmp_path / "round", engine=engine, language="en"
    )
    assert result.counts["rejected_rows"] == result.counts["bad_cells"] == 0

    def judged(subject, key, names):
        rows = pq.read_table(result.path / "verdicts" / subject).to_pylist()
        return {row[key]: {name: row[name] for name in names} for row in rows}

    verdicts = truth.verdicts(least)
    names = (*OF_HOME, *OF_PERSON, *(("reserve",) if standard == "foyers-littoral" else ()))
    assert judged("household", "household_id", names) == {h: {n: v[n] for n in names} for h, v in verdicts.items()}
    assert judged("person", "person_id", OF_PERSON) == {p["person_id"]: of_person(p) for p in truth.people}
    facilities = {f["facility_id"]: of_facility(f, truth.village(f)) for f in truth.tables["facilities"]}
    assert judged("facility", "facility_id", ("soignants", "hygiene")) == facilities
    seen = {code for each in (*verdicts.values(), *facilities.values()) for code in each.values()}
    assert seen == {UNMET, UNKNOWN, MET, NOT_APPLICABLE}
    connected = judged("village", "region_code", ("desserte",))
    assert {code: connected[code]["desserte"] for code in truth.villages} == {
        code: truth.connected(village, farthest) for code, village in truth.villages.items()
    }
    found = {
        (r["rule"], r["household_id"], None if r["rule"] == "fragile" else r["person_id"])
        for r in result.findings().to_pylist()
    }
    due = truth.suspected(verdicts)
    assert found == due
    assert {rule for rule, *_ in due} == {"sans_aide", "dossiers_contraires", "fragile"}
    places = pq.read_table(result.path / "place_findings.parquet").to_pylist()
    assert {(r["rule"], r["facility_id"] or r["region_code"], r["indicator"]) for r in places} == truth.places(farthest)
