"""Pages of a long list that stay where they are while rows are added: a page begins after a row, not after a number of rows."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Count, Model, Q, QuerySet, Window

Row = TypeVar("Row", bound=Model)
SIZE = 50


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """Rows of a page, and where the page after it and the one before it begin (empty: there is none). `count`: of all, where asked."""

    rows: list[Row]
    next: str = ""
    previous: str = ""
    count: int | None = None


def counted(queryset: QuerySet[Row], most: int) -> tuple[int, bool]:
    """How many rows there are, up to `most`, and whether there are still more: counting a million takes longer than the page."""
    found = queryset.order_by()[: most + 1].count()
    return min(found, most), found > most


def slice_of(
    queryset: QuerySet[Row],
    order: tuple[str, ...],
    at: str = "",
    size: int = SIZE,
    *,
    whole: Callable[[Sequence[Any]], Sequence[Row]] | None = None,
    counting: bool = False,
) -> Slice[Row]:
    """A page of rows ordered by columns that are never empty, the last of them unique ("-seen_on", "id").

    `at` is what an earlier page gave for the next or the previous one; what cannot be read counts as the beginning. `whole`: gives rows by
    their keys, in any order, once it is known which they are, so that thousands that are only looked for need not be read. `counting`:
    count all of them while looking for those of the first page; for lists of which all must be found anyway before any is shown.
    """
    backwards, after = _read(at, order, queryset)
    columns = tuple(_turned(column) for column in order) if backwards else order
    rows = queryset.order_by(*columns)
    if after is not None:
        rows = rows.filter(_beyond(columns, after))
    found, count = _found(rows, size + 1, whole, counting=counting and after is None)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Slice([], count=count)
    has_next, has_previous = (True, more) if backwards else (more, after is not None)
    return Slice(
        found,
        next=_written("n", found[-1], order) if has_next else "",
        previous=_written("p", found[0], order) if has_previous else "",
        count=count,
    )


def _found(
    rows: QuerySet[Row], most: int, whole: Callable[[Sequence[Any]], Sequence[Row]] | None, *, counting: bool
) -> tuple[list[Row], int | None]:
    """The first rows, and how many there are where that is asked."""
    if whole is None:
        return list(rows[:most]), None
    keys, count = _counted_keys(rows, most) if counting else (list(rows.values_list("pk", flat=True)[:most]), None)
    by_key = {row.pk: row for row in whole(keys)}
    return [by_key[key] for key in keys if key in by_key], count


def _counted_keys(rows: QuerySet[Row], most: int) -> tuple[list[Any], int]:
    """Keys of the first rows, and how many rows there are, by one question."""
    found = list(rows.annotate(all_found=Window(Count("pk"))).values_list("pk", "all_found")[:most])
    return [key for key, _ in found], found[0][1] if found else 0


def is_mark(at: str, order: tuple[str, ...], queryset: QuerySet[Row]) -> bool:
    """Whether a text is a mark that pages of rows in this order give."""
    return _read(at, order, queryset)[1] is not None


def _turned(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _beyond(columns: tuple[str, ...], values: list[Any]) -> Q:
    """Rows after one in an order: the first column beyond, or equal and the next one beyond, and so on."""
    found, equal = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        name = column.removeprefix("-")
        found |= equal & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return found


def _written(direction: str, row: Model, order: tuple[str, ...]) -> str:
    values = [getattr(row, column.removeprefix("-")) for column in order]
    plain = [value if isinstance(value, int | str) else value.isoformat() for value in values]
    return urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _read(at: str, order: tuple[str, ...], queryset: QuerySet[Row]) -> tuple[bool, list[Any] | None]:
    try:
        direction, *said = json.loads(urlsafe_b64decode(at + "=" * (-len(at) % 4)))
        values = [_value(queryset, column, value) for column, value in zip(order, said, strict=True)]
    except (ValueError, TypeError, ValidationError):
        return False, None
    return direction == "p", values if direction in ("n", "p") else None


def _value(queryset: QuerySet[Row], column: str, said: Any) -> Any:  # noqa: ANN401  what a column holds
    """A value as the column takes it; ValidationError or ValueError where somebody has written an address of their own."""
    if not isinstance(said, int | str) or "\0" in str(said):
        raise ValueError(column)
    name = column.removeprefix("-")
    counted = queryset.query.annotations.get(name)
    field: Any = counted.output_field if counted is not None else queryset.model._meta.get_field(name)  # noqa: SLF001  Django's own words
    return field.to_python(said)
