"""A synthetic population in plain DuckDB tables, and twenty rules over it: what the speeds of the engine are measured on.

Nobody in it exists. Values come from hashes of row numbers, so every run and machine measures the same rows; two in a hundred are unknown.
Tables are ordered by (region_code, household_id, person_id), as snapshots are.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.backends.sql import RuleSpec
from diguan.engine.catalogue import Catalogue, Field, FieldType, Label
from diguan.engine.expressions import Bound, ParameterType, Scope, bind, read_expression
from diguan.engine.verdicts import Grade, Subject

AS_OF = date(2019, 12, 31)
HOUSEHOLDS_PER_VILLAGE = 280
CODES = {
    "school_status": ("学龄前儿童", "小学", "七年级", "八年级", "九年级", "普通高中一年级", "非在校生"),
    "school_arrangement": ("无", "特殊教育学校", "送教上门", "批准休学"),
    "special_protection": ("无", "军人", "服刑", "暂不需要"),
    "health": ("健康", "长期慢性病", "患有大病", "残疾"),
    "labour_skill": ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"),
    "water_quality": ("检测合格", "感官合格", "不合格"),
    "fuel": ("干净能源", "柴草", "煤炭"),
}
_B, _C, _I, _N, _D = FieldType.BOOLEAN, FieldType.CODE, FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE
# field -> (type, unit, SQL of a value from h(salt): an unsigned hash of the row)
PERSON_FIELDS = {
    "birth_date": (_D, None, "DATE '1935-01-01' + CAST({h} % 31000 AS INTEGER)"),
    "school_status": (_C, None, None),
    "school_arrangement": (_C, None, None),
    "schooling_over": (_B, None, 0.02),
    "unfit_for_school": (_B, None, 0.01),
    "unfit_document": (_B, None, 0.5),
    "insured_residents": (_B, None, 0.95),
    "insured_employees": (_B, None, 0.03),
    "special_protection": (_C, None, None),
    "newborn_enrolling": (_B, None, 0.3),
    "pension_residents": (_B, None, 0.85),
    "pension_employees": (_B, None, 0.05),
    "health": (_C, None, None),
    "doctor_signed": (_B, None, 0.9),
    "care_allowance": (_B, None, 0.8),
    "labour_skill": (_C, None, None),
    "months_worked": (_I, "months", "CAST({h} % 13 AS BIGINT)"),
    "vaccinated": (_B, None, 0.97),
    "dibao_person": (_B, None, 0.2),
}
HOUSEHOLD_FIELDS = {
    "income_per_head": (_N, "yuan/person/year", "CAST({h} % 2000000 AS DOUBLE) / 100"),
    "food_sufficient": (_B, None, 0.99),
    "food_protein": (_B, None, 0.98),
    "clothing_seasonal": (_B, None, 0.99),
    "dangerous_house": (_B, None, 0.04),
    "other_safe_dwelling": (_B, None, 0.5),
    "relocated": (_B, None, 0.14),
    "moved_in": (_B, None, 0.95),
    "drinking_water_safe": (_B, None, 0.97),
    "water_litres": (_N, "l/person/day", "CAST({h} % 800 AS DOUBLE) / 10"),
    "water_fetch_minutes": (_N, "minutes", "CAST({h} % 400 AS DOUBLE) / 10"),
    "water_interrupted_days": (_I, "days", "CAST({h} % 60 AS BIGINT)"),
    "water_quality": (_C, None, None),
    "electricity": (_B, None, 0.99),
    "sanitary_toilet": (_B, None, 0.7),
    "fuel": (_C, None, None),
    "house_area": (_N, "m2", "CAST({h} % 1800 AS DOUBLE) / 10"),
    "household_size": (_I, "persons", "CAST(1 + {h} % 7 AS BIGINT)"),
}
VILLAGE_FIELDS = {"hardened_road": (_B, None, 0.99)}
FIELDS = {Subject.PERSON: PERSON_FIELDS, Subject.HOUSEHOLD: HOUSEHOLD_FIELDS, Subject.VILLAGE: VILLAGE_FIELDS}
NAMES = {Subject.HOUSEHOLD: "households", Subject.PERSON: "persons", Subject.VILLAGE: "villages"}
UNKNOWN_SHARE = 0.02

# id -> (subject, when, met)
RULES = {
    "compulsory_education": (
        "person",
        "age_on(birth_date, '2019-08-31') >= 6 and age(birth_date) < 16 and not schooling_over",
        """school_status in ('小学', '七年级', '八年级', '九年级') or school_arrangement in ('特殊教育学校', '送教上门', '批准休学')
        or (unfit_for_school and unfit_document)""",
    ),
    "medical_insurance": (
        "person",
        None,
        """insured_residents or insured_employees or special_protection in ('军人', '服刑', '暂不需要')
        or (age(birth_date) < 1 and newborn_enrolling)""",
    ),
    "pension": (
        "person",
        "age(birth_date) >= 16 and school_status = '非在校生'",
        "pension_residents or pension_employees",
    ),
    "chronic_care": ("person", "health in ('长期慢性病', '患有大病')", "doctor_signed"),
    "disability_allowance": ("person", "health = '残疾'", "care_allowance"),
    "employment": (
        "person",
        "age(birth_date) between 16 and 59 and labour_skill in ('普通劳动力', '技能劳动力')",
        "months_worked >= 6",
    ),
    "old_age": ("person", "age(birth_date) >= 60", "pension_residents or pension_employees or dibao_person"),
    "vaccination": ("person", "age(birth_date) < 7", "vaccinated"),
    "income": ("household", None, "income_per_head > :poverty_line"),
    "food": ("household", None, "food_sufficient and food_protein"),
    "clothing": ("household", None, "clothing_seasonal"),
    "housing": ("household", None, "not dangerous_house or other_safe_dwelling or (relocated and moved_in)"),
    "water_tick": ("household", None, "drinking_water_safe"),
    "water_measured": (
        "household",
        None,
        "water_litres >= 35 and water_fetch_minutes <= 20 and water_interrupted_days <= 36 and water_quality in ('检测合格', '感官合格')",
    ),
    "electricity": ("household", None, "electricity"),
    "sanitation": ("household", "not relocated", "sanitary_toilet and fuel = '干净能源'"),
    "road": ("household", None, "village.hardened_road"),
    "labour": (
        "household",
        None,
        "any_member(age(birth_date) between 16 and 59 and labour_skill in ('普通劳动力', '技能劳动力', '弱劳动力或半劳动力'))",
    ),
    "dependency": (
        "household",
        None,
        "4 * count_members(labour_skill in ('普通劳动力', '技能劳动力')) >= count_members(true)",
    ),
    "space": ("household", "every_member(health <> '患有大病')", "house_area >= :area_per_head * household_size"),
}
PARAMETERS = {"poverty_line": 3218.0, "area_per_head": 13.0}
PARAMETER_TYPES = {
    "poverty_line": ParameterType(FieldType.NUMBER, "yuan/person/year"),
    "area_per_head": ParameterType(FieldType.NUMBER, "m2/person"),
}


@dataclass(frozen=True, slots=True)
class Population:
    """A DuckDB connection with the tables in it."""

    connection: duckdb.DuckDBPyConnection
    households: int
    persons: int


def catalogue() -> Catalogue:
    """The fields of the population."""
    return Catalogue({subject: {name: _field(subject, name) for name in fields} for subject, fields in FIELDS.items()})


def _field(subject: Subject, name: str) -> Field:
    type_, unit, _ = FIELDS[subject][name]
    return Field(name, subject, type_, Label(name, name), codes=CODES.get(name, ()), unit=unit)


def rules() -> list[RuleSpec]:
    """The twenty rules, bound to the as-of date."""
    known = catalogue()

    def bound(subject: str, text: str | None) -> Bound | None:
        if text is None:
            return None
        return bind(read_expression(text, None, Scope(Subject(subject), known, PARAMETER_TYPES)), AS_OF, PARAMETERS)

    specs = []
    for name, (subject, when, met) in RULES.items():
        judged = bound(subject, met)
        assert judged is not None
        specs.append(RuleSpec(name, bound(subject, when), judged))
    return specs


def layout() -> Layout:
    """Every column from one source of declared facts."""
    relations = {s: Relation(NAMES[s], {name: Column(name, 1) for name in fields}) for s, fields in FIELDS.items()}
    return Layout(relations, {1: Grade.DECLARED})


def populate(
    households: int, connection: duckdb.DuckDBPyConnection | None = None, first: int = 0, county: str = "150100"
) -> Population:
    """Villages, households and persons of one county as tables (made anew); households are numbered from `first`."""
    db = connection or duckdb.connect()
    villages = households // HOUSEHOLDS_PER_VILLAGE + 1
    code = f"'{county}' || lpad(CAST(CAST({{v}} AS BIGINT) AS VARCHAR), 6, '0')"
    db.execute(
        f"""CREATE OR REPLACE TABLE villages AS SELECT {code.format(v="i")} AS region_code, {_columns(Subject.VILLAGE, "i")}
        FROM range({villages}) t(i)"""
    )
    number = f"CAST(1500000000000 + {first} + i AS VARCHAR)"
    db.execute(
        f"""CREATE OR REPLACE TABLE households AS SELECT {number} AS household_id,
        {code.format(v=f"i // {HOUSEHOLDS_PER_VILLAGE}")} AS region_code,
        hash({first} + i, 1) % 100 = 0 AS roster_incomplete, {_columns(Subject.HOUSEHOLD, f"{first} + i")} FROM range({households}) t(i)"""
    )
    # one to six members, 3.225 on average
    size = "list_extract([1, 2, 2, 3, 3, 3, 4, 4, 5, 5], CAST(1 + hash(i, 2) % 10 AS INTEGER)) + CAST(hash(i, 3) % 1000 < 25 AS INTEGER)"
    db.execute(
        f"""CREATE OR REPLACE TABLE persons AS SELECT {number} AS household_id,
        CAST((1500000000000 + {first} + i) * 100 + n AS VARCHAR) AS person_id, {_columns(Subject.PERSON, f"({first} + i) * 16 + n")}
        FROM (SELECT i, unnest(range({size})) AS n FROM range({households}) t(i))"""
    )
    (persons,) = db.execute("SELECT count(*) FROM persons").fetchall()[0]
    return Population(db, households, persons)


def write_parquet(folder: Path, households: int, counties: int) -> None:
    """The same as a snapshot on disk: <folder>/<relation>/<county>.parquet, in order."""
    db = duckdb.connect()
    for name in NAMES.values():
        (folder / name).mkdir(parents=True)
    for number in range(counties):
        first, last = households * number // counties, households * (number + 1) // counties
        county = str(150101 + number)
        populate(last - first, db, first, county)
        for name in NAMES.values():
            db.execute(f"COPY {name} TO '{folder / name / county}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    db.close()


def _columns(subject: Subject, row: str) -> str:
    return ", ".join(f"{_value(subject, name, row)} AS {name}" for name in FIELDS[subject])


def _value(subject: Subject, name: str, row: str) -> str:
    _, _, how = FIELDS[subject][name]
    salt = sum(name.encode()) * 31 + len(name)
    hashed = f"hash({row}, {salt})"
    if isinstance(how, float):
        value = f"{hashed} % 10000 < {how * 10000:.0f}"
    elif how is None:
        codes = ", ".join(f"'{code}'" for code in CODES[name])
        value = f"list_extract([{codes}], CAST(1 + {hashed} % {len(CODES[name])} AS INTEGER))"
    else:
        value = how.format(h=hashed)
    return f"CASE WHEN hash({row}, {salt + 7}) % 10000 >= {UNKNOWN_SHARE * 10000:.0f} THEN {value} END"
