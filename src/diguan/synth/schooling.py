"""Where a child stands in school: the school year begins on 1 September, and who is six by 31 August enters.

Source: 义务教育法 第十一条. Six years of primary school, three of junior, three of senior school; preschool from three.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from diguan.synth.people import age_on

SCHOOL_YEAR_BEGINS = 9
ENTRY_AGE = 6
PRESCHOOL_AGE = 3
DUE_UNTIL = 16
PRIMARY = 6
JUNIOR = ("七年级", "八年级", "九年级")
SENIOR = ("普通高中一年级", "普通高中二年级", "普通高中三年级")
VOCATIONAL = ("中职一年级", "中职二年级", "中职三年级")
COLLEGE = ("本科一年级", "本科二年级", "本科三年级", "本科四年级")
LAST_COMPULSORY = PRIMARY + len(JUNIOR)
LAST_SENIOR = LAST_COMPULSORY + len(SENIOR)
LAST_COLLEGE = LAST_SENIOR + len(COLLEGE)
SHARE_VOCATIONAL = 0.38
SHARE_COLLEGE = 0.55


def cutoff(as_of: date) -> date:
    """31 August before the school year that `as_of` lies in."""
    return date(as_of.year if as_of.month >= SCHOOL_YEAR_BEGINS else as_of.year - 1, 8, 31)


def grade_index(born_on: date, as_of: date) -> int:
    """School year a child is in when it entered at six: 1 = first of primary school; 0 and below = not yet due."""
    return age_on(born_on, cutoff(as_of)) - ENTRY_AGE + 1


def due(born_on: date, as_of: date) -> bool:
    """Of compulsory school age: six by the cut-off and not yet sixteen."""
    return grade_index(born_on, as_of) >= 1 and age_on(born_on, as_of) < DUE_UNTIL


@dataclass(frozen=True, slots=True)
class Schooling:
    """What the exports say: in school (status filled) or done with it (education filled); the two exclude each other."""

    status: str | None
    education: str | None


def compulsory_status(index: int) -> str:
    """School status of a compulsory year 1..9."""
    return "小学" if index <= PRIMARY else JUNIOR[index - PRIMARY - 1]


def senior_status(index: int, later: str) -> str:
    """School status of a senior or later year, on the track of a later status."""
    if index > LAST_SENIOR:
        return COLLEGE[min(index - LAST_SENIOR, len(COLLEGE)) - 1]
    return (VOCATIONAL if later in VOCATIONAL else SENIOR)[index - LAST_COMPULSORY - 1]


def ordinary_schooling(rng: Random, born_on: date, as_of: date) -> Schooling:
    """Schooling of somebody of school age or below when nothing went wrong; adults above college age: see `adult_education`."""
    index = grade_index(born_on, as_of)
    if index < 1:
        return Schooling("学前教育" if index > PRESCHOOL_AGE - ENTRY_AGE else "学龄前儿童", None)
    if index <= LAST_COMPULSORY:
        return Schooling(compulsory_status(index), None)
    if index <= LAST_SENIOR:
        track = VOCATIONAL if rng.random() < SHARE_VOCATIONAL else SENIOR
        return Schooling(track[index - LAST_COMPULSORY - 1], None)
    if index <= LAST_COLLEGE and rng.random() < SHARE_COLLEGE:
        return Schooling(COLLEGE[index - LAST_SENIOR - 1], None)
    return Schooling(None, adult_education(rng, age_on(born_on, as_of)))


_EDUCATION = (
    (35, ("初中", "高中", "大专", "本科及以上"), (50, 25, 15, 10)),
    (45, ("小学", "初中", "高中"), (38, 52, 10)),
    (60, ("文盲或半文盲", "小学", "初中", "高中"), (6, 35, 49, 10)),
    (200, ("文盲或半文盲", "小学", "初中", "高中"), (25, 55, 17, 3)),
)


def adult_education(rng: Random, age: int) -> str:
    """Education of somebody done with school; the older, the shorter."""
    for below, levels, weights in _EDUCATION:
        if age < below:
            return rng.choices(levels, weights)[0]
    return _EDUCATION[-1][1][0]
