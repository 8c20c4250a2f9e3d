"""Whether facts of some villages, read alone, are what they would be among all of them, and stand beside those of the earlier round."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from diguan.engine.documents import Label
from diguan.engine.screening import Round
from diguan.engine.screening.folder import file_hash
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import SNAPSHOT
from diguan.engine.screening.since import read_since
from diguan.engine.snapshot.database import run, scalar
from diguan.engine.snapshot.derived.registry import computations_for
from diguan.engine.snapshot.files import read_record
from diguan.engine.snapshot.model import ReadInputs, Source
from diguan.engine.standards import Pack
from diguan.exchange.changes.cutting import Cut
from diguan.exchange.changes.listing import UnableToRescreen
from diguan.exchange.papers import REJECTED


def as_whole(read: ReadInputs, tables: Mapping[str, Path], record: RoundRecord) -> ReadInputs:
    """The facts that were read, as coming from the whole tables: their hashes, and their days as the earlier round has them."""
    hashes = {path.name: file_hash(path) for path in tables.values()}
    told = {source.label: source for source in record.sources}
    by_row = {label for label, source in told.items() if source.data_on is None and not source.undated}
    for table in read.tables:
        source = table.source
        if source.data_on is not None and source.label in by_row:  # rows of several days, by chance of one day here
            days = pa.array([source.data_on] * table.table.num_rows, pa.date32())
            table.table = table.table.append_column("data_on", days)
            source = replace(source, data_on=None)
        table.source = replace(source, sha256=hashes[source.label])
    _require_sources(read.sources, record)
    return read


def _require_sources(sources: Sequence[Source], record: RoundRecord) -> None:
    """The same tables as those of the earlier round, of the same days: sources stand in every explanation."""
    now = [(s.label, s.kind, s.data_on) for s in sources]
    then = [(s.label, s.kind, s.data_on) for s in record.sources]
    if now != then:
        raise UnableToRescreen(
            "round.json",
            Label(f"现在的表是 {_listed(now)}", f"the tables are now {_listed(now)}"),
            Label(f"与所接的一轮相同：{_listed(then)}", f"the same as in the earlier round: {_listed(then)}"),
        )


def _listed(sources: Sequence[tuple[str, str, date | None]]) -> str:
    return ", ".join(f"{label} ({kind}, {day or '-'})" for label, kind, day in sources)


def require_within(read: ReadInputs, pack: Pack) -> None:
    """Refuse facts that depend on households of other villages, and days by row together with looking back."""
    carried = {(table.subject, column) for table in read.tables for column in table.table.column_names}
    for (subject, name), computation in computations_for(pack.catalogue, pack.rules.facts).items():
        columns = sorted(column for _, column in computation.beyond & carried)
        if columns:
            label = pack.catalogue.field(subject, name).label
            raise UnableToRescreen(
                ", ".join(columns),
                Label(
                    f"标准问的“{label.zh}”要看别村的户，变化的村说不出牵连谁",
                    f"'{label.en}', which the standard asks, looks into other villages: a list does not say whom it touches",
                ),
                Label(
                    "表里没有这些列，或标准不问这项",
                    "tables without these columns, or a standard that does not ask this",
                ),
            )
    looks_back = any(r.facts_as_of or r.met_as_of or r.unknown_as_of for r in pack.findings)
    if looks_back and any("data_on" in table.table.column_names for table in read.tables):
        raise UnableToRescreen(
            "data_on",
            Label(
                "逐行有不同的数据日期，而标准要回看各户当日的数据",
                "rows have days of their own, and the standard looks back to a day of each household",
            ),
            Label("一张表一个数据日期", "one day a table"),
        )


def require_same(round_: Round, earlier: Path, cut: Cut) -> None:
    """The columns of the earlier round, and nobody of a village that is not judged anew."""
    record = read_record(earlier / SNAPSHOT)
    pairs = [("", round_.snapshot.groups, record.relations)]
    pairs += [
        (f, b.groups, record.look_backs[f]) for f, b in round_.snapshot.look_backs.items() if f in record.look_backs
    ]
    for name, groups, relations in pairs:
        for subject, then in relations.groups_again().items():
            now = tuple(groups.get(subject, ()))
            if now and then and now != then:
                differing = sorted(set().union(*(g.fields for g in now)) ^ set().union(*(g.fields for g in then)))
                raise UnableToRescreen(
                    f"{subject} {name}".strip(),
                    Label(
                        f"列与所接的一轮不同：{', '.join(differing)}",
                        f"other columns than in the earlier round: {', '.join(differing)}",
                    ),
                    Label("同样的列", "the same columns"),
                )
    rows = "SELECT DISTINCT coalesce(region_code, '') FROM {}"
    for name in round_.snapshot.columns:
        outside = {row[0] for row in run(round_.connection, rows.format(name))} - set(cut.villages)
        if outside:
            raise UnableToRescreen(
                name,
                Label(
                    f"读出的村不在其中：{', '.join(sorted(outside))}",
                    f"villages were read that are not among them: {', '.join(sorted(outside))}",
                ),
                Label("只有要重判的村", "only villages that are judged anew"),
            )


def was_all_taken(earlier: Path, later: Path, whole: Round) -> bool:
    """Whether screening everything would reject no row and no cell of the tables that `whole` was put together from.

    False where it would, or may: then how many is not known, since no file is read for a round made of two.
    """
    since = read_since(later)
    listed = any((folder / REJECTED).is_file() for folder in (earlier, later))
    damaged = scalar(whole.connection, "SELECT count(*) FROM cell_states WHERE state = 'damaged'")
    return not (listed or damaged or (since is not None and since.nameless))
