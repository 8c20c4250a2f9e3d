"""Values as the database takes them in: JSON, and the lines of COPY."""

from collections.abc import Iterable

from django.db import connection as database

from diguan.engine.catalogue import FieldType
from diguan.engine.snapshot.database import quoted, text


def on_postgresql() -> bool:
    """Whether the registry lies in PostgreSQL, else in SQLite."""
    return database.vendor == "postgresql"


def copied(value: str, kind: str) -> str:
    """A value as COPY reads it; NULL is backslash N."""
    if kind in ("VARCHAR", "JSON"):
        value = f"replace({value}::VARCHAR, chr(92), chr(92) || chr(92))"
        for character, letter in ((9, "t"), (10, "n"), (13, "r")):
            value = f"replace({value}, chr({character}), chr(92) || '{letter}')"
        return f"coalesce({value}, chr(92) || 'N')"
    if kind == "BLOB":
        return f"coalesce(chr(92) || chr(92) || 'x' || hex({value}), chr(92) || 'N')"
    return f"coalesce({value}::VARCHAR, chr(92) || 'N')"


def json_of(fields: Iterable[tuple[str, FieldType]], prefix: str = "t.") -> str:
    """An object of the values that there are, as text. A number that is no number is no value; PostgreSQL stores no NUL character."""
    parts = []
    for name, kind in fields:
        column = f"{prefix}{quoted(name)}"
        value = column
        if kind in (FieldType.CODE, FieldType.TEXT, FieldType.IDENTIFIER):
            value = f"replace({column}, chr(0), '')"
        elif kind is FieldType.NUMBER:
            value = f"CASE WHEN isfinite({column}::DOUBLE) THEN {column}::DOUBLE END"
        parts.append(f"{text(chr(34) + name + chr(34) + ':')} || to_json({value})")
    return f"'{{' || concat_ws(',', {', '.join(parts)}) || '}}'" if parts else "'{}'"
