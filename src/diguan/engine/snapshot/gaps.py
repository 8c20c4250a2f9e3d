"""Coverage lines of a snapshot: what no input carries, what was presumed or computed, what was left unused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.database import Connection, run, scalar
from diguan.engine.snapshot.fact_lines import FactLines
from diguan.engine.snapshot.intake import Carrier, is_undated
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.relations import Cut
from diguan.engine.snapshot.taking import Taken
from diguan.engine.verdicts import Subject


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where the lines of one snapshot come from. `judged`: facts the indicators read."""

    connection: Connection
    catalogue: Catalogue
    carriers: Sequence[Carrier]
    taken: Taken
    judged: frozenset[Fact]
    cut: Cut

    def lines(self) -> Iterator[CoverageLine]:
        """Every line, most important kinds first."""
        groups = {subject: plan.groups for subject, plan in self.taken.plans.items()}
        facts = FactLines(self.connection, self.catalogue, self.taken.columns, groups, self.judged)
        yield from facts.lines()
        yield from self._sources()
        yield from self._unmatched()
        yield from self._outside()

    def _sources(self) -> Iterator[CoverageLine]:
        seen: dict[int, int] = {}
        undated: dict[int, Carrier] = {}
        last = self.taken.scope.until
        for carrier in self.carriers:
            later = scalar(self.connection, f"SELECT count(*) FROM {carrier.view} WHERE _day > DATE '{last}'")
            seen[carrier.source.source_id] = max(
                seen.get(carrier.source.source_id, 0), later
            )  # tables of one file share rows
            if is_undated(carrier):
                undated.setdefault(carrier.source.source_id, carrier)
        labels = {c.source.source_id: c.source.label for c in self.carriers}
        for source_id, carrier in undated.items():
            yield CoverageLine(kind="undated_source", text=Text.of(_undated(carrier)), source_id=source_id)
        for source_id, count in sorted(seen.items()):
            if count:
                text = Label(
                    f"{labels[source_id]}：{count:,}行晚于判定日，未使用",
                    f"{labels[source_id]}: {count:,} rows are later than the as-of date and were not used",
                )
                yield CoverageLine(kind="later_facts_unused", text=Text.of(text), source_id=source_id, count=count)

    def _unmatched(self) -> Iterator[CoverageLine]:
        known = self.taken.scope.table("identity_of")
        for carrier in self.carriers:
            if carrier.by_identity and carrier.subject is Subject.PERSON:
                count, total = run(
                    self.connection,
                    f"""SELECT count(DISTINCT identity) FILTER (identity NOT IN (SELECT identity FROM {known})),
                    count(DISTINCT identity) FROM {carrier.view}""",
                )[0]
                text = Label(
                    f"{carrier.source.label}：{count:,}个证件号码不在本次名单和底册中",
                    f"{carrier.source.label}: {count:,} identity numbers belong to nobody in this round",
                )
                source = carrier.source.source_id
                yield CoverageLine(kind="unmatched_roster", text=Text.of(text), source_id=source, count=count, of=total)

    def _outside(self) -> Iterator[CoverageLine]:
        if self.cut.head is None:
            return
        inside = self.cut.condition("region_code")
        rows = f"SELECT count(*) FROM {self.taken.scope.table('h')} WHERE ({inside}) IS NOT TRUE"
        count = scalar(self.connection, rows)
        text = Label(
            f"{count:,}户不在所选区划内，未判定",
            f"{count:,} households lie outside the chosen region and were not judged",
        )
        yield CoverageLine(kind="outside_region", text=Text.of(text), subject=Subject.HOUSEHOLD, count=count)


def _undated(carrier: Carrier) -> Label:
    """As of which day the facts of an undated file are used."""
    label, known_by = carrier.source.label, carrier.source.known_by
    if known_by is None:
        return Label(f"{label}：没有数据日期，按判定日的数据使用", f"{label}: not dated, used as of the as-of date")
    return Label(
        f"{label}：没有数据日期，按导入日 {known_by} 的数据使用",
        f"{label}: not dated, used as of {known_by}, the day it was loaded",
    )
