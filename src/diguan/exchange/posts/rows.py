"""What a row of a sheet of helpers or posts says; "" and None: nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Where:
    """Where a row stands (row of the sheet, from 1), and its cells as text by header."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    secrets: frozenset[str] = frozenset()  # headers whose cells are names or numbers of people

    @property
    def said(self) -> str:
        """File, sheet and row in one word, for the ground of what follows from it."""
        return f"{self.file} {self.sheet} {self.row}"


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as a row names one. `identity`: 18 characters."""

    name: str
    unit: str = ""
    unit_kind: str = ""
    unit_under: str = ""
    sex: str = ""
    rank: str = ""
    identity: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class HelperRow:
    """Somebody helps a household, from a day up to, not including, another; `posts`: kinds of posts that the row says are theirs."""

    where: Where
    person: Person
    since_on: date
    until_on: date | None
    head_name: str
    head_identity: str
    household_number: str
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a unit, and who holds it; without a person it is vacant."""

    where: Where
    region_code: str
    kind: str
    department: str
    title: str
    person: Person | None
    since_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: why, and what would have been right."""

    where: Where
    reason: Label
    expected: Label


@dataclass(slots=True)
class PostSheets:
    """Everything that some files say. `digests`: SHA-256 of each; `synthetic`: every sheet says that its people are invented."""

    helpers: list[HelperRow] = field(default_factory=list)
    posts: list[PostRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    unknown_headers: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    synthetic: bool = True
