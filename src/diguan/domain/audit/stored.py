"""Rows exactly as the database stores them: no reading of a date, no decoding that could hide or trip over a changed byte."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast

Row = tuple[Any, ...]


def stored_rows(rows: "models.QuerySet[Any]", names: Sequence[str]) -> Iterator[Row]:
    """Columns of rows in the order of their keys: numbers as numbers, all else as the text that is stored."""
    model = rows.model
    ordered = rows.order_by(model._meta.pk.attname)  # noqa: SLF001  Django's public name for the description of a model
    columns = [name if _is_number(model, name) else _bytes(name) for name in names]
    for row in ordered.values_list(*columns).iterator(chunk_size=2000):
        yield tuple(_text(value) for value in row)


def stored_instant(at: datetime) -> str:
    """An instant as text, the same on every database: UTC, as SQLite stores it."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


def _is_number(model: type[models.Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.IntegerField)  # noqa: SLF001


def _bytes(name: str) -> Any:  # noqa: ANN401  a column or an expression over one
    return Cast(name, models.BinaryField()) if connection.vendor == "sqlite" else name


def _text(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    if isinstance(value, datetime):
        return stored_instant(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="backslashreplace")
    return value
