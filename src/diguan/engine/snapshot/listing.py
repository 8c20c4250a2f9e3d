"""Who is there: listed households and their members, the resident base joined to them by identity number.

Tables made here (temporary; `hk` and `pk` number households and persons in the order of the snapshot):
  h(hk, household_id, region_code, county, until, listed)   listed: from an export or plain tables, else from the resident base only
  p(pk, hk, household_id, person_id, member)                 member: belongs to the household, else known to the resident base alone
  base_h(bh, hk)                                             where a household of the resident base went
  identity_of(identity, pk, hk, member, base)                base: known by the resident base's own number
Between them `recognising` finds the listed people whose identity number could not be read.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from diguan.engine.snapshot.database import Connection, run, scalar
from diguan.engine.snapshot.intake import RESIDENTS, Carrier
from diguan.engine.snapshot.recognising import recognise
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Subject

BASE = "base:"  # prefix of household and person numbers that only the resident base knows
COUNTY = "CASE WHEN regexp_full_match(region_code, '[0-9]{12}') THEN region_code[1:6] ELSE 'all' END"
NOBODY = "SELECT NULL::VARCHAR AS {} WHERE false"


def list_subjects(connection: Connection, carriers: Sequence[Carrier], scope: Scope) -> None:
    """Make the tables of this module for one scope."""
    _gather_listing(connection, carriers, scope)
    _gather_base(connection, carriers, scope)
    recognise(connection, scope)
    _number_households(connection, scope)
    _number_persons(connection, scope)


def _of(carriers: Iterable[Carrier], subject: Subject, *, base: bool) -> Iterator[Carrier]:
    for carrier in carriers:
        if carrier.subject is subject and "household_id" in carrier.columns:
            wanted = carrier.source.kind == RESIDENTS if base else carrier.lists
            if wanted:
                yield carrier


def _naming(carriers: Iterable[Carrier]) -> Iterator[Carrier]:
    return (c for c in carriers if c.subject is Subject.PERSON and "household_id" in c.columns and c.names)


def _column(carrier: Carrier, name: str) -> str:
    return f"t.{name}" if name in carrier.columns else f"NULL::VARCHAR AS {name}"


def _gather_listing(connection: Connection, carriers: Sequence[Carrier], scope: Scope) -> None:
    """Make listing: every row's household; member_rows: every row's person; members: the persons of the newest rows that list.

    Where rows settle who the members of a household are, the newest of those count and no others.
    """
    households = [
        f"SELECT DISTINCT t.household_id, {_column(c, 'region_code')}, t._day AS day, {c.settles} AS settles, "
        f"{scope.limit} AS until "
        f"{scope.rows(c, 't.household_id')}"
        for subject in (Subject.HOUSEHOLD, Subject.PERSON)
        for c in _of(carriers, subject, base=False)
    ]
    nobody = (
        "SELECT NULL::VARCHAR AS household_id, NULL::VARCHAR AS region_code, NULL::DATE AS day, false AS settles, "
        "NULL::DATE AS until"
    )
    _make(connection, scope.table("listing"), households, nobody)
    persons = [
        f"SELECT t.household_id, t.person_id, {_column(c, 'identity')}, {_column(c, 'name')}, {_column(c, 'region_code')}, t._day AS day, "
        f"{c.lists} AS lists, {c.settles} AS settles {scope.rows(c, 't.household_id')}"
        for c in _naming(carriers)
    ]
    nobody = (
        "SELECT NULL::VARCHAR AS household_id, NULL::VARCHAR AS person_id, NULL::VARCHAR AS identity, NULL::VARCHAR AS name, "
        "NULL::VARCHAR AS region_code, NULL::DATE AS day, true AS lists, false AS settles"
    )
    _make(connection, scope.table("member_rows"), persons, nobody)
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("members")} AS
        SELECT DISTINCT household_id, person_id FROM {scope.table("member_rows")}
        SEMI JOIN (SELECT household_id, bool_or(settles) AS settles, coalesce(max(day) FILTER (settles), max(day)) AS day
                   FROM {scope.table("member_rows")} WHERE lists GROUP BY household_id) USING (household_id, settles, day)
        WHERE lists AND person_id IS NOT NULL""",
    )
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("member_ids")} AS
        SELECT DISTINCT identity, household_id, person_id FROM {scope.table("member_rows")}
        SEMI JOIN {scope.table("members")} USING (household_id, person_id) WHERE identity IS NOT NULL""",
    )


def _make(connection: Connection, table: str, parts: Sequence[str], nobody: str) -> None:
    body = " UNION ALL ".join(parts) if parts else f"{nobody} WHERE false"
    run(connection, f"CREATE TEMP TABLE {table} AS {body}")


def _gather_base(connection: Connection, carriers: Sequence[Carrier], scope: Scope) -> None:
    """Make base_rows: persons of the resident base; base_home: the listed household that most members of a base household are in."""
    everybody = Scope(scope.prefix, scope.until)
    rows = [
        "SELECT DISTINCT t.household_id AS bh, t.person_id AS bp, "
        f"{_column(c, 'identity')}, {_column(c, 'name')}, {_column(c, 'region_code')}, t._day AS day "
        + (everybody if scope.limits is None else Scope("", date.max)).rows(c, "t.household_id")
        for c in _of(carriers, Subject.PERSON, base=True)
    ]
    nobody = (
        "SELECT NULL::VARCHAR AS bh, NULL::VARCHAR AS bp, NULL::VARCHAR AS identity, NULL::VARCHAR AS name, "
        "NULL::VARCHAR AS region_code, NULL::DATE AS day"
    )
    _make(connection, scope.table("base_rows"), rows, nobody)
    in_time = (
        "" if scope.limits is None else f"JOIN {scope.limits} l ON l.household_id = m.household_id AND b.day <= l.until"
    )
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("base_home")} AS
        SELECT bh, household_id FROM (
            SELECT b.bh, m.household_id, count(DISTINCT b.bp) AS matches
            FROM {scope.table("base_rows")} b JOIN {scope.table("member_ids")} m USING (identity) {in_time} GROUP BY ALL)
        QUALIFY row_number() OVER (PARTITION BY bh ORDER BY matches DESC, household_id) = 1""",
    )


def _number_households(connection: Connection, scope: Scope) -> None:
    """Make h and base_h: listed households, and those of the resident base that hold no listed person.

    A household is where the newest rows have it; of one day what settles it, as of a move on the day of a list, comes before the list.
    """
    alone = (
        f"SELECT * FROM {scope.table('base_rows')} ANTI JOIN {scope.table('base_home')} USING (bh) "
        f"ANTI JOIN {scope.table('refused_base')} USING (bh)"
    )
    limit, in_time = f"DATE '{scope.until}'", ""
    if scope.limits is not None:
        limit, in_time = "l.until", f"JOIN {scope.limits} l ON l.household_id = '{BASE}' || b.bh AND b.day <= l.until"
    ordered = scalar(connection, f"SELECT count(DISTINCT day) > 1 OR bool_or(settles) FROM {scope.table('listing')}")
    newest = "min(region_code)"
    if ordered:
        newest = "first(region_code ORDER BY day DESC, settles DESC, region_code) FILTER (region_code IS NOT NULL)"
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("h")} AS
        WITH everybody AS (
            SELECT household_id, {newest} AS region_code, any_value(until) AS until, true AS listed
            FROM {scope.table("listing")} GROUP BY household_id
            UNION ALL
            SELECT '{BASE}' || b.bh, min(b.region_code), any_value({limit}), false FROM ({alone}) b {in_time} GROUP BY b.bh),
        placed AS (
            SELECT household_id, coalesce(region_code, home) AS region_code, until, listed FROM everybody LEFT JOIN (
                SELECT home.household_id, min(b.region_code) AS home FROM {scope.table("base_home")} home
                JOIN {scope.table("base_rows")} b USING (bh) GROUP BY ALL) USING (household_id))
        SELECT row_number() OVER (ORDER BY county, region_code NULLS LAST, household_id)::INTEGER AS hk, household_id, region_code,
               county, until, listed FROM (SELECT *, {COUNTY} AS county FROM placed)""",
    )
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("base_h")} AS
        SELECT bh, hk FROM {scope.table("base_home")} JOIN {scope.table("h")} USING (household_id)
        UNION ALL SELECT household_id[{len(BASE) + 1}:], hk FROM {scope.table("h")} WHERE NOT listed""",
    )


def _number_persons(connection: Connection, scope: Scope) -> None:
    """Make p and identity_of: members, members of base households without a listed person, and who is in the base alone."""
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("p")} AS
        WITH base AS (
            SELECT DISTINCT b.bp, b.identity, base_h.hk, h.listed FROM {scope.table("base_rows")} b
            JOIN {scope.table("base_h")} base_h USING (bh) JOIN {scope.table("h")} h USING (hk) WHERE b.day <= h.until),
        strangers AS (
            SELECT * FROM base ANTI JOIN {scope.table("member_ids")} USING (identity)
            ANTI JOIN {scope.table("refused_persons")} USING (bp)),
        everybody AS (
            SELECT h.hk, m.person_id, true AS member FROM {scope.table("members")} m JOIN {scope.table("h")} h USING (household_id)
            UNION ALL SELECT DISTINCT hk, '{BASE}' || bp, NOT listed FROM strangers)
        SELECT row_number() OVER (ORDER BY hk, NOT member, person_id)::INTEGER AS pk, hk, household_id, person_id, member
        FROM everybody JOIN {scope.table("h")} USING (hk)""",
    )
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("identity_of")} AS
        SELECT DISTINCT m.identity, p.pk, p.hk, p.member, false AS base FROM {scope.table("member_ids")} m
        JOIN {scope.table("p")} p USING (household_id, person_id)
        UNION ALL SELECT DISTINCT b.identity, p.pk, p.hk, p.member, true FROM {scope.table("base_rows")} b
        JOIN {scope.table("p")} p ON p.person_id = '{BASE}' || b.bp WHERE b.identity IS NOT NULL""",
    )
