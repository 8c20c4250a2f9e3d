"""The four verdicts, the evidence grades and the four kinds of subject: words that every package of the engine shares."""

from enum import IntEnum, StrEnum


class Verdict(IntEnum):
    """What a rule says of a subject. The order matters: "every" and "all" are the minimum of the codes."""

    UNMET = 0
    UNKNOWN = 1
    MET = 2
    NOT_APPLICABLE = 3


class Grade(IntEnum):
    """How well a fact is evidenced; a verdict carries the weakest grade of the facts it rests on."""

    NONE = 0
    DECLARED = 1
    ROSTER = 2
    SEEN = 3


class Subject(StrEnum):
    """What a rule speaks of."""

    HOUSEHOLD = "household"
    PERSON = "person"
    VILLAGE = "village"
    FACILITY = "facility"


def verdict_of(when: int, met: int) -> tuple[Verdict, Grade]:
    """Verdict and grade from two graded truths (-3..3: sign = truth, 0 = unknown, size = grade).

    A rule whose `when` is unknown is met if `met` is true, else unknown: whether it applies makes no difference then.
    "Met" rests on the facts of `met` alone, "unmet" on both, "not applicable" on those of `when`.
    """
    if when < 0:
        return Verdict.NOT_APPLICABLE, Grade(-when)
    if met > 0:
        return Verdict.MET, Grade(met)
    if when > 0 and met < 0:
        return Verdict.UNMET, Grade(min(when, -met))
    return Verdict.UNKNOWN, Grade.NONE
