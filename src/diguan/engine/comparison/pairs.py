"""Subjects of two rounds side by side: only those whose packed verdicts differ, who moved, or who stand in one round alone.

Where a county's files list the same subjects in the same order they are compared row by row, else joined by key.
Tables made here: pairs_<step>_<subject>(keys, region_before, region_after, presence, a0.., b0..), words of the earlier and of the later
round; presence: both, left, entered, outside_before, outside_after. "Outside": the other round did not look there at all; of villages and
facilities: it has no such list of their county.
"""

from dataclasses import dataclass
from pathlib import Path

from diguan.engine.comparison.packing import KEYS, Packing, packed, parquet
from diguan.engine.comparison.sides import Side
from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.relations import Cut
from diguan.engine.verdicts import Subject

HOMES = ("homes_before", "homes_after")
REGIONS = ("regions_before", "regions_after")
IN_HOUSEHOLDS = (Subject.HOUSEHOLD, Subject.PERSON)


def pairs_table(subject: Subject, step: int) -> str:
    """Name of the table of pairs of a kind of subject in a step."""
    return f"pairs_{step}_{subject}"


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two rounds, the earlier first."""

    connection: Connection
    step: int
    before: Side
    after: Side

    def open(self) -> None:
        """Views of the households of both rounds and tables of the regions where they have any."""
        for side, homes, regions in zip((self.before, self.after), HOMES, REGIONS, strict=True):
            files = side.facts.files.get("households")
            rows = f"SELECT household_id, region_code FROM {parquet(files)}" if files else NOBODY
            run(self.connection, f"CREATE OR REPLACE TEMP VIEW {homes} AS {rows}")
            distinct = f"SELECT DISTINCT coalesce(region_code, '') AS region_code FROM {homes}"
            run(self.connection, f"CREATE OR REPLACE TEMP TABLE {regions} AS {distinct}")

    def pair(self, packing: Packing) -> None:
        """Make the table of one kind of subject, file by file: rounds write their counties in the same order."""
        subject = packing.subject
        run(self.connection, f"CREATE OR REPLACE TEMP TABLE met ({', '.join(self._columns(packing))})")
        before, after = ({path.name: path for path in side.verdicts[subject]} for side in (self.before, self.after))
        names = sorted(before.keys() | after.keys())
        for name in names:
            files = [[side[name]] if name in side else [] for side in (before, after)]
            if not (all(files) and self._aligned(packing, *files)):
                self._joined(packing, *files)
        if len(names) > 1:
            self._rejoin(packing)
        table = pairs_table(subject, self.step)
        absent = run(self.connection, "SELECT 1 FROM met WHERE absent_before OR absent_after LIMIT 1")
        presence = self._presence(subject) if absent else "'both'"
        rows = f"SELECT * EXCLUDE (absent_before, absent_after), {presence} AS presence FROM met p"
        run(self.connection, f"CREATE OR REPLACE TEMP TABLE {table} AS {rows}")

    def _columns(self, packing: Packing) -> list[str]:
        regions = ("region_before", "region_after")
        words = [f"{side}{n} BIGINT" for side in "ab" for n in packing.words]
        absent = ["absent_before BOOLEAN", "absent_after BOOLEAN"]
        return [*(f"{name} VARCHAR" for name in (*KEYS[packing.subject], *regions)), *absent, *words]

    def _aligned(self, packing: Packing, before: list[Path], after: list[Path]) -> bool:
        """Rows side by side by their place, where both files have the same subjects in the same order; False where they have not."""
        one, other = parquet(before), parquet(after)
        counts = run(self.connection, f"SELECT (SELECT count(*) FROM {one}), (SELECT count(*) FROM {other})")[0]
        if counts[0] != counts[1]:
            return False
        keys = KEYS[packing.subject]
        strangers = " OR ".join(f"a.{key} <> b.{key}" for key in keys)
        moved = "" if "region_code" in keys else "OR a.region_code IS DISTINCT FROM b.region_code"
        run(
            self.connection,
            f"""CREATE OR REPLACE TEMP TABLE abreast AS SELECT {", ".join(f"a.{key}" for key in keys)},
            a.region_code AS region_before, b.region_code AS region_after, false, false,
            {packing.columns("a.", "a")}, {packing.columns("b.", "b")}, {strangers} AS strangers
            FROM {one} a POSITIONAL JOIN {other} b WHERE {strangers} OR {packing.differing()} {moved}""",
        )
        if run(self.connection, "SELECT 1 FROM abreast WHERE strangers LIMIT 1"):
            return False
        run(self.connection, "INSERT INTO met SELECT * EXCLUDE (strangers) FROM abreast")
        return True

    def _joined(self, packing: Packing, before: list[Path], after: list[Path]) -> None:
        """Rows side by side by their keys; a file that only one round has meets nothing."""
        keys = KEYS[packing.subject]
        some = packed(before or after, packing)
        one, other = (packed(files, packing) if files else f"{some} LIMIT 0" for files in (before, after))
        words = ", ".join(f"{side}.w{n}" for side in "ab" for n in packing.words)
        differ = " OR ".join(f"a.w{n} <> b.w{n}" for n in packing.words)
        run(
            self.connection,
            f"""INSERT INTO met SELECT {", ".join(f"coalesce(a.{key}, b.{key})" for key in keys)}, a.region_code, b.region_code,
            a.{keys[0]} IS NULL, b.{keys[0]} IS NULL, {words}
            FROM ({one}) a FULL JOIN ({other}) b ON {" AND ".join(f"a.{key} = b.{key}" for key in keys)}
            WHERE a.{keys[0]} IS NULL OR b.{keys[0]} IS NULL OR {differ} OR a.region_code IS DISTINCT FROM b.region_code""",
        )

    def _rejoin(self, packing: Packing) -> None:
        """Those who are absent from one file and stand in another moved between counties."""
        keys = ", ".join(KEYS[packing.subject])
        words = ", ".join(f"max({side}{n})" for side in "ab" for n in packing.words)
        run(
            self.connection,
            f"""CREATE OR REPLACE TEMP TABLE met AS SELECT * FROM met WHERE NOT (absent_before OR absent_after) UNION ALL
            SELECT {keys}, max(region_before), max(region_after), bool_and(absent_before), bool_and(absent_after), {words}
            FROM met WHERE absent_before OR absent_after GROUP BY {keys}""",
        )

    def _presence(self, subject: Subject) -> str:
        gone = self._absent(subject, self.after, "p.region_before", HOMES[1], REGIONS[1])
        come = self._absent(subject, self.before, "p.region_after", HOMES[0], REGIONS[0])
        return (
            f"CASE WHEN p.absent_after THEN CASE WHEN {gone} THEN 'left' ELSE 'outside_before' END "
            f"WHEN p.absent_before THEN CASE WHEN {come} THEN 'entered' ELSE 'outside_after' END ELSE 'both' END"
        )

    def _absent(self, subject: Subject, other: Side, region: str, homes: str, regions: str) -> str:
        """Whether the other round looked where the absent one is: at its household, or else at its village."""
        if subject not in IN_HOUSEHOLDS:
            return looked_at_place(subject, self.before if other is self.after else self.after, other, region)
        there = f"coalesce({region}, '') IN (SELECT region_code FROM {regions})"
        within = f"coalesce({Cut.of(other.region).condition(region)}, false)"
        looked = f"({there} AND {within})"
        return (
            looked
            if subject is Subject.HOUSEHOLD
            else f"(p.household_id IN (SELECT household_id FROM {homes}) OR {looked})"
        )


def looked_at_place(subject: Subject, own: Side, other: Side, region: str) -> str:
    """Whether the other round would have judged a village or facility of a region, were it on its list: as SQL over a region code of `own`.

    Lists of places are kept by county: it would where it judged any such place of the same county and was not cut to another region.
    """
    counties = f"SELECT county FROM {parquet(other.verdicts[subject])}"
    listed = f"SELECT coalesce(region_code, '') FROM {parquet(own.verdicts[subject])} WHERE county IN ({counties})"
    within = f"coalesce({Cut.of(other.region).condition(region)}, false)"
    return f"(coalesce({region}, '') IN ({listed}) AND {within})"


NOBODY = "SELECT NULL::VARCHAR AS household_id, NULL::VARCHAR AS region_code WHERE false"
