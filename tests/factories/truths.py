"""What is right, in plain Python and without a word of the engine: conditions are None where a fact is missing.

Tables as a stranger writes them.
"""

import csv

import pyarrow as pa
import pyarrow.parquet as pq

UNMET, UNKNOWN, MET, NOT_APPLICABLE = range(4)


def drawn(dice, fields, **keys):
    """A row whose facts are missing one time in ten."""
    return keys | {name: None if dice.random() < 0.1 else draw(dice) for name, draw in fields.items()}


def all_of(*parts):
    """And."""
    return False if False in parts else None if None in parts else True


def any_of(*parts):
    """Or."""
    return True if True in parts else None if None in parts else False


def opposite(part):
    """Not."""
    return None if part is None else not part


def told(test, *facts):
    """A condition over facts that are all known, else None."""
    return None if None in facts else test(*facts)


def years(born, day):
    """Completed years on a day."""
    return told(lambda b: day.year - b.year - ((day.month, day.day) < (b.month, b.day)), born)


def months(since, day):
    """Completed months until a day."""
    return told(lambda b: (day.year - b.year) * 12 + day.month - b.month - (day.day < b.day), since)


def verdict(when, met):
    """False `when` is not applicable; what is met stays unknown while it is not known whether the rule applies, unless it is met."""
    if when is False:
        return NOT_APPLICABLE
    if met is True:
        return MET
    return UNKNOWN if met is None or when is None else UNMET


def write_tables(folder, tables, kind):
    """A folder of plain tables; `kind`: parquet or csv."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        if kind == "parquet":
            pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


class States:
    """Tables of several days (`states`: by day, then by name), each row the newest that is as old as a day asked for."""

    def __init__(self, states):
        self.states = states
        self.homes = {row["household_id"] for tables in states.values() for row in tables["households"]}

    def newest(self, table, home, day):
        """Rows of the newest state that has any of the household."""
        for _, tables in sorted((each for each in self.states.items() if each[0] <= day), reverse=True):
            if rows := [row for row in tables[table] if row["household_id"] == home]:
                return rows
        return []

    def village(self, code, day):
        """Facts of a village: its newest row."""
        tables = self.states[max(at for at in self.states if at <= day)]
        return next(v for v in tables["villages"] if v["village_code"] == code)


def told_of(own, each, code, names, of_home):
    """(indicator, person) of everything that has a code: of rules on persons, the persons."""
    found = {(name, None) for name in names if name in of_home and own.get(name) == code}
    return found | {(n, p) for p, v in each.items() for n in names if n not in of_home and v[n] == code}
