"""What a relation of a snapshot looks like to a back end: its name, its columns, and where each value's grade comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from diguan.engine.backends.dialects import DUCKDB, Dialect
from diguan.engine.verdicts import Grade, Subject

SOURCE_SUFFIX = "@source"


@dataclass(frozen=True, slots=True)
class Column:
    """One field's column. `source`: the one source of every value, or None when `<field>@source` says it row by row."""

    field: str
    source: int | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view that holds one kind of subject. A field without a column is unknown everywhere."""

    name: str
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Layout:
    """The relations of a snapshot and the grade of each source id (0 = presumed, graded declared); `dialect`: of the engine they lie in."""

    relations: Mapping[Subject, Relation]
    grades: Mapping[int, Grade]
    dialect: Dialect = DUCKDB

    def uniform_grade(self, subject: Subject, field: str) -> Grade | None:
        """The one grade all values of a field have, or None when it differs from row to row."""
        column = self.relations[subject].columns[field]
        if column.source is not None:
            return self.grades[column.source]
        distinct = set(self.grades.values())
        return distinct.pop() if len(distinct) == 1 else None
