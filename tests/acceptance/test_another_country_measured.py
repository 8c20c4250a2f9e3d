"""A standard in Portuguese, screened and measured alike: weights over rules on members, exempt villages, lists that are left.

Written from the documentation alone; what is right is decided here, in plain Python (`tests/factories/truths.py`).
"""

import random
from datetime import date, timedelta
from math import fsum

import pyarrow.parquet as pq
import pytest

import diguan
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
    months,
    opposite,
    told,
    told_of,
    verdict,
    write_tables,
    years,
)

DAY, OLD, NEW = date(2024, 12, 31), date(2022, 12, 31), date(2024, 6, 30)
CUT = date(2024, 3, 31)
ALWAYS = True
EXITS = [OLD - timedelta(1), OLD, date(2023, 6, 1), date(2023, 6, 2), NEW - timedelta(1), NEW]
BIRTHDAYS = [
    date(2018, 3, 31),
    date(2018, 4, 1),
    date(2009, 12, 31),
    date(2010, 1, 1),
    date(2017, 12, 31),
    date(2018, 1, 1),
]
WEIGHTS = {"renda": 2, "escola": 2, "saude": 2, "casa": 1, "agua": 1, "luz": 1}
CUTOFF, ALL = 3, 9
GUARANTEES = {"garantia": ("renda", "saude", "casa", "agua", "luz"), "ensino": ("escola",)}
ASKED = (*GUARANTEES["garantia"], *GUARANTEES["ensino"])
OF_HOME, OF_PERSON = ("renda", "casa", "agua", "luz", "cadastro", "dependencia"), ("escola", "saude")
HOUSEHOLD = {
    "renda": lambda d: d.choice([218.0, 217.99, 178.0, 177.99, round(d.uniform(0, 900), 2), 900.0]),
    "parede": lambda d: d.choice(["alvenaria", "alvenaria", "madeira", "taipa", "outra"]),
    "telhado": lambda d: d.choice(["telha", "telha", "laje", "palha"]),
    "fonte": lambda d: d.choice(["rede", "rede", "poço", "açude", "carro-pipa"]),
    "tratada": lambda d: d.random() < 0.6,
    "luz": lambda d: d.random() < 0.8,
    "inscrita_em": lambda d: d.choice([date(2020, 5, 1), date(2022, 12, 31), date(2024, 1, 1)]),
    "atualizada_em": lambda d: d.choice([date(2022, 12, 31), date(2022, 12, 30), date(2024, 1, 1), date(2020, 4, 30)]),
    "situacao": lambda d: d.choice(["inscrita", "desligada", "desligada", "fora", "fora"]),
    "desligada_em": lambda d: d.choice(EXITS),
    "quilombola": lambda d: d.choice([True, False, False]),
    "divida": lambda d: d.choice([0.0, 100.0, 100.01, 5000.0, 5000.01]),
    "peso": lambda d: d.choice([0.5, 1.0, 2.25, 0.0]),
    "moradores": lambda d: d.randrange(1, 8),
    "estrato": lambda d: d.choice(["norte", "sul"]),
    "setor": lambda d: d.choice(["a", "b", "c", "d", "e"]),
    "zona": lambda d: d.choice(["urbana", "rural"]),
}
PERSON = {
    "nascimento": lambda d: d.choice([*BIRTHDAYS, date(1950, 1, 1) + timedelta(days=d.randrange(27_000))]),
    "sexo": lambda d: d.choice(["f", "m"]),
    "estuda": lambda d: d.random() < 0.7,
    "em_casa": lambda d: d.random() < 0.3,
    "vacinas": lambda d: d.choice([4, 5, 6]),
    "gestante": lambda d: d.random() < 0.15,
    "consultas": lambda d: d.choice([5, 6, 7]),
    "salario": lambda d: d.choice([0.0, 1500.0, 1500.5, 3000.0]),
}
VILLAGE = {
    "taxa": lambda d: d.choice([2.99, 3.0, 1.0, 8.5]),
    "estrada": lambda d: d.random() < 0.8,
    "km_posto": lambda d: d.choice([5.0, 5.01, 1.0, 12.0]),
    "habitantes": lambda d: d.choice([299, 300, 1200]),
    "dispensada": lambda d: d.choice([True, False, False]),
    "na_lista": lambda d: d.random() < 0.6,
}
FACILITY = {
    "tipo": lambda d: d.choice(["escola", "creche", "posto"]),
    "salas": lambda d: d.choice([1, 2, 3]),
    "alunos": lambda d: d.choice([30, 31, 60, 61, 90]),
    "enfermeiras": lambda d: d.randrange(3),
    "isenta": lambda d: d.choice([True, False, False]),
    "prazo": lambda d: d.choice([date(2025, 6, 30), date(2025, 7, 1)]),
}
VILLAGES = [f"{2100055 + n // 4}{n:03}" for n in range(16)]


def state(dice, day, homes):
    """One state: tables of a day; households and members come and go between two."""
    households = [drawn(dice, HOUSEHOLD, household_id=home, village_code=dice.choice(VILLAGES)) for home in homes]
    persons = [
        drawn(dice, PERSON, person_id=f"{home}-{n}", household_id=home)
        for home in homes
        for n in range(6)
        if dice.random() < 0.5
    ]
    tables = {
        "households": households,
        "persons": persons,
        "villages": [drawn(dice, VILLAGE, village_code=code) for code in VILLAGES],
        "facilities": [
            drawn(dice, FACILITY, facility_id=f"S{n:03}", village_code=dice.choice(VILLAGES)) for n in range(120)
        ],
    }
    return {name: [row | {"data_on": day} for row in rows] for name, rows in tables.items()}


def of_person(person, day):
    """Verdicts of one member on a day."""
    born, expecting = person["nascimento"], person["gestante"]
    due = all_of(told(lambda a: a >= 6, years(born, CUT)), told(lambda a: a < 15, years(born, day)))
    small = told(lambda a: a < 7, years(born, day))
    concerned = any_of(all_of(expecting, told(lambda s: s == "f", person["sexo"])), small)
    seen = any_of(opposite(expecting), told(lambda c: c >= 6, person["consultas"]))
    immune = any_of(opposite(small), told(lambda v: v >= 5, person["vacinas"]))
    return {"escola": verdict(due, person["estuda"]), "saude": verdict(concerned, all_of(seen, immune))}


def shared_burden(people, day):
    """A third of the members of working age, or wages above 3,000; nobody listed: not known."""
    if not people:
        return None
    ages = [told(lambda a: 15 <= a <= 64, years(p["nascimento"], day)) for p in people]
    least, most = ages.count(True), ages.count(True) + ages.count(None)
    enough = True if least * 3 >= len(people) else None if most * 3 >= len(people) else False
    return any_of(enough, told(lambda *wages: sum(wages) > 3000, *(p["salario"] for p in people)))


def judged(home, people, day):
    """Verdicts of a household and its members by facts, line and ages of a day."""
    line = 218 if day >= date(2023, 6, 2) else 178
    walls = told(lambda p: p in ("alvenaria", "madeira"), home["parede"])
    house = all_of(walls, told(lambda t: t != "palha", home["telhado"]))
    well = all_of(told(lambda f: f in ("poço", "carro-pipa"), home["fonte"]), home["tratada"])
    recent = told(lambda m: m <= 24, months(home["atualizada_em"], day))
    in_order = told(lambda a, b: a >= b, home["atualizada_em"], home["inscrita_em"])
    own = {
        "renda": verdict(ALWAYS, told(lambda r: r >= line, home["renda"])),
        "casa": verdict(opposite(home["quilombola"]), house),
        "agua": verdict(ALWAYS, any_of(told(lambda f: f == "rede", home["fonte"]), well)),
        "luz": verdict(ALWAYS, home["luz"]),
        "cadastro": verdict(ALWAYS, all_of(recent, in_order)),
        "dependencia": verdict(ALWAYS, shared_burden(people, day)),
    }
    each = {p["person_id"]: of_person(p, day) for p in people}
    return own | {n: min((v[n] for v in each.values()), default=UNKNOWN) for n in OF_PERSON}, each


def of_village(village):
    """Verdicts of a village."""
    leaves = all_of(village["na_lista"], opposite(village["dispensada"]))
    near = any_of(told(lambda k: k <= 5, village["km_posto"]), told(lambda h: h < 300, village["habitantes"]))
    return {
        "desligamento": verdict(leaves, all_of(told(lambda t: t < 3, village["taxa"]), village["estrada"])),
        "posto_perto": verdict(opposite(village["dispensada"]), near),
    }


def of_facility(facility, village):
    """Verdicts of a school, nursery or health post."""
    open_to_all, nurses = opposite(facility["isenta"]), facility["enfermeiras"]
    post = told(lambda t: t == "posto", facility["tipo"])
    few = any_of(told(lambda n: n >= 2, nurses), told(lambda h: h < 300, village["habitantes"]))
    return {
        "salas": verdict(
            all_of(opposite(post), open_to_all), told(lambda s, a: s * 30 >= a, facility["salas"], facility["alunos"])
        ),
        "equipe": verdict(all_of(post, open_to_all), all_of(told(lambda n: n >= 1, nurses), few)),
    }


class Truth(States):
    """Both states, what was so on a day, and who is suspected of what."""

    def verdicts(self, home, day):
        """Verdicts of a household and its members as of a day, or none."""
        rows = self.newest("households", home, day)
        return judged(rows[0], self.newest("persons", home, day), day) if rows else ({}, {})

    def suspected(self, home):
        """(rule, indicator, person) of every finding of a household; one a household has neither."""
        row, people = self.newest("households", home, DAY)[0], self.newest("persons", home, DAY)
        own, each = self.verdicts(home, DAY)
        unmet = told_of(own, each, UNMET, ASKED, OF_HOME)
        at_home = {("escola", p["person_id"]) for p in people if p["em_casa"]}
        found = set()
        if row["situacao"] == "desligada" and row["desligada_em"] is not None:
            then, then_each = self.verdicts(home, row["desligada_em"])
            found |= {("desligada_por_engano", *p) for p in told_of(then, then_each, UNMET, ASKED, OF_HOME)}
            fine = {part for code in (MET, NOT_APPLICABLE) for part in told_of(then, then_each, code, ASKED, OF_HOME)}
            excused = at_home | ({("renda", None)} if told(lambda d: d > 5000, row["divida"]) else set())
            if row["quilombola"] is not True:
                found |= {("voltou", *part) for part in (unmet & fine) - excused}
        if row["situacao"] == "fora":
            poor = own["renda"] == UNMET and UNMET in (own["casa"], own["agua"], own["luz"])
            if poor or {part for part in unmet if part[0] == "escola"} - at_home:
                found.add(("de_fora", None, None))
        if row["situacao"] == "inscrita" and all(own[n] in (MET, NOT_APPLICABLE) for n in ASKED):
            found |= {("a_mais", None, None)} if told(lambda d: d <= 100, row["divida"]) else set()
        if UNKNOWN in (own["renda"], own["escola"]):  # true by one of them, all that is unknown of both is a reason
            found |= {("sem_dado", *part) for part in told_of(own, each, UNKNOWN, ("renda", "escola"), OF_HOME)}
        return found

    def places(self):
        """(rule, village or facility, indicator) of every finding about places."""
        found = set()
        for code in VILLAGES:
            village = self.village(code, DAY)
            verdicts = of_village(village)
            found |= {("povoado", code, n) for n, v in verdicts.items() if v == UNMET}
        for row in self.states[NEW]["facilities"]:
            if told(lambda p: p < date(2025, 7, 1), row["prazo"]):
                verdicts = of_facility(row, self.village(row["village_code"], DAY))
                found |= {("servico", row["facility_id"], n) for n, v in verdicts.items() if v == UNMET}
        return found

    def poverty(self, group=None):
        """H, A and MPI over the people of households with a weight and nothing unknown, of a zone."""
        weighed = []
        for home in self.homes:
            row, own = self.newest("households", home, DAY)[0], self.verdicts(home, DAY)[0]
            weight = (row["peso"] or 0) * (row["moradores"] or 0)
            if UNKNOWN not in [own[n] for n in WEIGHTS] and (group is None or row["zona"] == group):
                weighed.append((weight, sum(points for n, points in WEIGHTS.items() if own[n] == UNMET)))
        poor = [(w, points) for w, points in weighed if points >= CUTOFF]
        whole, share = fsum(w for w, _ in weighed), fsum(w for w, _ in poor)
        depth = fsum(w * points for w, points in poor) / ALL
        return {"headcount_ratio": share / whole, "intensity": depth / share, "mpi": depth / whole}


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Two folders of plain tables, and what is in them: some households are in one of them alone."""
    made, dice = tmp_path_factory.mktemp("familias"), random.Random(31)
    names = [f"F{n:04}" for n in range(400)]
    states = {OLD: state(dice, OLD, names[:360]), NEW: state(dice, NEW, names[20:])}
    for day, tables in states.items():
        for kind in ("parquet", "csv"):
            write_tables(made / kind / str(day.year), tables, kind)
    return made, Truth(states)


@pytest.mark.parametrize(
    ("kind", "engine"), [("parquet", "duckdb"), ("csv", "duckdb"), ("parquet", "closures"), ("parquet", "spark")]
)
def test_households_members_and_places_are_judged_as_plain_python_does(country, tmp_path, kind, engine, request):
    if engine == "spark":
        request.getfixturevalue("spark")
    made, truth = country
    inputs = [made / kind / str(day.year) for day in truth.states]
    result = api.screen(
        inputs, standard=PACKS / "familias", as_of=DAY, out=tmp_path / "round", engine=engine, language="en"
    )
    assert result.counts["rejected_rows"] == result.counts["bad_cells"] == 0

    def written(subject, key, names):
        rows = pq.read_table(result.path / "verdicts" / subject).to_pylist()
        return {row[key]: {name: row[name] for name in names} for row in rows}

    expected = {home: truth.verdicts(home, DAY) for home in truth.homes}
    assert written("household", "household_id", (*OF_HOME, *OF_PERSON)) == {h: own for h, (own, _) in expected.items()}
    members = {person: verdicts for _, each in expected.values() for person, verdicts in each.items()}
    assert written("person", "person_id", OF_PERSON) == members
    villages = {code: of_village(truth.village(code, DAY)) for code in VILLAGES}
    assert written("village", "region_code", ("desligamento", "posto_perto")) == villages
    per_household = {"de_fora", "a_mais"}
    found = {
        (
            r["household_id"],
            r["rule"],
            *((None, None) if r["rule"] in per_household else (r["indicator"], r["person_id"])),
        )
        for r in result.findings().to_pylist()
    }
    due = {(home, *part) for home in truth.homes for part in truth.suspected(home)}
    assert found == due
    assert {rule for _, rule, *_ in due} == {"desligada_por_engano", "voltou", "sem_dado", *per_household}
    places = pq.read_table(result.path / "place_findings.parquet").to_pylist()
    told_places = {(r["rule"], r["facility_id"] or r["region_code"], r["indicator"]) for r in places}
    assert told_places == truth.places()
    assert {rule for rule, *_ in told_places} == {"povoado", "servico"}


def test_poverty_over_rules_on_members_is_as_plain_python_reckons(country):
    made, truth = country
    found = diguan.measure(
        [made / "parquet" / str(day.year) for day in truth.states],
        standard=PACKS / "familias",
        as_of=DAY,
        people="moradores",
        by=["zona"],
        line="linha",
        income="renda",
    )
    figures = {
        (f.measure, f.group): f.estimate.value for f in found.figures if f.indicator is None and (f.group or not f.by)
    }
    for group in (None, "urbana", "rural"):
        expected = truth.poverty(group)
        assert {name: figures[name, group] for name in expected} == pytest.approx(expected), group
    below = [truth.newest("households", home, DAY)[0] for home in truth.homes]
    weighed = [((r["peso"] or 0) * (r["moradores"] or 0), r["renda"]) for r in below if r["renda"] is not None]
    share = fsum(w for w, income in weighed if income < 218) / fsum(w for w, _ in weighed)
    assert figures["fgt0", None] == pytest.approx(share)
    assert found.unweighted == sum(1 for r in below if not r["peso"] or not r["moradores"])
