"""Plain tables before and after a change: whole villages with other facts, households that came, went, moved, or stand twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from tests.factories.random_facts import VILLAGES, random_inputs

Rows = dict[str, list[dict[str, Any]]]
NAMES = {
    Subject.HOUSEHOLD: "households",
    Subject.PERSON: "persons",
    Subject.VILLAGE: "villages",
    Subject.FACILITY: "facilities",
}


def tables_before_and_after(folder: Path, pack: Pack, day: date, seed: int) -> list[str]:
    """Write <folder>/before and <folder>/after; the villages that whoever changed them would name."""
    dice = Random(seed)
    named = dice.sample(VILLAGES, dice.randint(1, 2))
    schemas, before = _tables(pack, day, seed)
    _, other = _tables(pack, day, seed + 1000)
    _write(folder / "before", before, schemas)
    _write(folder / "after", _changed(before, other, named, dice), schemas)
    return named


def _tables(pack: Pack, day: date, seed: int) -> tuple[dict[str, pa.Schema], Rows]:
    tables = [t for t in random_inputs(pack, day, 60, seed).tables if t.source.kind == "export"]
    found = {NAMES[t.subject]: t.table.drop_columns(["row_ref"]) for t in tables}
    return {n: t.schema for n, t in found.items()}, {n: t.to_pylist() for n, t in found.items()}


def _changed(before: Rows, other: Rows, named: list[str], dice: Random) -> Rows:
    """In the named villages everything from other tables; one household of another village moves there, one stands there as well."""
    new = {r["household_id"] for r in other["households"] if r["region_code"] in named}
    renamed = {home: home if dice.random() < 0.1 else f"新{home}" for home in new}  # some numbers stand elsewhere, too
    after: Rows = {}
    for name, rows in before.items():
        kept = [row for row in rows if row["region_code"] not in named]
        came = [row for row in other[name] if row["region_code"] in named]
        if name in ("households", "persons"):
            came = [{**row, **_renamed(row, renamed)} for row in came]
        after[name] = _in_order([*kept, *came])
    moved = dice.choice([r["household_id"] for r in after["households"] if r["region_code"] not in named])
    for row in (*after["households"], *after["persons"]):
        if row["household_id"] == moved:
            row["region_code"] = named[0]
    return after


def _renamed(row: dict[str, Any], renamed: dict[str, str]) -> Iterator[tuple[str, str]] | dict[str, str]:
    home = renamed[row["household_id"]]
    own = {"household_id": home}
    return {**own, "person_id": f"{home}/{row['person_id']}"} if "person_id" in row else own


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = ("region_code", "household_id", "person_id", "facility_id")
    return sorted(rows, key=lambda row: [str(row.get(key)) for key in keys])


def _write(folder: Path, tables: Rows, schemas: dict[str, pa.Schema]) -> None:
    folder.mkdir()
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=schemas[name]), folder / f"{name}.parquet")
