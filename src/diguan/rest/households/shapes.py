"""One household as it goes out: facts with their sources, people, verdicts with reasons, what to ask, open problems."""

from datetime import date

from ninja import Schema

from diguan.rest.frame.values import Place, Text
from diguan.rest.households.finding import Status
from diguan.rest.items.shapes import ItemRow


class Otherwise(Schema):
    """A value that says something else, and from what."""

    value: Text
    source: str


class Fact(Schema):
    """What is known of a fact. `value` null: unknown, and `state` says why; `day`: of the fact; `loaded`: of an undated file's load."""

    field: str
    label: Text
    value: Text | None
    state: str | None
    source: str
    presumed: bool
    day: date | None
    loaded: date | None
    grade: Text | None
    evidence: str
    otherwise: list[Otherwise]


class Identifier(Schema):
    """What stands sealed: a name, an identity number, a phone."""

    label: Text
    value: str


class Member(Schema):
    """Somebody of the household. `member` false: only the resident base says so. `identifiers`: after revealing alone."""

    id: int | None
    number: str
    member: bool
    name: str
    relation: Text | None
    birth: Text | None
    state: Text | None
    facts: list[Fact]
    identifiers: list[Identifier]


class Reason(Schema):
    """Why, and of whom; null: of the household."""

    who: Text | None
    text: Text


class Verdict(Schema):
    """How the household stands in an indicator; `verdict` null where a value of the standard is not confirmed."""

    indicator: str
    label: Text
    verdict: str | None
    grade: Text | None
    reasons: list[Reason]
    cited: Text


class Question(Schema):
    """A fact to ask for. `person`: number of the member's row; `first`: one of the fewest that decide."""

    fact: str
    text: Text
    person: int | None
    who: Text | None
    decides: list[str]
    first: bool


class HouseholdOne(Schema):
    """A household on a day by a standard. `version` is sent back with what is recorded. Verdicts are empty outside the standard's time."""

    id: int
    version: int
    number: str
    place: Place
    name: str
    status: Status | None
    size: int
    standard: str
    as_of: date
    in_force: bool
    facts: list[Fact]
    members: list[Member]
    verdicts: list[Verdict]
    questions: list[Question]
    items: list[ItemRow]
    revealed: bool
