"""What is sent about an event, by kind. People are given by their numbers in the household, other households by their ids."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Version, Word

Said = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Person = Annotated[str, Field(min_length=1, max_length=80, pattern=PLAIN)]
Named = Annotated[str, Field(min_length=1, max_length=60, pattern=PLAIN)]
Identity = Annotated[str, Field(max_length=22, pattern=PLAIN)]
People = Annotated[list[Person], Field(min_length=1, max_length=50)]


class Happened(Asked):
    """When, why, how it is known. `version`: of the household as it was read; somebody else may have been faster."""

    version: Version
    happened_on: Day
    reason: Said
    grade: Literal["declared", "roster", "seen"]
    department: Word = ""
    evidence: Said


class Born(Happened):
    """Who was born. `enrolling`: the registration of the child is under way."""

    name: Named
    sex: Word
    relation: Word
    identity: Identity = ""
    enrolling: bool = False


class MarriedIn(Happened):
    """Who marries in from elsewhere."""

    name: Named
    sex: Word
    birth_date: Day
    relation: Word
    identity: Identity = ""


class Died(Happened):
    """Who died, and who is the head now, where it was the head."""

    person: Person
    new_head: Word = ""


class MarriedOut(Happened):
    """Who marries out; into which household and as what, where that is known here."""

    person: Person
    to_household: Number | None = None
    relation: Word = ""


class Moved(Happened):
    """Who moves, where to; `new_number`: of the household there, where not all of them go."""

    persons: People
    region_code: Said
    new_number: Word = ""


class Returned(Happened):
    """Who is back."""

    person: Person


class Away(Happened):
    """Who goes away for a time, and how."""

    person: Person
    state: Word


class Split(Happened):
    """Who leaves into a household of their own."""

    persons: People
    new_number: Person
    head: Word = ""


class Merged(Happened):
    """With which other household."""

    other: Number


class SamePerson(Happened):
    """Which person of which other household is the same one."""

    person: Person
    other: Number
    other_person: Person


class Recorded(Schema):
    """The event that was stored, and the household's new version."""

    event: int
    version: int
