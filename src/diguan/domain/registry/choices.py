"""The closed lists of the registry's tables."""

from enum import IntEnum, StrEnum

from diguan.engine.verdicts import Subject

SUBJECTS = tuple(str(subject) for subject in Subject)
NUMBER_LENGTH = 80  # of a household, person or facility number; those of the resident base carry a prefix
NAME_LENGTH = 200
ENDING = ("死亡", "婚出", "迁出")  # states of somebody who has died or left for good
VISITOR, VISIT_LIST = "@visitor", "@list"  # beside the facts of an answer: who asked, and which visit list


class Flaw(StrEnum):
    """Why a cell gave no fact: it could not be read, or another cell of its row contradicts it."""

    DAMAGED = "damaged"
    SPLIT = "split"


class LifeEventKind(StrEnum):
    """What happens to households and their members."""

    BIRTH = "birth"
    DEATH = "death"
    MARRIAGE_IN = "marriage_in"
    MARRIAGE_OUT = "marriage_out"
    MIGRATION = "migration"  # to another village of the county, or away from it
    ARRIVAL = "arrival"  # from another county
    RETURN = "return"
    STATE = "state"  # goes to work, to the army, to school, to prison, into an institution
    SPLIT = "split"
    MERGE = "merge"
    DUPLICATE = "duplicate"  # two numbers were one household or person all along
    UNDONE = "undone"  # the counter-act of another event


class KinKind(StrEnum):
    """How a person of one household is related to a person of another: the first is ... of the second."""

    CHILD = "child"
    PARENT = "parent"
    SPOUSE = "spouse"
    SIBLING = "sibling"
    OTHER = "other"


class Resemblance(IntEnum):
    """By what people look like one person, in the order of lists."""

    ACROSS = 1  # one identity number, in two counties or more
    NUMBER = 2  # one identity number in several places of a county
    ALIKE = 3  # one village, name and day of birth, other numbers or none
