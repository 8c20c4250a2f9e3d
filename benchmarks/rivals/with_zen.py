"""The rules for zen-engine: one decision of expressions, asked once a household with its members inside.

A fact is true, false or null, and null is no condition there, so every condition is written out to one of the codes 0 (no), 1 (unknown),
2 (yes). Dates arrive as whole numbers (20191231): its own dates are much dearer.
"""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zen

from benchmarks.handwritten import HOUSEHOLD_RULES, PERSON_RULES
from benchmarks.rivals import ORDER


def _tick(name: str) -> str:
    return f"({name} == null ? 1 : ({name} ? 2 : 0))"


def _not(code: str) -> str:
    return f"(2 - {code})"


def _known(name: str, condition: str) -> str:
    return f"({name} == null ? 1 : ({condition} ? 2 : 0))"


def _among(name: str, *codes: str) -> str:
    return _known(name, f"{name} in [{', '.join(json.dumps(code, ensure_ascii=False) for code in codes)}]")


def _all(*codes: str) -> str:
    return f"min([{', '.join(codes)}])"


def _any(*codes: str) -> str:
    return f"max([{', '.join(codes)}])"


def _verdict(applies: str | None, holds: str) -> str:
    if applies is None:
        return holds
    return f"({applies} == 0 ? 3 : ({holds} == 2 ? 2 : (({holds} == 1 or {applies} == 1) ? 1 : 0)))"


def _born(since: int | None, until: int | None) -> str:
    bounds = [f"#.birth_date > {since}"] if since else []
    bounds += [f"#.birth_date <= {until}"] if until else []
    return _known("#.birth_date", " and ".join(bounds))


_WORKING = ("普通劳动力", "技能劳动力")
_PENSION = (_tick("#.pension_residents"), _tick("#.pension_employees"))
PERSONS = {
    "compulsory_education": _verdict(
        _all(_born(20031231, 20130831), _not(_tick("#.schooling_over"))),
        _any(
            _among("#.school_status", "小学", "七年级", "八年级", "九年级"),
            _among("#.school_arrangement", "特殊教育学校", "送教上门", "批准休学"),
            _all(_tick("#.unfit_for_school"), _tick("#.unfit_document")),
        ),
    ),
    "medical_insurance": _any(
        _tick("#.insured_residents"),
        _tick("#.insured_employees"),
        _among("#.special_protection", "军人", "服刑", "暂不需要"),
        _all(_born(20181231, None), _tick("#.newborn_enrolling")),
    ),
    "pension": _verdict(_all(_born(None, 20031231), _among("#.school_status", "非在校生")), _any(*_PENSION)),
    "chronic_care": _verdict(_among("#.health", "长期慢性病", "患有大病"), _tick("#.doctor_signed")),
    "disability_allowance": _verdict(_among("#.health", "残疾"), _tick("#.care_allowance")),
    "employment": _verdict(
        _all(_born(19591231, 20031231), _among("#.labour_skill", *_WORKING)),
        _known("#.months_worked", "#.months_worked >= 6"),
    ),
    "old_age": _verdict(_born(None, 19591231), _any(*_PENSION, _tick("#.dibao_person"))),
    "vaccination": _verdict(_born(20121231, None), _tick("#.vaccinated")),
    "worker": _all(_born(19591231, 20031231), _among("#.labour_skill", *_WORKING, "弱劳动力或半劳动力")),
    "fit": _not(_among("#.health", "患有大病")),
    "skilled": _among("#.labour_skill", *_WORKING),
}
_OPEN = "roster_incomplete"
_HEALTHY = f"({_OPEN} ? min([1, min($.seen_fit)]) : min($.seen_fit))"
HOUSEHOLDS = {
    **{name: f"({_OPEN} ? min([1, min($.seen_{name})]) : min($.seen_{name}))" for name in PERSON_RULES},
    "income": _known("income_per_head", "income_per_head > 3218"),
    "food": _all(_tick("food_sufficient"), _tick("food_protein")),
    "clothing": _tick("clothing_seasonal"),
    "housing": _any(
        _not(_tick("dangerous_house")),
        _tick("other_safe_dwelling"),
        _all(_tick("relocated"), _tick("moved_in")),
    ),
    "water_tick": _tick("drinking_water_safe"),
    "water_measured": _all(
        _known("water_litres", "water_litres >= 35"),
        _known("water_fetch_minutes", "water_fetch_minutes <= 20"),
        _known("water_interrupted_days", "water_interrupted_days <= 36"),
        _among("water_quality", "检测合格", "感官合格"),
    ),
    "electricity": _tick("electricity"),
    "sanitation": _verdict(_not(_tick("relocated")), _all(_tick("sanitary_toilet"), _among("fuel", "干净能源"))),
    "road": _tick("hardened_road"),
    "labour": f"({_OPEN} ? max([1, max($.seen_worker)]) : max($.seen_worker))",
    "dependency": (
        f"({_OPEN} ? 1 : (4 * count($.seen_skilled, # == 2) >= len(members) ? 2"
        " : (4 * (len(members) - count($.seen_skilled, # == 0)) < len(members) ? 0 : 1)))"
    ),
    "space": _verdict(
        _HEALTHY,
        "((house_area == null or household_size == null) ? 1 : (house_area >= 13 * household_size ? 2 : 0))",
    ),
}


def _households(folder: Path) -> list[dict]:
    """Households as dictionaries with their members inside."""
    tables = {name: pq.read_table(folder / "snapshot" / name) for name in ("households", "persons", "villages")}
    roads = dict(zip(*(tables["villages"][name].to_pylist() for name in ("region_code", "hardened_road")), strict=True))
    members: dict[str, list[dict]] = {}
    for row in tables["persons"].to_pylist():
        members.setdefault(row["household_id"], []).append(_plain(row))
    return [
        _plain(row) | {"hardened_road": roads[row["region_code"]], "members": members[row["household_id"]]}
        for row in tables["households"].to_pylist()
    ]


def _plain(row: dict) -> dict:
    return {name: int(f"{value:%Y%m%d}") if isinstance(value, date) else value for name, value in row.items()}


def _decision() -> dict:
    rows = [(f"seen_{name}", f"map(members, {text})") for name, text in PERSONS.items()]
    rows += [(f"grade_{name}", f"map($.seen_{name}, # == 1 ? 0 : 1)") for name in PERSON_RULES]
    rows += [
        row
        for name, text in HOUSEHOLDS.items()
        for row in ((name, text), (f"{name}@grade", f"$[{json.dumps(name)}] == 1 ? 0 : 1"))
    ]
    expressions = [{"id": key, "key": key, "value": text} for key, text in rows]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "first", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "second", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


def run(folder: Path, out: Path) -> None:
    """Verdicts of households and persons from Parquet to Parquet."""
    decision = zen.ZenEngine().create_decision(json.dumps(_decision()))
    own = {name: (name, f"{name}@grade") for name in (*PERSON_RULES, *HOUSEHOLD_RULES)}
    each = {name: (f"seen_{name}", f"grade_{name}") for name in PERSON_RULES}
    rows: dict[str, list[tuple]] = {"households": [], "persons": []}
    for household in _households(folder):
        answer = decision.evaluate(household)["result"]
        key = household["household_id"]
        rows["households"].append((key, *(answer[name] for pair in own.values() for name in pair)))
        seen = [answer[name] for pair in each.values() for name in pair]
        rows["persons"] += zip(
            [key] * len(household["members"]), [m["person_id"] for m in household["members"]], *seen, strict=True
        )
    for name, judged in (("households", own), ("persons", each)):
        columns = [*ORDER[name], *(f"{rule}{part}" for rule in judged for part in ("", "@grade"))]
        made = pa.table(dict(zip(columns, zip(*rows[name], strict=True), strict=True)))
        pq.write_table(made, out / f"{name}.parquet", compression="zstd", compression_level=1)
