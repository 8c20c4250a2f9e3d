"""Fact tables as DuckDB sees them: one view a table, each row with the day from which its facts speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.model import FactTable, ReadInputs, Source
from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.engine.verdicts import Subject

LISTING_KINDS = ("export", "tables")  # the sources that say who is listed
RESIDENTS = "residents"
LAST_SOURCE = 254  # sources are told apart by one byte; 0 is "presumed"
KEYS = frozenset({"household_id", "person_id", "region_code", "facility_id", "row_ref", "data_on"})


@dataclass(frozen=True, slots=True)
class Carrier:
    """One fact table as a view. `carries`: names of its columns that are no keys; `constant_day`: one day for all rows.

    `by_hand`: a row says only what it holds; `counts_as`: the kind of source by which its rows count;
    `settles`: it says who the members are, whatever lists say (see FactTable).
    """

    index: int
    view: str
    subject: Subject
    source: Source
    columns: frozenset[str]
    constant_day: date | None
    by_hand: bool = False
    counts_as: str = ""
    settles: bool = False

    @property
    def carries(self) -> frozenset[str]:
        """Names of fields and identifiers in the table."""
        return self.columns - KEYS

    @property
    def lists(self) -> bool:
        """Whether its rows say who is listed."""
        return self.source.kind in LISTING_KINDS and not self.by_hand

    @property
    def names(self) -> bool:
        """Whether its rows say who somebody is: lists do, and records by hand about people of a household."""
        known = self.by_hand and {"household_id", "person_id"} <= self.columns
        return self.lists or (known and bool(self.columns & {"identity", "name"}))

    @property
    def by_identity(self) -> bool:
        """Whether rows are joined by identity number, as a department's roster is."""
        return "identity" in self.columns and "household_id" not in self.columns


def take_in(connection: Connection, inputs: ReadInputs, as_of: date) -> list[Carrier]:
    """Register every table with its rows' own `_day`: their own date, else the file's, else when it was known, else the as-of date."""
    _refuse_too_many(inputs.sources)
    return [_carrier(connection, index, table, as_of) for index, table in enumerate(inputs.tables)]


def _refuse_too_many(sources: Sequence[Source]) -> None:
    if sources and sources[-1].source_id > LAST_SOURCE:
        raise UnableToTakeSnapshot(
            Label(f"共有{sources[-1].source_id}个输入文件", f"there are {sources[-1].source_id} input files"),
            Label(f"最多{LAST_SOURCE}个；请先合并部分文件", f"at most {LAST_SOURCE}; put some of them together first"),
        )


def _carrier(connection: Connection, index: int, table: FactTable, as_of: date) -> Carrier:
    own_days = "data_on" in table.table.column_names and pa.types.is_date(table.table.schema.field("data_on").type)
    fallback = table.source.day(as_of)
    day = f"coalesce(data_on, DATE '{fallback}')" if own_days else f"DATE '{fallback}'"
    reference = "row_ref" if "row_ref" in table.table.column_names else "NULL::BIGINT AS row_ref"
    name, view = f"input_{index}", f"facts_{index}"
    connection.register(name, table.table)
    others = "* EXCLUDE (row_ref)" if reference == "row_ref" else "*"
    run(connection, f'CREATE TEMP VIEW "{view}" AS SELECT {others}, {reference}, {day} AS _day FROM "{name}"')
    constant = None if own_days else fallback
    columns = frozenset(table.table.column_names)
    return Carrier(
        index,
        view,
        table.subject,
        table.source,
        columns,
        constant,
        table.by_hand,
        table.counts_as or table.source.kind,
        table.settles,
    )


def is_undated(carrier: Carrier) -> bool:
    """Whether neither the file nor its rows say when they were true."""
    return carrier.source.data_on is None and "data_on" not in carrier.columns
