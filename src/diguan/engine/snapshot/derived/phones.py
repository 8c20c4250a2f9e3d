"""What phones tell without being kept: whether they can be rung, are given for several households, or belong to a helper.

A cell may hold several numbers; the first that can be rung counts. Helpers come as the roster "helpers".
"""

from functools import partial

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.verdicts import Subject

PERSONS, HOUSEHOLDS = "phone", "household_phone"
HELPERS = "roster:helpers"
# a mobile number, with the country's code or without; a line with its area code
PATTERN = "(86)?1[3-9][0-9]{9}|0[0-9]{9,11}"


def number(column: str) -> str:
    """The first number of a cell that can be rung, digits only; NULL when there is none."""
    parts = f"list_transform(regexp_split_to_array({column}, '[,，、;；/]+'), lambda x: regexp_replace(x, '[^0-9]', '', 'g'))"
    return f"regexp_replace(list_filter({parts}, lambda x: regexp_full_match(x, '{PATTERN}'))[1], '^86(1[0-9]{{10}})$', '\\1')"


def _state(subject: Subject, name: str, material: Material) -> str | None:
    """Of the rows of the newest day: valid when any has a number that can be rung, else malformed when any has anything."""
    rows = material.rows(subject, (name,), rosters=False)
    return (
        None
        if rows is None
        else (
            f"""SELECT _sk, CASE WHEN bool_or({number(name)} IS NOT NULL) THEN '有效'
            WHEN bool_or({name} IS NOT NULL) THEN '格式错误' ELSE '缺失' END AS value, min(source) AS source
        FROM (SELECT * FROM ({rows}) QUALIFY day = max(day) OVER (PARTITION BY _sk)) GROUP BY _sk"""
        )
    )


def _household_numbers(material: Material) -> str | None:
    """SELECT of (_sk, number, source): the newest number of each household that can be rung."""
    rows = material.rows(Subject.HOUSEHOLD, (HOUSEHOLDS,), rosters=False)
    return (
        None
        if rows is None
        else (
            f"SELECT _sk, arg_max(number, day) AS number, min(source) AS source FROM "
            f"(SELECT _sk, day, source, {number(HOUSEHOLDS)} AS number FROM ({rows})) WHERE number IS NOT NULL GROUP BY _sk"
        )
    )


def _shared(material: Material) -> str | None:
    """Households with the same number, this one included."""
    numbers = _household_numbers(material)
    return numbers and f"SELECT _sk, count(*) OVER (PARTITION BY number) AS value, source FROM ({numbers})"


def _helpers(material: Material) -> str | None:
    numbers = _household_numbers(material)
    lists = [c for c in material.carriers if c.source.kind == HELPERS and PERSONS in c.columns]
    if numbers is None or not lists:
        return None
    theirs = " UNION ".join(f"SELECT {number(PERSONS)} AS number FROM {c.view}" for c in lists)
    return f"SELECT _sk, number IN (SELECT number FROM ({theirs}) WHERE number IS NOT NULL) AS value, source FROM ({numbers})"


PERSON_CELL = frozenset({(Subject.PERSON, PERSONS)})
HOUSEHOLD_CELL = frozenset({(Subject.HOUSEHOLD, HOUSEHOLDS)})
PHONE_STATE = Computation(Subject.PERSON, frozenset(), partial(_state, Subject.PERSON, PERSONS), PERSON_CELL)
HOUSEHOLD_PHONE_STATE = Computation(
    Subject.HOUSEHOLD, frozenset(), partial(_state, Subject.HOUSEHOLD, HOUSEHOLDS), HOUSEHOLD_CELL
)
PHONE_SHARED_BY_HOUSEHOLDS = Computation(Subject.HOUSEHOLD, frozenset(), _shared, HOUSEHOLD_CELL, HOUSEHOLD_CELL)
PHONE_IS_HELPERS = Computation(Subject.HOUSEHOLD, frozenset(), _helpers, HOUSEHOLD_CELL)
