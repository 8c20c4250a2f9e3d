"""The closed lists of fieldwork."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a visit went."""

    MET = "met"  # somebody of the household answered at the door
    REMOTE = "remote"  # by phone or video: nothing can have been seen
    ABSENT = "absent"  # nobody was there; it counts as an attempt, not as a visit


class Told(StrEnum):
    """Who answered."""

    HEAD = "head"
    SPOUSE = "spouse"
    ADULT = "adult"  # another grown-up of the household
    OTHER = "other"  # a neighbour, the village
