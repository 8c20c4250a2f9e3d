"""What rows about work tell: whether somebody works at all, outside the county, in several posts, in two jobs at a time."""

from collections.abc import Callable

from diguan.engine.snapshot.database import text
from diguan.engine.snapshot.derived.computation import NEWEST, Computation, Material
from diguan.engine.verdicts import Subject

MONTHS, PLACE, EMPLOYER, POST = "months_worked", "work_place", "work_employer", "public_post"
START, END = "job_started_on", "job_ended_on"
NONE = ("无", "否", "没有", "不是", "0")
OUTSIDE = "[县旗区市省国境]外|^外[县旗省市]|港澳"
INSIDE = "[县旗乡镇村]内|苏木内|嘎查内|本[县旗乡镇村地]"


def _named(column: str) -> str:
    """A text that names something."""
    return f"{column} NOT IN ({', '.join(text(word) for word in NONE)})"


def _works(material: Material) -> str | None:
    """True when the newest rows give months, a place or an employer; false when they carry such columns and give nothing.

    Unknown where no table about the person carries any of them, or the cell could not be read.
    """
    names = (MONTHS, PLACE, EMPLOYER)
    kinds = [
        rows for name in names if (rows := material.rows(Subject.PERSON, (name,), [n for n in names if n != name]))
    ]
    if not kinds:
        return None
    told = " OR ".join(
        f"coalesce({c}, false)"
        for c in (f"{MONTHS}::DOUBLE > 0", _named(f"{PLACE}::VARCHAR"), _named(f"{EMPLOYER}::VARCHAR"))
    )
    fields = ", ".join(text(name) for name in names)
    damaged = (
        f"SELECT DISTINCT row_ref, true AS spoilt FROM damaged_cells WHERE subject = 'person' AND field IN ({fields})"
    )
    return f"""SELECT _sk, CASE WHEN bool_or({told}) THEN true WHEN NOT coalesce(bool_or(spoilt), false) THEN false END AS value,
        min(source) AS source
        FROM (SELECT * FROM ({" UNION BY NAME ".join(kinds)}) QUALIFY day = max(day) OVER (PARTITION BY _sk))
        LEFT JOIN ({damaged}) USING (row_ref) GROUP BY _sk HAVING value IS NOT NULL"""


def _outside(material: Material) -> str | None:
    """By the words of the place of work; a place that says neither stays unknown."""
    rows = material.rows(Subject.PERSON, (PLACE,))
    return (
        None
        if rows is None
        else (
            f"""SELECT _sk, CASE WHEN regexp_matches({PLACE}, '{OUTSIDE}') THEN true
            WHEN regexp_matches({PLACE}, '{INSIDE}') THEN false END AS value, source
        FROM (SELECT * FROM ({rows}) WHERE {PLACE} IS NOT NULL {NEWEST}) WHERE value IS NOT NULL"""
        )
    )


def _posts(material: Material) -> str | None:
    """Posts named in the newest cell; an empty cell of a column that is carried names none."""
    rows = material.rows(Subject.PERSON, (POST,))
    named = _named("x")
    parts = (
        f"list_filter(regexp_split_to_array(coalesce({POST}, ''), '[,，、;；/+\\s]+'), lambda x: x <> '' AND {named})"
    )
    return None if rows is None else f"SELECT _sk, len({parts}) AS value, source FROM (SELECT * FROM ({rows}) {NEWEST})"


def _overlap(material: Material) -> str | None:
    """Whether a spell starts before an earlier one has ended; a spell without an end goes on. One spell overlaps nothing."""
    rows = material.rows(Subject.PERSON, (START, END))
    if rows is None:
        return None
    earlier = f"PARTITION BY _sk ORDER BY {START}, {END} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    until = f"max(coalesce({END}, DATE '9999-12-31')) OVER ({earlier})"
    spells = f"SELECT _sk, {START}, {END}, min(source) AS source FROM ({rows}) WHERE {START} IS NOT NULL GROUP BY ALL"
    return f"""SELECT _sk, coalesce(bool_or({START} < until), false) AS value, min(source) AS source
        FROM (SELECT *, {until} AS until FROM ({spells})) GROUP BY _sk"""


def _of_cells(query: Callable[[Material], str | None], *names: str) -> Computation:
    return Computation(Subject.PERSON, frozenset(), query, frozenset((Subject.PERSON, name) for name in names))


WORKS = _of_cells(_works, MONTHS, PLACE, EMPLOYER)
WORKS_OUTSIDE_COUNTY = _of_cells(_outside, PLACE)
PUBLIC_POSTS = _of_cells(_posts, POST)
JOB_SPELLS_OVERLAP = _of_cells(_overlap, START, END)
