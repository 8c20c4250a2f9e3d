"""Villages and facilities of the packs about places, and what a careful person says of them, reckoned without the engine."""

import json
import random
import shutil
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from diguan.engine.screening import Round
from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.architecture.sources import DATA
from tests.factories.facts import export, facts, inputs, source
from tests.factories.rounds import CONFIRMED as FIGURES
from tests.factories.rounds import pack, screened, written
from tests.factories.village import HOUSEHOLD_COLUMNS

VILLAGES = ("152221106201", "152221106202", "152221106203", "152221106204")
DAY = date(2019, 6, 30)
CONFIRMED = {
    "cn-facilities": {"village_clinic_area": (60, "test"), "large_county": (100000, "test")},
    "cn-village-exit": {"village_poverty_rate": (3, "test")},
}
Row = dict[str, Any]


def screened_places(
    name: str,
    villages: list[Row],
    facilities: list[Row],
    as_of: date = DAY,
    region: str | None = None,
    more: dict[str, tuple[float, str]] | None = None,
) -> Round:
    """A round over places and one household, which no rule speaks of."""
    catalogue = pack(name).catalogue
    homes = [{"household_id": "h1", "region_code": VILLAGES[0]}]
    tables = [facts(Subject.HOUSEHOLD, source(1), homes, catalogue)]
    if villages:
        tables.append(facts(Subject.VILLAGE, source(2), villages, catalogue))
    if facilities:
        tables.append(facts(Subject.FACILITY, source(3), facilities, catalogue))
    return screened(inputs(*tables), name, as_of, confirm=CONFIRMED[Path(name).name] | (more or {}), region=region)


def found_about(found: Round) -> set[tuple[str, str, str]]:
    """(kind, place, indicator) of every finding."""
    rows = run(found.connection, "SELECT kind, coalesce(facility_id, region_code), indicator FROM place_findings")
    return {(kind, place, indicator) for kind, place, indicator in rows}


def random_clinics(number: int, seed: int) -> list[Row]:
    """Village clinics with every field known or unknown, large and small, exempt or not."""
    dice = random.Random(seed)
    return [
        {
            "facility_id": f"c{n:03}",
            "region_code": dice.choice(VILLAGES),
            "facility_kind": "村卫生室",
            "facility_exempt": dice.choice([True, False, False]),
            "functional_rooms": dice.choice([True, True, False, None]),
            "floor_area": dice.choice([59.9, 60.0, 120.0, None]),
            "qualified_doctors": dice.choice([0, 0, 1, None]),
            "village_doctors": dice.choice([0, 1, None]),
            "equipment_complete": dice.choice([True, False, None]),
            "drugs_sufficient": dice.choice([True, True, False, None]),
        }
        for n in range(number)
    ]


def both(*values: bool | None) -> bool | None:
    """All of them: false where one is false, else unknown where one is."""
    return False if False in values else None if None in values else True


def judged_clinic(clinic: Row) -> dict[str, int]:
    """Verdict by indicator of a clinic, as a careful person would reckon them: 0 unmet, 1 unknown, 2 met, 3 not applicable."""
    area = None if clinic["floor_area"] is None else clinic["floor_area"] >= 60
    doctors = [clinic["qualified_doctors"], clinic["village_doctors"]]
    doctor = True if any(d is not None and d >= 1 for d in doctors) else None if None in doctors else False
    judged = {
        "village_clinic_rooms": both(clinic["functional_rooms"], area),
        "village_clinic_doctor": doctor,
        "village_clinic_supplies": both(clinic["equipment_complete"], clinic["drugs_sufficient"]),
    }
    return {n: 3 if clinic["facility_exempt"] else {False: 0, None: 1, True: 2}[v] for n, v in judged.items()}


def careful(clinic: Row) -> set[tuple[str, str, str]]:
    """What a careful person says of a clinic: (kind, place, indicator)."""
    kinds = {0: "facility_below_standard", 1: "place_needs_evidence"}
    return {(kinds[v], clinic["facility_id"], name) for name, v in judged_clinic(clinic).items() if v in kinds}


def clinic(number: str, region: str, name: str | None = None, doctors: int | None = 1, **more: Any) -> Row:
    """A village clinic with everything but what is said otherwise."""
    whole: Row = {"functional_rooms": True, "floor_area": 80.0, "equipment_complete": True, "drugs_sufficient": True}
    named = {"facility_name": name} if name else {}
    return {
        "facility_id": number,
        "region_code": region,
        "facility_kind": "村卫生室",
        "facility_exempt": False,
        **whole,
        "qualified_doctors": 0,
        "village_doctors": doctors,
        **named,
        **more,
    }


def two_quarters(villages: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Clinics of two quarters: eleven get a doctor, two lose theirs, one is new without, one closes, one is exempt by now, four stay."""
    before = [clinic(f"D{n:02}", villages[n % 4], f"第{n}卫生室", doctors=0) for n in range(17)]
    before += [clinic(f"W{n}", villages[n], f"完好{n}室") for n in range(3)]
    after = [{**c, "village_doctors": 1} if n < 11 else {**c} for n, c in enumerate(before)]
    after[11]["facility_exempt"] = True
    del after[12]  # D12 has closed
    for c in after[-3:-1]:
        c["village_doctors"] = 0
    after.append(clinic("N1", villages[1], "新建室", doctors=0))
    return before, after


WENT = {f"D{n:02}" for n in range(13)}
MENDED = {f"D{n:02}" for n in range(11)}
CAME = {"W0", "W1", "N1"}
STAYED = {f"D{n:02}" for n in range(13, 17)}


def with_record_of_before(folder: Path) -> None:
    """Write the record as versions before did: kinds about places among the others, with 0."""
    path = folder / "round.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    nothing = dict.fromkeys(record["counts"].pop("place_findings"), 0)
    record["counts"] |= {"findings": nothing, "finding_households": nothing}
    unsealed = json.dumps({**record, "seal": None}, ensure_ascii=False, separators=(",", ":"))
    path.write_text(json.dumps({**record, "seal": sha256(unsealed.encode()).hexdigest()}), encoding="utf-8")


def mixed_round(folder: Path, rows: list[Row], clinics: list[Row], as_of: date = DAY) -> Path:
    """A round by a standard that has rules about households and about places, as a folder; the standard is written beside it."""
    standard = folder.parent / f"standard-{folder.name}" / "mixed"
    shutil.copytree(DATA / "standards" / "cn-facilities", standard)
    head = standard / "pack.yaml"
    said = head.read_text(encoding="utf-8").replace("id: cn-facilities", "id: mixed")
    head.write_text(said.replace("extends: []", "extends: [cn-two-assurances]"), encoding="utf-8")
    places = facts(Subject.FACILITY, source(2, data_on=as_of), clinics, pack(str(standard)).catalogue)
    read = inputs(export(source(1, data_on=as_of), rows, HOUSEHOLD_COLUMNS), places)
    with screened(read, str(standard), as_of, confirm=FIGURES | CONFIRMED["cn-facilities"]) as found:
        return written(found, folder)
