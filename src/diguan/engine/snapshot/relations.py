"""The relations of a snapshot: known values under their keys, in order, each value's source beside it where sources mix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.backends.layout import SOURCE_SUFFIX, Column
from diguan.engine.regions.codes import CodeScheme
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Subject

RELATIONS: Mapping[str, Subject] = {
    "households": Subject.HOUSEHOLD,
    "persons": Subject.PERSON,
    "unlisted_members": Subject.PERSON,
    "villages": Subject.VILLAGE,
    "facilities": Subject.FACILITY,
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "households": ("household_id", "region_code", "county", "roster_incomplete", "listed"),
    "persons": ("person_id", "household_id", "region_code", "county", "position"),
    "unlisted_members": ("person_id", "household_id", "region_code", "county", "position"),
    "villages": ("region_code", "county"),
    "facilities": ("facility_id", "region_code", "county"),
}
ORDER: Mapping[str, tuple[str, ...]] = {
    "households": ("county", "region_code", "household_id"),
    "persons": ("county", "region_code", "household_id", "person_id"),
    "unlisted_members": ("county", "region_code", "household_id", "person_id"),
    "villages": ("county", "region_code"),
    "facilities": ("county", "region_code", "facility_id"),
}
EMPTY_SOURCE = 0
DIVISIONS = CodeScheme((2, 4, 6, 9, 12), "0")  # province, prefecture, county, township, village


@dataclass(frozen=True, slots=True)
class Cut:
    """Which regions belong to the round: those whose code begins with `head`, or every region."""

    head: str | None = None

    @classmethod
    def of(cls, region: str | None) -> "Cut":
        """A region and all below it. Of a 12-digit code only the significant part counts: 152222000000 is 152222."""
        if region is None:
            return cls()
        twelve_digits = len(region) == DIVISIONS.widths[-1] and region.isdigit()
        return cls(DIVISIONS.significant(region) if twelve_digits else region)

    def condition(self, column: str) -> str:
        """The range as SQL: half-open, so that it can skip what lies outside."""
        if self.head is None:
            return "true"
        after = self.head[:-1] + chr(ord(self.head[-1]) + 1)
        return f"{column} >= {text(self.head)} AND {column} < {text(after)}"


def make_relation(
    connection: Connection, name: str, fields: Sequence[str], scope: Scope, cut: Cut
) -> dict[str, Column]:
    """Create a relation from the known values of its subjects; returns its columns by field."""
    subject = RELATIONS[name]
    known = scope.table(f"known_{subject}")
    columns = columns_by_source(connection, known, fields)
    chosen = [quoted(f) for f in fields]
    chosen += [quoted(f + SOURCE_SUFFIX) for f in fields if columns[f].source is None]
    until = ["until"] if scope.limits is not None else []
    keys = ", ".join([*KEYS[name], *until, "_mask AS source_mask", *chosen])
    run(
        connection,
        f"CREATE TABLE {scope.table(name)} AS SELECT {keys} FROM ({_keyed(name, scope)}) "
        f"JOIN {known} USING (_sk) WHERE {cut.condition('region_code')} ORDER BY _sk",
    )
    return columns


def columns_by_source(connection: Connection, known: str, fields: Sequence[str]) -> dict[str, Column]:
    """Columns of a table with `<field>@source` beside every field: where all its values are from one source, that source; else None."""
    if not fields:
        return {}
    parts = []
    for field in fields:
        source = f"CASE WHEN {quoted(field)} IS NOT NULL THEN {quoted(field + SOURCE_SUFFIX)} END"
        parts += [f"min({source})", f"max({source})"]
    row = run(connection, f"SELECT {', '.join(parts)} FROM {known}")[0]
    pairs = zip(row[::2], row[1::2], strict=True)
    return {
        field: Column(field, EMPTY_SOURCE if low is None else int(low) if low == high else None)
        for field, (low, high) in zip(fields, pairs, strict=True)
    }


def _keyed(name: str, scope: Scope) -> str:
    """SELECT of _sk and the keys of a relation."""
    h, p, until = scope.table("h"), scope.table("p"), ", h.until" if scope.limits is not None else ""
    if name == "households":
        incomplete = scope.table("incomplete")
        return (
            "SELECT hk AS _sk, household_id, region_code, county, "
            f"hk IN (SELECT hk FROM {incomplete}) AS roster_incomplete, listed{until} FROM {h} h"
        )
    if name in ("persons", "unlisted_members"):
        member = "p.member" if name == "persons" else "NOT p.member"
        return (
            "SELECT pk AS _sk, p.person_id, h.household_id, h.region_code, h.county, "
            f"row_number() OVER (PARTITION BY hk ORDER BY p.person_id)::INTEGER AS position{until} "
            f"FROM {p} p JOIN {h} h USING (hk) WHERE {member}"
        )
    if name == "villages":
        return f"SELECT _sk, region_code, county{until} FROM {scope.table('v')} h"
    return f"SELECT _sk, facility_id, region_code, county FROM {scope.table('f')}"


def relation_fields(name: str, wanted: Mapping[Subject, Iterable[str]], columns: Iterable[str]) -> list[str]:
    """Wanted fields of a relation that have a column of known values, in order of name."""
    present = set(columns)
    return sorted(f for f in wanted[RELATIONS[name]] if f in present)
