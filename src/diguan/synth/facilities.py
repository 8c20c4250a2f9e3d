"""Villages and facilities of a synthetic county as plain tables: planted shortfalls, lawful exceptions, what must be found."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from diguan.synth.assets import load_asset
from diguan.synth.people import Household, Village
from diguan.synth.workbooks import SYNTHETIC

FOLDER, TRUTH = "places", "truth/places.csv"
FILES = {
    "households": ("household_id", "village_code"),
    "villages": (
        "village_code", "exited_village", "persons_total", "poor_persons_left", "clinics", "clinic_exempt", "asphalt_road", "mains_power",
        "broadband", "mobile_signal", "dangerous_house_households", "unsafe_water_households",
    ),
    "facilities": (
        "facility_id", "village_code", "facility_kind", "facility_name", "facility_exempt", "exemption", "floor_area", "functional_rooms",
        "qualified_doctors", "village_doctors", "equipment_complete", "drugs_sufficient", "departments_staffed", "second_class",
        "inhabitants", "buildings_safe",
    ),
}  # fmt: skip
TRUTH_COLUMNS = ("standard", "kind", "village_code", "facility_id", "indicator", "note")
NAMES = {"clinic": "卫生室", "township_hospital": "卫生院", "county_hospital": "人民医院", "school": "学校"}
IN_EVERY_TOWNSHIP = ("township_hospital", "school")
Cells = dict[str, Any]


@dataclass(slots=True)
class _Places:
    """Every place by (kind, village), what is still untouched of each kind, and what must be found."""

    plan: Mapping[str, Any]
    rng: Random
    rows: dict[tuple[str, str], Cells] = field(default_factory=dict)
    free: dict[str, list[str]] = field(default_factory=dict)
    truth: list[dict[str, str]] = field(default_factory=list)

    def add(self, kind: str, village: Village, **own: object) -> None:
        """A lawful place."""
        row = {**self.plan["lawful"][kind], "village_code": village.code, **own}
        if kind in NAMES:
            low, high = self.plan["floor_area"][kind]
            row |= {"facility_id": f"{village.code}-{kind}", "floor_area": self.rng.randint(low, high)}
        self.rows[kind, village.code] = row

    def plant(self, planting: Mapping[str, Any]) -> bool:
        """Make one place of the kind what the planting says; False when none is left that nobody touched."""
        kind = planting["of"]
        if not self.free[kind]:
            return False
        code = self.free[kind].pop()
        if kind in ("village", "clinic"):  # a village and its clinic are one ground: each planting has it alone
            for other in ("village", "clinic"):
                self.free[other] = [free for free in self.free[other] if free != code]
        self.rows[kind, code] |= planting["set"]
        if "without" in planting:
            del self.rows[planting["without"], code]
        facility = self.rows[kind, code].get("facility_id", "")
        for found in planting.get("finds", ()):
            cells = (*found[:2], code, facility, found[2], planting["name"])
            self.truth.append(dict(zip(TRUTH_COLUMNS, cells, strict=True)))
        return True


def write_places(out: Path, villages: Sequence[Village], households: Sequence[Household], seed: int) -> dict[str, int]:
    """Write places/*.csv and truth/places.csv into a folder; rows by path. The draws are its own: the county is not touched."""
    places = _settled(villages, households, Random(f"places {seed}"))
    times = max(1, len(villages) // int(places.plan["villages_a_planting"]))
    for planting in (*places.plan["plantings"], *places.plan["exceptions"]):
        for _ in range(times):
            if not places.plant(planting):
                break
    (out / FOLDER).mkdir()
    title = f"{villages[0].county}村和机构 {SYNTHETIC}"
    tables: dict[str, Iterator[Cells]] = {
        "households": ({"household_id": h.key, "village_code": h.village.code} for h in households),
        "villages": (row for (kind, _), row in sorted(places.rows.items()) if kind == "village"),
        "facilities": (row for (kind, _), row in sorted(places.rows.items()) if kind in NAMES),
    }
    paths = {
        f"{FOLDER}/{name}.csv": _write(out / FOLDER / f"{name}.csv", FILES[name], rows, title)
        for name, rows in tables.items()
    }
    _write(out / TRUTH, TRUTH_COLUMNS, sorted(places.truth, key=lambda row: tuple(row.values())))
    return paths


def _settled(villages: Sequence[Village], households: Sequence[Household], rng: Random) -> _Places:
    """A county in which everything is as it should be."""
    places = _Places(load_asset("facilities.yaml"), rng)
    persons: dict[str, int] = {}
    for household in households:
        persons[household.village.code] = persons.get(household.village.code, 0) + len(household.members)
    seats = {village.township_code: village for village in reversed(villages)}
    for village in villages:
        exited = "是" if rng.random() < places.plan["of_which_exited"] else "否"
        places.add("village", village, exited_village=exited, persons_total=max(1, persons.get(village.code, 0)))
        places.add("clinic", village, facility_name=f"合成{village.name}卫生室")
    for seat in seats.values():
        for kind in IN_EVERY_TOWNSHIP:
            places.add(kind, seat, facility_name=f"合成{seat.township}{NAMES[kind]}")
    places.add("county_hospital", villages[0], facility_name=f"合成{villages[0].county}{NAMES['county_hospital']}")
    for kind, code in places.rows:
        places.free.setdefault(kind, []).append(code)
    for codes in places.free.values():
        rng.shuffle(codes)
    return places


def _write(
    path: Path, columns: Sequence[str], rows: Iterator[Cells] | Sequence[Mapping[str, Any]], title: str = ""
) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        if title:
            file.write(f"{title}\n")
        writer = csv.DictWriter(file, fieldnames=columns, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
