"""Coverage lines about single facts: what nobody carries, what was presumed, computed, overruled; from the relations alone.

They can be made of any snapshot, also of one that was opened from its files and changed since.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.backends.layout import SOURCE_SUFFIX
from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.documents import Label
from diguan.engine.snapshot.coverage import Cohort, CoverageKind, CoverageLine, Text
from diguan.engine.snapshot.database import Connection, quoted, run, scalar
from diguan.engine.snapshot.listing import BASE
from diguan.engine.snapshot.plans import Fact, Group
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import Columns, field_mask
from diguan.engine.snapshot.wording import field_value
from diguan.engine.verdicts import Subject

COUNTED = {
    Subject.HOUSEHOLD: Label("户", "households"),
    Subject.PERSON: Label("人", "persons"),
    Subject.VILLAGE: Label("个村", "villages"),
    Subject.FACILITY: Label("个机构", "facilities"),
}
COHORTS: Mapping[Cohort, Label] = {
    "listed": Label("名单内的", "listed "),
    "resident_base": Label("仅在常住人口底册中的", "resident-base-only "),
}
KINDS: frozenset[CoverageKind] = frozenset(
    {"not_covered", "presumed", "computed", "roster_incomplete", "contradictions"}
)


@dataclass(frozen=True, slots=True)
class FactLines:
    """Where the lines come from. `groups`: which tables carry what; `judged`: facts the indicators read."""

    connection: Connection
    catalogue: Catalogue
    columns: Columns
    groups: Mapping[Subject, Sequence[Group]]
    judged: frozenset[Fact]

    def lines(self) -> Iterator[CoverageLine]:
        """Every line of KINDS, most important kinds first."""
        for name in RELATIONS:
            if name != "unlisted_members":
                yield from self._not_covered(name)
        for name in self.columns:
            if name != "unlisted_members":
                yield from self._presumed(name)
        yield from self._computed()
        yield from self._incomplete()
        yield from self._contradictions()

    def _not_covered(self, name: str) -> Iterator[CoverageLine]:
        """Facts the indicators read, by cohort; a field that is asked where it matters is no gap."""
        subject = RELATIONS[name]
        fields = [self.catalogue.field(s, f) for s, f in sorted(self.judged) if s is subject]
        asked = [f for f in fields if not f.ask_when_relevant]
        if not asked or name not in self.columns:
            return
        totals = self._count(name, ["true"])
        for field, absent in zip(asked, self._absent(name, asked), strict=True):
            yield from _gap_lines(field, subject, absent, totals[0])

    def _absent(self, name: str, fields: Sequence[Field]) -> list[dict[Cohort, int]]:
        conditions = []
        for field in fields:
            mask = field_mask(self.groups.get(RELATIONS[name], ()), field.name)
            nowhere = f"source_mask & {mask} = 0"
            known = field.name in self.columns[name]
            conditions.append(f"{quoted(field.name)} IS NULL AND {nowhere}" if known else nowhere)
        return self._count(name, conditions)

    def _count(self, name: str, conditions: Sequence[str]) -> list[dict[Cohort, int]]:
        """How many rows of each cohort meet each condition."""
        base = f"starts_with(household_id, '{BASE}')" if name in ("households", "persons") else "false"
        counts = [f"count(*) FILTER ({side} AND {c})" for c in conditions for side in (f"NOT {base}", base)]
        row = run(self.connection, f"SELECT {', '.join(counts)} FROM {name}")[0]
        return [{"listed": a, "resident_base": b} for a, b in zip(row[::2], row[1::2], strict=True)]

    def _presumed(self, name: str) -> Iterator[CoverageLine]:
        subject = RELATIONS[name]
        for column in self.columns[name].values():
            field = self.catalogue.field(subject, column.field)
            if (
                field.presumed is None
                or (subject, field.name) not in self.judged
                or column.source not in (None, PRESUMED)
            ):
                continue
            mixed = f"{quoted(field.name + SOURCE_SUFFIX)} = {PRESUMED}"
            condition = f"{quoted(field.name)} IS NOT NULL" if column.source == PRESUMED else mixed
            count = scalar(self.connection, f"SELECT count(*) FROM {name} WHERE {condition}")
            if count:
                value = field_value(field, field.presumed.value)
                zh, en = f"未记录即视为{value.zh}，{{n}}", f"not recorded, taken as {value.en} for {{n}}"
                text = _about(field, zh, en, subject, count)
                yield _line("presumed", text, subject, field.name, count)

    def _computed(self) -> Iterator[CoverageLine]:
        for (subject, name), count in sorted(self._counts_of_computed().items()):
            text = _about(
                self.catalogue.field(subject, name),
                "由其他数据计算，{n}",
                "computed from other facts for {n}",
                subject,
                count,
            )
            yield _line("computed", text, subject, name, count)

    def _counts_of_computed(self) -> dict[Fact, int]:
        """How many values were computed: gaps of reported facts that were filled, and derived facts that could be told."""
        rows = "SELECT subject, field, count(*) FROM cell_states WHERE state = 'computed' GROUP BY ALL"
        counts = {(Subject(subject), name): count for subject, name, count in run(self.connection, rows)}
        for relation, columns in self.columns.items():
            subject = RELATIONS[relation]
            derived = [f for f in columns if self.catalogue.field(subject, f).derived]
            if derived and relation != "unlisted_members":
                found = run(
                    self.connection, f"SELECT {', '.join(f'count({quoted(f)})' for f in derived)} FROM {relation}"
                )
                counts.update({(subject, f): n for f, n in zip(derived, found[0], strict=True) if n})
        return counts

    def _incomplete(self) -> Iterator[CoverageLine]:
        count = scalar(self.connection, "SELECT count(*) FROM households WHERE roster_incomplete")
        if count:
            text = Label(
                f"{count:,}户的成员不完整（有退回的行、人数与行数不符，或人数一格未填清），不能判定“每个成员都达标”",
                f"the members of {count:,} households are incomplete (rejected rows, persons and rows differ in number, "
                "or the number is left unknown): 'every member' cannot be met there",
            )
            yield CoverageLine(kind="roster_incomplete", text=Text.of(text), subject=Subject.HOUSEHOLD, count=count)

    def _contradictions(self) -> Iterator[CoverageLine]:
        rows = "SELECT subject, field, count(*) FROM contradictions GROUP BY ALL ORDER BY ALL"
        for subject_name, name, count in run(self.connection, rows):
            subject = Subject(subject_name)
            field = self.catalogue.field(subject, name)
            zh, en = "来源不一，以优先的来源为准，{n}", "sources differ, the one that goes first decides, for {n}"
            yield _line("contradictions", _about(field, zh, en, subject, count), subject, name, count)


def _gap_lines(
    field: Field, subject: Subject, absent: Mapping[Cohort, int], totals: Mapping[Cohort, int]
) -> Iterator[CoverageLine]:
    """One line when nobody is covered, else one for each cohort with a gap."""
    total = sum(totals.values())
    if total and sum(absent.values()) == total:
        text = _about(field, "未采集，{n}", "not covered, {n}", subject, total)
        yield _line("not_covered", text, subject, field.name, total, total)
        return
    for cohort, count in absent.items():
        if count:
            zh, en = f"未采集，{COHORTS[cohort].zh}{{n}}", f"not covered, {COHORTS[cohort].en}{{n}}"
            line = _line(
                "not_covered", _about(field, zh, en, subject, count), subject, field.name, count, totals[cohort]
            )
            yield line.model_copy(update={"cohort": cohort})


def _about(field: Field, zh: str, en: str, subject: Subject, count: int) -> Label:
    unit = COUNTED[subject]
    return Label(
        f"{field.label.zh}：{zh.format(n=f'{count:,}{unit.zh}')}",
        f"{field.label.en}: {en.format(n=f'{count:,} {unit.en}')}",
    )


def _line(
    kind: CoverageKind, text: Label, subject: Subject, field: str, count: int, of: int | None = None
) -> CoverageLine:
    return CoverageLine(kind=kind, text=Text.of(text), subject=subject, field=field, count=count, of=of)
