"""The rules in OpenFisca-Core: a variable an indicator, formulas over numpy arrays.

OpenFisca knows no "unknown", so every fact arrives as an array of 0 (no), 1 (unknown), 2 (yes), or, for numbers, as an array beside one
of what is known; "and" is then a minimum and "or" a maximum, which costs what two passes over bytes cost. Verdicts are the same codes as
in the other rivals, so the worst of the members is a minimum too.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.handwritten import HOUSEHOLD_RULES, PERSON_RULES
from benchmarks.population import CODES, FIELDS
from benchmarks.rivals import ORDER
from diguan.engine.catalogue import FieldType
from diguan.engine.verdicts import Subject

PERIOD = "2019"
PERSON = build_entity(key="person", plural="persons", label="Somebody", is_person=True)
HOUSEHOLD = build_entity(
    key="household", plural="households", label="A household", roles=[{"key": "member", "label": "A member"}]
)
NO, UNKNOWN, YES = np.int8(0), np.int8(1), np.int8(2)
Array = np.ndarray
_DAYS = np.datetime64("1970-01-01", "D")


def _day(text: str) -> int:
    return int((np.datetime64(text, "D") - _DAYS).astype(int))


def third(value: Array, known: Array) -> Array:
    """Condition where it is known, "unknown" elsewhere."""
    return np.where(known, value.astype(np.int8) * YES, UNKNOWN)


def negated(value: Array) -> Array:
    """Not."""
    return YES - value


def verdict(applies: Array | None, holds: Array) -> Array:
    """Codes 0 unmet, 1 unknown, 2 met, 3 not applicable."""
    if applies is None:
        return holds
    judged = np.where(holds == YES, YES, np.where((holds == UNKNOWN) | (applies == UNKNOWN), UNKNOWN, NO))
    return np.where(applies == NO, np.int8(3), judged)


def among(codes: Array, name: str, chosen: tuple[str, ...]) -> Array:
    """Whether a code is one of some: a look into a table of as many bytes as there are codes; -1 is unknown."""
    table = np.array([YES if code in chosen else NO for code in CODES[name]] + [UNKNOWN], dtype=np.int8)
    return table[codes]


def both(*values: Array) -> Array:
    """And."""
    return np.minimum.reduce(values)


def either(*values: Array) -> Array:
    """Or."""
    return np.maximum.reduce(values)


def _born(person, period, since: str | None, until: str | None) -> Array:  # noqa: ANN001 - as in every formula of OpenFisca
    born = person("birth_date", period)
    known = born != _UNBORN
    after = born > _day(since) if since else True
    before = born <= _day(until) if until else True
    return third(known & after & before, known)


_UNBORN = -(2**31)
_WORKING = ("普通劳动力", "技能劳动力")


def _compulsory_education(p, t):  # noqa: ANN001, ANN202
    due = both(_born(p, t, "2003-12-31", "2013-08-31"), negated(p("schooling_over", t)))
    schooled = among(p("school_status", t), "school_status", ("小学", "七年级", "八年级", "九年级"))
    arranged = among(p("school_arrangement", t), "school_arrangement", ("特殊教育学校", "送教上门", "批准休学"))
    return verdict(due, either(schooled, arranged, both(p("unfit_for_school", t), p("unfit_document", t))))


def _medical_insurance(p, t):  # noqa: ANN001, ANN202
    protected = among(p("special_protection", t), "special_protection", ("军人", "服刑", "暂不需要"))
    newborn = both(_born(p, t, "2018-12-31", None), p("newborn_enrolling", t))
    return verdict(None, either(p("insured_residents", t), p("insured_employees", t), protected, newborn))


def _pension(p, t):  # noqa: ANN001, ANN202
    adult = both(_born(p, t, None, "2003-12-31"), among(p("school_status", t), "school_status", ("非在校生",)))
    return verdict(adult, either(p("pension_residents", t), p("pension_employees", t)))


def _chronic_care(p, t):  # noqa: ANN001, ANN202
    return verdict(among(p("health", t), "health", ("长期慢性病", "患有大病")), p("doctor_signed", t))


def _disability_allowance(p, t):  # noqa: ANN001, ANN202
    return verdict(among(p("health", t), "health", ("残疾",)), p("care_allowance", t))


def _employment(p, t):  # noqa: ANN001, ANN202
    months = p("months_worked", t)
    able = among(p("labour_skill", t), "labour_skill", _WORKING)
    return verdict(both(_born(p, t, "1959-12-31", "2003-12-31"), able), third(months >= 6, months >= 0))


def _old_age(p, t):  # noqa: ANN001, ANN202
    provided = either(p("pension_residents", t), p("pension_employees", t), p("dibao_person", t))
    return verdict(_born(p, t, None, "1959-12-31"), provided)


def _vaccination(p, t):  # noqa: ANN001, ANN202
    return verdict(_born(p, t, "2012-12-31", None), p("vaccinated", t))


def _worker(p, t):  # noqa: ANN001, ANN202
    able = among(p("labour_skill", t), "labour_skill", (*_WORKING, "弱劳动力或半劳动力"))
    return both(_born(p, t, "1959-12-31", "2003-12-31"), able)


def _fit(p, t):  # noqa: ANN001, ANN202
    return negated(among(p("health", t), "health", ("患有大病",)))


def _skilled(p, t):  # noqa: ANN001, ANN202
    return among(p("labour_skill", t), "labour_skill", _WORKING)


def _worst(name: str):  # noqa: ANN202
    def formula(h, t):  # noqa: ANN001, ANN202
        worst = h.min(h.members(f"person_{name}", t))
        return np.where(h("roster_incomplete", t) == YES, np.minimum(worst, UNKNOWN), worst)

    return formula


def _above(name: str, bound: float):  # noqa: ANN202
    return lambda h, t: third(h(name, t) > bound, ~np.isnan(h(name, t)))


def _food(h, t):  # noqa: ANN001, ANN202
    return both(h("food_sufficient", t), h("food_protein", t))


def _housing(h, t):  # noqa: ANN001, ANN202
    moved = both(h("relocated", t), h("moved_in", t))
    return either(negated(h("dangerous_house", t)), h("other_safe_dwelling", t), moved)


def _water_measured(h, t):  # noqa: ANN001, ANN202
    litres, minutes, days = (h(name, t) for name in ("water_litres", "water_fetch_minutes", "water_interrupted_days"))
    return both(
        third(litres >= 35, ~np.isnan(litres)),
        third(minutes <= 20, ~np.isnan(minutes)),
        third(days <= 36, days >= 0),
        among(h("water_quality", t), "water_quality", ("检测合格", "感官合格")),
    )


def _sanitation(h, t):  # noqa: ANN001, ANN202
    clean = both(h("sanitary_toilet", t), among(h("fuel", t), "fuel", ("干净能源",)))
    return verdict(negated(h("relocated", t)), clean)


def _labour(h, t):  # noqa: ANN001, ANN202
    any_ = h.max(h.members("worker", t))
    return np.where(h("roster_incomplete", t) == YES, np.maximum(any_, UNKNOWN), any_)


def _dependency(h, t):  # noqa: ANN001, ANN202
    skilled = h.members("skilled", t)
    able, unable = h.sum(skilled == YES), h.sum(skilled == NO)
    heads = h.nb_persons()
    known = np.where(4 * able >= heads, YES, np.where(4 * (heads - unable) < heads, NO, UNKNOWN))
    return np.where(h("roster_incomplete", t) == YES, UNKNOWN, known)


def _space(h, t):  # noqa: ANN001, ANN202
    all_ = h.min(h.members("fit", t))
    healthy = np.where(h("roster_incomplete", t) == YES, np.minimum(all_, UNKNOWN), all_)
    area, size = h("house_area", t), h("household_size", t)
    return verdict(healthy, third(area >= 13.0 * size, ~np.isnan(area) & (size >= 0)))


_PERSON_FORMULAS = {
    "person_compulsory_education": _compulsory_education,
    "person_medical_insurance": _medical_insurance,
    "person_pension": _pension,
    "person_chronic_care": _chronic_care,
    "person_disability_allowance": _disability_allowance,
    "person_employment": _employment,
    "person_old_age": _old_age,
    "person_vaccination": _vaccination,
    "worker": _worker,
    "fit": _fit,
    "skilled": _skilled,
}
_HOUSEHOLD_FORMULAS = {
    **{name: _worst(name) for name in PERSON_RULES},
    "income": _above("income_per_head", 3218),
    "food": _food,
    "clothing": lambda h, t: h("clothing_seasonal", t),
    "housing": _housing,
    "water_tick": lambda h, t: h("drinking_water_safe", t),
    "water_measured": _water_measured,
    "electricity_met": lambda h, t: h("electricity", t),
    "sanitation": _sanitation,
    "road": lambda h, t: h("hardened_road", t),
    "labour": _labour,
    "dependency": _dependency,
    "space": _space,
}
_ASKED = {name: name if name != "electricity" else "electricity_met" for name in HOUSEHOLD_RULES}


def _variable(name: str, entity, formula=None, value_type=int) -> type[Variable]:  # noqa: ANN001
    given = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), {**given, **({"formula": formula} if formula else {})})


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([PERSON, HOUSEHOLD])
    facts = {PERSON: FIELDS[Subject.PERSON], HOUSEHOLD: FIELDS[Subject.HOUSEHOLD] | FIELDS[Subject.VILLAGE]}
    for entity, fields in facts.items():
        for name, (type_, _, _) in fields.items():
            system.add_variable(_variable(name, entity, None, float if type_ is FieldType.NUMBER else int))
    system.add_variable(_variable("roster_incomplete", HOUSEHOLD))
    for entity, formulas in ((PERSON, _PERSON_FORMULAS), (HOUSEHOLD, _HOUSEHOLD_FORMULAS)):
        for name, formula in formulas.items():
            system.add_variable(_variable(name, entity, formula))
    return system


def _read(folder: Path, name: str) -> pa.Table:
    return pq.read_table(folder / "snapshot" / name)


def _arrays(table: pa.Table) -> dict[str, Array]:
    """Facts as the formulas take them."""
    types = {name: how[0] for fields in FIELDS.values() for name, how in fields.items()}
    types["roster_incomplete"] = FieldType.BOOLEAN
    return {name: _array(table[name], name, types[name]) for name in table.column_names if name in types}


def _array(column: pa.ChunkedArray, name: str, type_: FieldType) -> Array:
    match type_:
        case FieldType.BOOLEAN:
            found = pc.fill_null(pc.multiply(column.cast(pa.int8()), pa.scalar(2, pa.int8())), 1)
        case FieldType.CODE:
            placed = pc.index_in(column, value_set=pa.array(CODES[name]))
            found = pc.fill_null(placed, -1).cast(pa.int8())
        case FieldType.DATE:
            found = pc.fill_null(column.cast(pa.int32()), _UNBORN)
        case FieldType.INTEGER:
            found = pc.fill_null(column.cast(pa.int32()), -1)
        case FieldType.NUMBER:
            found = pc.fill_null(column, float("nan"))
    return found.to_numpy()


def run(folder: Path, out: Path) -> None:
    """Verdicts of households and persons from Parquet to Parquet."""
    persons, households, villages = (_read(folder, name) for name in ("persons", "households", "villages"))
    at = pc.index_in(households["region_code"], value_set=villages["region_code"].combine_chunks())
    households = households.append_column("hardened_road", villages["hardened_road"].take(at))
    places = pc.index_in(persons["household_id"], value_set=households["household_id"].combine_chunks()).to_numpy()
    simulation = _simulation(_system(), range(len(persons)), range(len(households)), places)
    for table in (persons, households):
        for name, values in _arrays(table).items():
            simulation.set_input(name, PERIOD, values)
    own, each = {name: name for name in PERSON_RULES} | _ASKED, {name: f"person_{name}" for name in PERSON_RULES}
    for name, table, asked in (("households", households, own), ("persons", persons, each)):
        made = {key: table[key] for key in ORDER[name]} | _answers(simulation, asked)
        pq.write_table(pa.table(made), out / f"{name}.parquet", compression="zstd", compression_level=1)


def _answers(simulation: Simulation, asked: dict[str, str]) -> dict[str, Array]:
    verdicts = {name: simulation.calculate(variable, PERIOD).astype(np.uint8) for name, variable in asked.items()}
    return verdicts | {f"{name}@grade": (code != UNKNOWN).astype(np.uint8) for name, code in verdicts.items()}


def _simulation(system: TaxBenefitSystem, persons: range, households: range, places: Array) -> Simulation:
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", persons)
    group = builder.declare_entity("household", households)
    builder.join_with_persons(group, places, np.full(len(places), "member"))
    return builder.build(system)
