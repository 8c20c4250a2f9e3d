"""A standard of another country, written from the documentation alone, over random tables; the truth is decided here, in plain Python.

Every operator of the language is in it. No word of the engine is used to say what is right: conditions are None where a fact is missing.
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

DAY, CUTOFF = date(2024, 12, 31), date(2024, 3, 31)
ALWAYS = True
CISTERN = "camión 'cisterna'"
HOUSEHOLD = {
    "ingreso": lambda d: d.choice([1500.5, 1500.49, 0.0, round(d.uniform(0, 3000), 2)]),
    "area": lambda d: d.choice([30.0, 30.01, round(d.uniform(5, 60), 2)]),
    "cuartos": lambda d: d.randrange(1, 5),
    "dormitorios": lambda d: d.randrange(1, 4),
    "agua": lambda d: d.choice(["red", "pozo", "rio", CISTERN]),
    "piso_tierra": lambda d: d.random() < 0.5,
    "ultima_visita": lambda d: d.choice([date(2023, 12, 31), date(2024, 1, 1), date(2023, 6, 30), date(2023, 7, 1)]),
    "zona": lambda d: d.choice(["norte", "sur", "este", "capital"]),
    "becado": lambda d: d.random() < 0.3,
}
PERSON = {
    "nacio": lambda d: d.choice([date(2009, 3, 31), date(2018, 3, 31), date(2018, 4, 1), _birthday(d), _birthday(d)]),
    "estudia": lambda d: d.random() < 0.5,
    "grado": lambda d: d.randrange(4),
    "sueldo": lambda d: d.choice([0.0, 416.5, 417.0, 1900.25, 0.25, 0.26]),
    "oficio": lambda d: d.choice(["campo", "taller", "ninguno"]),
}
VILLAGE = {
    "camino": lambda d: d.random() < 0.7,
    "km_clinica": lambda d: d.choice([5.0, 5.001, 19.9, 20.0]),
}


def _birthday(dice):
    return date(1950, 2, 28) + timedelta(days=dice.randrange(27_000))


def of_person(person, home, village):
    """Verdicts of one person."""
    age, study = years(person["nacio"], DAY), person["estudia"]
    at_cutoff = years(person["nacio"], CUTOFF)
    trade = told(lambda o: o in ("campo", "taller"), person["oficio"])
    paid = told(lambda s: s * 12 > 5000, person["sueldo"])
    return {
        "escuela": verdict(
            told(lambda a: 6 <= a <= 14, at_cutoff), all_of(study, told(lambda g: g >= 1, person["grado"]))
        ),
        "trabajo": verdict(all_of(told(lambda a: 15 <= a < 65, age), opposite(study)), any_of(trade, paid)),
        "agua_menor": verdict(
            told(lambda m: m <= 60, months(person["nacio"], DAY)), told(lambda a: a in ("red", "pozo"), home["agua"])
        ),
        "clinica": verdict(told(lambda a: a < 5, age), told(lambda k: k <= 5, village["km_clinica"])),
    }


def of_home(home, people):
    """A household's own verdicts; a household without persons is one whose members nobody knows."""
    water, visit, stipend = home["agua"], home["ultima_visita"], home["becado"]
    cistern = all_of(told(lambda a: a == CISTERN, water), told(lambda v: v > date(2023, 6, 30), visit))
    well = all_of(told(lambda a: a == "pozo", water), opposite(home["piso_tierra"]))
    grown = [
        all_of(told(lambda a: 18 <= a <= 64, years(p["nacio"], DAY)), told(lambda o: o != "ninguno", p["oficio"]))
        for p in people
    ]
    schooled = [any_of(p["estudia"], told(lambda a: a >= 15, years(p["nacio"], DAY))) for p in people]
    wages = [p["sueldo"] for p in people]
    earning = [told(lambda s: s > 0, s) for s in wages]
    fewest, most = earning.count(True), len(people) - earning.count(False)
    carried = True if fewest * 2 >= len(people) else False if most * 2 < len(people) else None
    return {
        "ingreso": verdict(ALWAYS, told(lambda i: i >= 1500.5, home["ingreso"])),
        "espacio": verdict(
            told(lambda c, d: c - d >= 1, home["cuartos"], home["dormitorios"]),
            told(lambda a: a - 10 > 20, home["area"]),
        ),
        "agua": verdict(
            told(lambda z: z != "capital", home["zona"]), any_of(told(lambda a: a == "red", water), well, cistern)
        ),
        "registro": verdict(ALWAYS, told(lambda m: m < 12, months(visit, DAY))),
        "zonas": verdict(ALWAYS, any_of(told(lambda z: z not in ("norte", "sur"), home["zona"]), stipend)),
        "adulto": verdict(ALWAYS, any_of(*grown) if people else None),
        "ninos": verdict(ALWAYS, all_of(*schooled) if people else None),
        "carga": verdict(ALWAYS, carried if people else None),
        "masa": verdict(
            ALWAYS, None if None in wages or not people else sum(round(w * 100) for w in wages) + 10_000 > 200_050
        ),
    }


def decided(homes, people, villages):
    """Verdicts by subject and key, with the households' worst of their members."""
    by_code = {v["village_code"]: v for v in villages}
    nowhere = dict.fromkeys(VILLAGE)
    truth = {"household": {}, "person": {}, "village": {}}
    for home in homes:
        own = [p for p in people if p["household_id"] == home["household_id"]]
        village = by_code.get(home["village_code"], nowhere)
        each = {p["person_id"]: of_person(p, home, village) for p in own}
        truth["person"] |= each
        worst = {
            name: min((v[name] for v in each.values()), default=UNKNOWN)
            for name in ("escuela", "trabajo", "agua_menor", "clinica")
        }
        truth["household"][home["household_id"]] = of_home(home, own) | worst
    for code, village in by_code.items():
        near = told(lambda k: k < 20, village["km_clinica"])
        truth["village"][code] = {"via": verdict(ALWAYS, all_of(village["camino"], near))}
    return truth


def suspected(home, verdicts, people):
    """Findings of a household. What is unknown of a rule on persons is told of persons: where nobody is listed there is none."""
    own = verdicts["household"][home["household_id"]]
    at_school = [
        verdicts["person"][p["person_id"]]["escuela"] for p in people if p["household_id"] == home["household_id"]
    ]
    found = set()
    if UNMET in (own["ingreso"], own["agua"]) and home["becado"] is False:
        found.add("pobre")
    if own["ingreso"] == UNKNOWN or (own["escuela"] == UNKNOWN and UNKNOWN in at_school):
        found.add("falta_dato")
    if home["becado"] is True and all(own[n] in (MET, NOT_APPLICABLE) for n in ("ingreso", "trabajo")):
        found.add("beca_de_mas")
    return found


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Tables as Parquet and as CSV, and their rows."""
    made, dice = tmp_path_factory.mktemp("country"), random.Random(7)
    villages = [drawn(dice, VILLAGE, village_code=f"AR-{n:03}") for n in range(12)]
    homes = [
        drawn(
            dice, HOUSEHOLD, household_id=f"H{n:04}", village_code=dice.choice(["", *(f"AR-{v:03}" for v in range(12))])
        )
        for n in range(400)
    ]
    people = [
        drawn(dice, PERSON, person_id=f"{home['household_id']}/{k}", household_id=home["household_id"])
        for home in homes
        for k in range(dice.randrange(6))
    ]
    tables = {"households": homes, "persons": people, "villages": villages}
    for kind in ("parquet", "csv"):
        write_tables(made / kind, tables, kind)
    return made, tables


@pytest.mark.parametrize(
    ("kind", "engine"), [("parquet", "duckdb"), ("csv", "duckdb"), ("parquet", "closures"), ("parquet", "spark")]
)
def test_every_verdict_and_finding_is_what_plain_python_says(country, tmp_path, kind, engine, request):
    if engine == "spark":
        request.getfixturevalue("spark")
    made, tables = country
    result = api.screen(
        [made / kind], standard=PACKS / "hogares", as_of=DAY, out=tmp_path / "round", engine=engine, language="en"
    )
    truth = decided(*tables.values())
    for subject, key in (("household", "household_id"), ("person", "person_id"), ("village", "region_code")):
        rows = pq.read_table(result.path / "verdicts" / subject).to_pylist()
        indicators = list(next(iter(truth[subject].values())))
        assert {row[key]: {name: row[name] for name in indicators} for row in rows} == truth[subject]
        seen = {row[name] for row in rows for name in indicators}
        assert seen >= {UNMET, UNKNOWN, MET}
    assert result.counts["rejected_rows"] == result.counts["bad_cells"] == 0
    found = {(row["household_id"], row["rule"]) for row in result.findings().to_pylist()}
    homes, people = tables["households"], tables["persons"]
    due = {(home["household_id"], rule) for home in homes for rule in suspected(home, truth, people)}
    assert found == due
    places = pq.read_table(result.path / "place_findings.parquet").to_pylist()
    cut_off = [code for code, verdicts in truth["village"].items() if verdicts["via"] == UNMET]
    assert sorted(row["region_code"] for row in places) == sorted(cut_off)
    assert cut_off
