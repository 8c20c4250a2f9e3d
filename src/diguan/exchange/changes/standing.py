"""Who stands in which village, by the tables as they are now and by the earlier round: asked for some villages or numbers, never for all.

A household stands where a row of its own, a person of it, or the earlier round says so. Persons without a column of villages say something
only of a household that no row of its own tells of: that it stands in no village, which is written ''.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from diguan.engine.snapshot.database import run, text
from diguan.exchange.changes.keyed import KeyedTable

NONE = ""  # the village of rows that name none


@dataclass(frozen=True, slots=True)
class Before:
    """Where the earlier round has its households, villages and facilities; empty where it has none."""

    households: tuple[Path, ...]
    villages: tuple[Path, ...] = ()
    facilities: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Tables as they are now, in a connection, and the round before them."""

    db: duckdb.DuckDBPyConnection
    tables: Mapping[str, KeyedTable]
    before: Before

    def keep_places(self, codes: Iterable[str], into: str) -> None:
        """Make a table (code) of those codes that stand anywhere: in a row of households, of facilities, of villages."""
        asked = self._ask(codes)
        parts = [f"SELECT code FROM ({each})" for each in (*self._homes(), *self._facilities())]
        parts += [f"SELECT code FROM ({each})" for each in (self._strays() if NONE in asked else ())]
        if (table := self.tables.get("villages")) is not None:
            parts.append(f"SELECT {table.key('village_code')} AS code FROM {table.rows}")
        if self.before.villages:
            parts.append(f"SELECT region_code AS code FROM {_files(self.before.villages)}")
        found = " UNION ".join(f"SELECT code FROM ({each}) WHERE code IN (FROM asked)" for each in parts)
        run(self.db, f"CREATE OR REPLACE TEMP TABLE {into} AS {found}")

    def keep_stands(self, homes: Iterable[str], into: str) -> None:
        """Make a table (id, code) of every village in which households of these numbers stand."""
        self._ask(homes)
        edges = (*self._homes(), *self._strays())
        found = " UNION ".join(f"SELECT id, code FROM ({each}) WHERE id IN (FROM asked)" for each in edges)
        run(self.db, f"CREATE OR REPLACE TEMP TABLE {into} AS {found}")

    def add_dwellers(self, codes: Iterable[str]) -> None:
        """Add to homes_anew(id) and facilities_anew(id) whatever stands in one of these villages."""
        asked = self._ask(codes)
        homes = [*self._homes(), *(self._strays() if NONE in asked else ())]
        for sources, into in ((homes, "homes_anew"), (self._facilities(), "facilities_anew")):
            if sources:
                found = " UNION ".join(f"SELECT id FROM ({each}) WHERE code IN (FROM asked)" for each in sources)
                run(self.db, f"INSERT INTO {into} SELECT id FROM ({found}) ANTI JOIN {into} USING (id)")

    def elsewhere(self, cut: Mapping[str, KeyedTable]) -> list[str]:
        """Villages that are not in anew(code), in which households of homes_anew or facilities of facilities_anew stand, in order.

        `cut`: the tables cut to their rows, which say where these stand now; of the earlier round all is asked.
        """
        here = Standing(self.db, cut, self.before)
        edges = [(each, "homes_anew") for each in (*here._homes(), *here._strays())]
        edges += [(each, "facilities_anew") for each in here._facilities()]
        codes = " UNION ".join(f"SELECT code FROM ({each}) WHERE id IN (FROM {chosen})" for each, chosen in edges)
        return [code for (code,) in run(self.db, f"FROM ({codes}) ANTI JOIN anew USING (code) ORDER BY code")]

    def _ask(self, keys: Iterable[str]) -> list[str]:
        """The table asked(key) of these keys."""
        asked = sorted(keys)
        run(self.db, "CREATE OR REPLACE TEMP TABLE asked AS SELECT unnest(?::VARCHAR[]) AS key", [asked])
        return asked

    def _homes(self) -> list[str]:
        """SELECTs of (id, code) of households, but for those that no row tells of."""
        here = self.tables["households"]
        found = [_pairs(here, "household_id")]
        if (people := self.tables.get("persons")) is not None and "village_code" in people.columns:
            found.append(_pairs(people, "household_id"))
        then = f"SELECT household_id AS id, coalesce(region_code, '') AS code FROM {_files(self.before.households)}"
        return [*found, then]

    def _strays(self) -> list[str]:
        """SELECT of (id, '') of households that persons without a village alone tell of."""
        people = self.tables.get("persons")
        if people is None or "village_code" in people.columns:
            return []
        here = self.tables["households"]
        known = f"SELECT {here.key('household_id')} AS id FROM {here.rows}"
        return [f"SELECT DISTINCT id, code FROM ({_pairs(people, 'household_id')}) ANTI JOIN ({known}) USING (id)"]

    def _facilities(self) -> list[str]:
        """SELECTs of (id, code) of facilities; none where there are none."""
        found = []
        if (table := self.tables.get("facilities")) is not None:
            keys = f"{table.key('facility_id')} AS id, {table.key('village_code')} AS code"
            found.append(f"SELECT {keys} FROM {table.rows}")
        if self.before.facilities:
            then = _files(self.before.facilities)
            found.append(f"SELECT facility_id AS id, coalesce(region_code, '') AS code FROM {then}")
        return found


def _pairs(table: KeyedTable, key: str) -> str:
    rows = f"SELECT {table.key(key)} AS id, {table.key('village_code')} AS code FROM {table.rows}"
    return f"SELECT id, code FROM ({rows}) WHERE id <> ''"


def _files(paths: tuple[Path, ...]) -> str:
    return f"read_parquet([{', '.join(text(str(path)) for path in paths)}])"
