"""Rows exactly as the database stores them: no reading of a date, no decoding that could hide or trip over a changed byte."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]
NO_TEXT = (
    "no text",
)  # in place of a value that lies in a column of texts and is none: equal to nothing that was sealed


class _AsBytes(models.Func):
    """A column of texts of SQLite, undecoded. Bytes that lie there as no text (`BLOB`) come as a number, for no text ever does."""

    template = (
        "CASE typeof(%(expressions)s) WHEN 'text' THEN CAST(%(expressions)s AS BLOB) WHEN 'null' THEN NULL ELSE 0 END"
    )
    output_field = models.BinaryField()


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
    return _AsBytes(name) if connection.vendor == "sqlite" else name


def _text(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    if isinstance(value, datetime):
        return stored_instant(value)
    if isinstance(value, bytes | memoryview):
        return _decoded(bytes(value))
    return value


def _decoded(stored: bytes) -> Any:  # noqa: ANN401  a text, or what stands for bytes that are none
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return [*NO_TEXT, stored.hex()]
