"""A field and the catalogue of them; values here are read from YAML by `load` and never change afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject

__all__ = ["Catalogue", "Field", "FieldType", "Label", "Presumption", "Scalar"]

Scalar = bool | int | float | str


class FieldType(StrEnum):
    """Type of a fact, with the DuckDB column type it has in a snapshot."""

    CODE = "code"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    IDENTIFIER = "identifier"

    @property
    def column_type(self) -> str:
        """DuckDB type of the snapshot column; identifiers have none and never enter a snapshot."""
        return _COLUMN_TYPES[self]


ROSTER = "roster:"
VISIT = "visit"
_COLUMN_TYPES = {
    FieldType.CODE: "VARCHAR",
    FieldType.TEXT: "VARCHAR",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.INTEGER: "BIGINT",
    FieldType.NUMBER: "DOUBLE",
    FieldType.DATE: "DATE",
    FieldType.IDENTIFIER: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Presumption:
    """The value a field has where nobody recorded anything: a lawful exception counts only when it is recorded.

    `empty`: an empty cell and a column nobody carries both say it; `empty_cell`: only an empty cell of a column that an
    input carries; `not_carried`: only a column nobody carries. A damaged or contradicted cell is never presumed.
    """

    value: Scalar
    when: Literal["empty", "empty_cell", "not_carried"]


@dataclass(frozen=True, slots=True)
class Field:
    """One fact that a subject may have."""

    name: str
    subject: Subject
    type: FieldType
    label: Label
    codes: tuple[str, ...] = ()
    code_labels: Mapping[str, Label] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    range: tuple[float, float] | None = None
    precedence: tuple[str, ...] = ()
    sensitivity: Literal["public", "personal", "sensitive", "identifier"] = "personal"
    valid_for: str | None = None
    dated_by: str | None = None
    department: str | None = None
    question: Label | None = None
    presumed: Presumption | None = None
    ask_when_relevant: bool = False
    implied_by: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    expression: str | None = None
    computed_by: str | None = None
    file: str = ""
    line: int = 0

    @property
    def derived(self) -> bool:
        """True when the value is computed, never asked."""
        return self.expression is not None or self.computed_by is not None

    def rank(self, source_kind: str) -> int:
        """Precedence of a kind of source for this field: 0 is first; see `rank_in`."""
        return rank_in(self.precedence, source_kind)


def rank_in(precedence: Sequence[str], source_kind: str) -> int:
    """Place of a kind of source in an order of precedence: 0 is first, kinds not named share the last.

    A department's list that the operator gave another name stands where the last list of the order stands: it never falls
    behind a village's tick because of its name. What was only said at a visit stands where visits stand.
    """
    if source_kind in precedence:
        return precedence.index(source_kind)
    if source_kind.startswith(f"{VISIT}:"):
        return rank_in(precedence, VISIT)
    rosters = [rank for rank, kind in enumerate(precedence) if kind.startswith(ROSTER)]
    return rosters[-1] if rosters and source_kind.startswith(ROSTER) else len(precedence)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All fields, by subject and name."""

    by_subject: Mapping[Subject, Mapping[str, Field]]

    def fields(self, subject: Subject) -> Mapping[str, Field]:
        """Fields of one kind of subject by name, in file order; empty when there are none."""
        return self.by_subject.get(subject, {})

    def field(self, subject: Subject, name: str) -> Field:
        """One field; KeyError when the subject has no such field."""
        return self.by_subject[subject][name]

    def merged(self, other: "Catalogue") -> "Catalogue":
        """This catalogue with the fields of `other` added; a field of `other` with a known name replaces it."""
        return Catalogue({s: {**self.fields(s), **other.fields(s)} for s in Subject})
