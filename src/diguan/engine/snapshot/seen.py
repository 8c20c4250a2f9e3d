"""Households that somebody has seen: at least one fact, their own or a member's, comes from what was seen at a visit."""

from collections.abc import Iterable, Iterator

from diguan.engine.backends.layout import SOURCE_SUFFIX, Column
from diguan.engine.documents import Label
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.database import Connection, has_table, quoted, scalar
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.provenance import ANSWERS
from diguan.engine.snapshot.snapshot import Columns
from diguan.engine.verdicts import Grade, Subject

CARRIED = ("households", "persons", "unlisted_members")


def count_seen(connection: Connection, columns: Columns, sources: Iterable[Source]) -> int:
    """How many households of the relations have a fact that was seen, in use or on record among the answers of visits."""
    queries = list(_seen(columns, [s.source_id for s in sources if s.grade is Grade.SEEN]))
    if has_table(connection, ANSWERS):
        queries.append(f"SELECT household_id FROM {ANSWERS} WHERE grade = {int(Grade.SEEN)}")
    if not queries:
        return 0
    found: int = scalar(
        connection, f"SELECT count(*) FROM households WHERE household_id IN ({' UNION '.join(queries)})"
    )
    return found


def unseen_lines(connection: Connection, columns: Columns, sources: Iterable[Source]) -> Iterator[CoverageLine]:
    """One line that says how many households nobody has seen; none when all were seen, or there are none."""
    total: int = scalar(connection, "SELECT count(*) FROM households") if "households" in columns else 0
    seen = count_seen(connection, columns, sources) if total else 0
    if seen == total:
        return
    text = Label(
        f"{total:,}户中有{seen:,}户至少一项事实是实地见证，{total - seen:,}户没有人见过",
        f"of {total:,} households {seen:,} have at least one fact that was seen; nobody has seen {total - seen:,}",
    )
    if not seen:
        text = Label(
            f"{total:,}户没有一户见过：没有一项事实是实地见证。拿导出和名单判一遍不是大排查",
            f"none of {total:,} households was seen: no fact comes from a visit. A round over exports and lists is no campaign",
        )
    yield CoverageLine(kind="unseen", text=Text.of(text), subject=Subject.HOUSEHOLD, count=total - seen, of=total)


def _seen(columns: Columns, sources: list[int]) -> Iterator[str]:
    """Queries of households, one a relation that has facts of a source that saw."""
    if not sources:
        return
    for name in CARRIED:
        conditions = [c for column in columns.get(name, {}).values() if (c := _condition(column, sources))]
        if conditions:
            yield f"SELECT household_id FROM {quoted(name)} WHERE {' OR '.join(conditions)}"


def _condition(column: Column, sources: list[int]) -> str:
    """When the value of a column was seen; "" when it never is."""
    field = quoted(column.field)
    if column.source is not None:
        return f"{field} IS NOT NULL" if column.source in sources else ""
    listed = ", ".join(map(str, sources))
    return f"({field} IS NOT NULL AND {quoted(column.field + SOURCE_SUFFIX)} IN ({listed}))"
