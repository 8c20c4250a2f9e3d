"""What differs between tables as they were and as they are now: every row of both is compared, whole.

Belongs here: comparing the rows; whether a list of changes leaves off what differs. Does not belong here: which villages follow (cutting).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from diguan.engine.documents import Label
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.record import RoundRecord
from diguan.engine.snapshot.database import quoted, run
from diguan.exchange.changes.keyed import KeyedTable, open_table
from diguan.exchange.changes.listing import WHOLE, Changed, UnableToRescreen
from diguan.exchange.changes.standing import Standing


@dataclass(frozen=True, slots=True)
class Found:
    """Villages and households of whose rows at least one came, went or is another than it was; '' for rows that name none."""

    villages: frozenset[str]
    households: frozenset[str]


def differing(then: Mapping[str, Path], now: Mapping[str, Path], record: RoundRecord) -> Found:
    """What differs between the tables of a round as they were and as they are.

    UnableToRescreen when the former are not the files that the round was made of, or the columns of both are not the same.
    """
    _require_those(then, now, record)
    villages: set[str] = set()
    households: set[str] = set()
    with duckdb.connect(config={"temp_directory": ""}) as db:
        for name, path in now.items():
            old, new = open_table(db, name, then[name]), open_table(db, name, path)
            _require_columns(old, new)
            for code, household in run(db, _rows_of_one(old, new)):
                households |= {household} - {""}
                villages |= {code} if code or not household else set()  # of a row without a village its household tells
    return Found(frozenset(villages), frozenset(households))


def _require_those(then: Mapping[str, Path], now: Mapping[str, Path], record: RoundRecord) -> None:
    if then.keys() != now.keys():
        raise UnableToRescreen(
            ", ".join(sorted(then.keys() ^ now.keys())),
            Label("只在变化之前或只在现在的表里", "only among the tables as they were, or only among those of now"),
            Label("同样的表", "the same tables"),
            WHOLE,
        )
    made_of = {source.label: source.sha256 for source in record.sources}
    found = {path.name: file_hash(path) for path in then.values()}
    wrong = sorted(name for name in made_of.keys() | found.keys() if made_of.get(name) != found.get(name))
    if wrong:
        raise UnableToRescreen(
            ", ".join(wrong),
            Label("不是上一轮所读的那些表", "not the tables that the earlier round was made of"),
            Label("上一轮筛查时的原文件", "the very files that were screened then"),
            Label(
                "给出原来的文件夹；没有了就用 --changed 给出变化清单",
                "give that folder; where it is gone, give a list of changes (--changed)",
            ),
        )


def _require_columns(old: KeyedTable, new: KeyedTable) -> None:
    if dict(old.kinds) != dict(new.kinds):
        differing_columns = sorted({name for name, _ in old.kinds.items() ^ new.kinds.items()})
        raise UnableToRescreen(
            new.path.name,
            Label(
                f"列或其类型与原来的表不同：{', '.join(differing_columns)}",
                f"other columns or types than in the earlier table: {', '.join(differing_columns)}",
            ),
            Label("同样的列和类型", "the same columns and types"),
            WHOLE,
        )


def _rows_of_one(old: KeyedTable, new: KeyedTable) -> str:
    """SELECT of (village, household) of rows that only one of the two tables has, as often as it has them."""
    columns = ", ".join(map(quoted, new.kinds))
    sides = [f"SELECT {columns} FROM {table.rows}" for table in (old, new)]
    alone = " UNION ALL ".join(f"({one} EXCEPT ALL {other})" for one, other in (sides, reversed(sides)))
    return f"SELECT DISTINCT {new.key('village_code')}, {new.key('household_id')} FROM ({alone})"


def note_found(standing: Standing, found: Found) -> None:
    """found_changed(code): villages of what was found, of a household every one where it stands or stood."""
    db = standing.db
    standing.keep_places(found.villages, "found_places")
    standing.keep_stands(found.households, "found_stands")
    run(db, "CREATE TEMP TABLE found_changed AS SELECT code FROM found_places UNION SELECT code FROM found_stands")
    if not run(db, "FROM found_changed LIMIT 1"):
        raise UnableToRescreen(
            "households.parquet",
            Label("与原来的表没有不同", "nothing differs from the tables as they were"),
            Label("至少一处变化", "at least one change"),
            Label("上一轮仍然有效，不必重判", "the earlier round still holds: there is nothing to judge anew"),
        )


def require_listed(db: duckdb.DuckDBPyConnection, changed: Changed) -> None:
    """Refuse a list that leaves off a village in which something was found to differ."""
    left_off = [
        code for (code,) in run(db, "SELECT code FROM found_changed WHERE code NOT IN (FROM anew) ORDER BY code")
    ]
    if left_off:
        shown = ", ".join(left_off[:10])
        raise UnableToRescreen(
            changed.file,
            Label(
                f"清单漏了 {len(left_off)} 个有变化的村：{shown}",
                f"the list leaves off {len(left_off)} villages in which something has changed: {shown}",
            ),
            Label("所有有变化的村", "every village in which something has changed"),
            Label("补上这些村，或不给 --changed，由程序找出", "add them, or leave out --changed: they are found then"),
        )
