"""An invented household and its people: who they are, and what each file says of them."""

from dataclasses import dataclass, field
from datetime import date

Fact = bool | int | float | str | date | None
Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Village:
    """A real village of the county. `pastoral`: its township lives by herding (苏木, 牧场)."""

    code: str
    county: str
    township: str
    name: str
    pastoral: bool

    @property
    def township_code(self) -> str:
        """Nine digits of the township."""
        return self.code[:9]


@dataclass(slots=True, eq=False)
class Person:
    """One invented person, and their row in each file: catalogue field -> value; None where the file has no row about them.

    `export` the current exports, `then` the older export, `base` the resident base, `insurance` and `schooling` the two
    departments' lists. `father`, `mother`: ID numbers as the resident base links them, empty when it does not.
    """

    export_id: str
    identity: str
    name: str
    born_on: date
    male: bool
    relation: str
    ethnic: str
    export: Facts | None = None
    then: Facts | None = None
    base: Facts | None = None
    insurance: Facts | None = None
    schooling: Facts | None = None
    father: str = ""
    mother: str = ""


@dataclass(slots=True, eq=False)
class Household:
    """One invented household and what each file says of it. `number` is its number in the resident base.

    `export_id` is empty for an ordinary household. `planted` names what was planted here, empty when nothing was: a
    household carries one planted thing at most, so that its truth is the plan's.
    """

    export_id: str
    number: str
    village: Village
    status: str
    export: Facts = field(default_factory=dict)
    then: Facts | None = None
    base: Facts = field(default_factory=dict)
    members: list[Person] = field(default_factory=list)
    planted: str = ""

    @property
    def key(self) -> str:
        """What the truth calls the household: its number in the exports, else in the resident base."""
        return self.export_id or f"base:{self.number}"

    @property
    def listed(self) -> bool:
        """True when the exports know the household."""
        return bool(self.export_id)

    @property
    def head(self) -> Person:
        """The head of the household: always the first member."""
        return self.members[0]

    @property
    def exported(self) -> list[Person]:
        """Members with a row in the current exports, in order."""
        return [person for person in self.members if person.export is not None]

    def person_key(self, person: Person) -> str:
        """What the truth calls a member: the number in the exports, else the place among the household's rows of the resident base."""
        if person.export is not None:
            return person.export_id
        based = [member for member in self.members if member.base is not None]
        return f"base:{self.number}:{based.index(person) + 1}"


def age_on(born_on: date, day: date) -> int:
    """Completed years on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
