"""Questions to the database that are put into SQL once and asked with other values each time.

Putting one together takes longer than answering it where few rows answer: the page of a household asks a dozen of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
Value = str | int | bytes | date
POPULATORS: Any = get_related_populators  # the types speak of another release
LARGEST = 2**63 - 1  # of the numbers that a column takes


class Given(Expression):
    """A value that is known when the question is asked: stands in a filter where a value would."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:  # noqa: ANN401, ARG002  as Django calls it
        """A place for the value, told by itself among the values of the question."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL with its values, of which some are Given, and how a row of the answer becomes a row of a model."""

    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]

    def filled(self, given: Mapping[str, Value]) -> list[Any]:
        """The values of the question."""
        return [given[value.name] if isinstance(value, Given) else value for value in self.values]


@dataclass(frozen=True, slots=True)
class Prepared(Generic[Row]):
    """A question. `build`: makes the queryset of models (joined rows, columns left out, `annotate`) from a Given for every name.

    A name that is asked with a list gets a list of Given, for `__in`; where a column leads to other rows, for `In(F(...), ...)`. Values are
    what columns hold: texts, numbers, bytes, days.
    """

    build: Callable[..., QuerySet[Row]]
    _made: dict[tuple[Any, ...], _Compiled] = field(default_factory=dict)

    def ask(self, **values: Value | Sequence[Value]) -> list[Row]:
        """The rows that answer; none where a list is empty."""
        if any(isinstance(value, Sequence) and not value for value in values.values()):
            return []
        lists = {name: _rounded(value) for name, value in values.items() if isinstance(value, list | tuple)}
        given: dict[str, Any] = {name: value for name, value in values.items() if name not in lists}
        given.update({f"{name}.{n}": value for name, several in lists.items() for n, value in enumerate(several)})
        compiled = self._compiled(list(values), {name: len(several) for name, several in lists.items()})
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, compiled.filled(given))
            found = cursor.fetchall()
        return self._rows(compiled.compiler, found)

    def _compiled(self, names: Sequence[str], sizes: Mapping[str, int]) -> _Compiled:
        key = (connection.vendor, connection.alias, *sizes.items())
        made = self._made.get(key)
        if made is None:
            given = {n: [Given(f"{n}.{m}") for m in range(sizes[n])] if n in sizes else Given(n) for n in names}
            compiler = self.build(**given).query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            made = self._made[key] = _Compiled(compiler, sql, tuple(parameters))
        return made

    @staticmethod
    def _rows(compiler: Any, found: Sequence[tuple[Any, ...]]) -> list[Row]:  # noqa: ANN401  what Django fills in while it compiles
        """As Django's own querysets make them."""
        about, alias = compiler.klass_info, connection.alias
        first, last = about["select_fields"][0], about["select_fields"][-1] + 1
        names = [each[0].target.attname for each in compiler.select[first:last]]
        joined = POPULATORS(about, compiler.select, alias)
        rows = []
        for values in compiler.results_iter([found]):
            row = about["model"].from_db(alias, names, values[first:last])
            for populator in joined:
                populator.populate(values, row)
            for name, place in compiler.annotation_col_map.items():
                setattr(row, name, values[place])
            rows.append(row)
        return rows


def _rounded(values: Sequence[Value]) -> list[Value]:
    """The values, the last one repeated up to the next power of two: so few lengths are asked that each is put into SQL once."""
    room = 1 << (len(values) - 1).bit_length()
    return [*values, *([values[-1]] * (room - len(values)))]
