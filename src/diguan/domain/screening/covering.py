"""Unknown verdicts that no input could decide: a fact that the indicator needs was read of the household from nothing.

A round says it of each fact in a line of coverage; here it is told of each household and indicator. Households of which the same facts were
read stand together; where a fact was read of none of them and none was decided, their unknown verdicts are *not covered*. A household that
somebody visits is another case from then on, and changes nothing for the others. An empty, damaged or contradicted cell was read.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from diguan.engine.screening.judgement import rule_on
from diguan.engine.screening.record import RoundRecord
from diguan.engine.screening.round import SNAPSHOT
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.files import read_record
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.record import SnapshotRecord
from diguan.engine.snapshot.snapshot import field_mask
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject, Verdict
from diguan.engine.visiting.opening import confirmations_in

READ = "read_facts"  # by household: which of the facts that some input lacks were read of it
RELATIONS = {Subject.HOUSEHOLD: "households", Subject.PERSON: "persons"}


def uncovered(duck: Connection, folder: Path, record: RoundRecord, pack: Pack, verdicts: str) -> dict[str, str]:
    """By indicator the condition, over `verdicts` joined with the table READ, under which a verdict is unknown for want of any input.

    `verdicts`: the source of the verdicts of households. Makes the table; one column a fact, "true" where it was read.
    """
    needed = _needed(record, pack)
    facts = sorted({fact for own in needed.values() for fact in own})
    _make_read(duck, folder, facts)
    found = _decided(duck, verdicts, facts, list(needed))
    return {indicator: said for indicator, own in needed.items() if (said := _condition(found, facts, indicator, own))}


def _decided(
    duck: Connection, verdicts: str, facts: Sequence[Fact], indicators: Sequence[str]
) -> dict[str, dict[str, bool | None]]:
    """By the pattern of all facts (1: read, 0: of nobody) whether each indicator was decided of anybody; None: nobody has a verdict.

    One pass for all indicators: a check has hundreds, and to read the verdicts again for each of them takes longer than to open a round.
    """
    if not indicators:
        return {}
    decided = [f"bool_or({quoted(i)} IN ({int(Verdict.UNMET)}, {int(Verdict.MET)}))" for i in indicators]
    joined = f"{verdicts} LEFT JOIN {READ} USING (household_id)"
    rows = run(duck, f"SELECT {_pattern(facts)} AS pattern, {', '.join(decided)} FROM {joined} GROUP BY pattern")
    return {row[0]: dict(zip(indicators, row[1:], strict=True)) for row in rows}


def _condition(
    found: Mapping[str, Mapping[str, bool | None]], facts: Sequence[Fact], indicator: str, own: Sequence[Fact]
) -> str | None:
    """The condition of an indicator that needs its `own` facts, where there is one."""
    places = [facts.index(fact) for fact in own]
    of_own: dict[str, set[bool | None]] = {}
    for pattern, decided in found.items():
        of_own.setdefault("".join(pattern[place] for place in places), set()).add(decided[indicator])
    undecided = [text(p) for p, said in sorted(of_own.items()) if "0" in p and True not in said and False in said]
    if not undecided:
        return None
    return f"({quoted(indicator)} = {int(Verdict.UNKNOWN)} AND {_pattern(own)} IN ({', '.join(undecided)}))"


def _pattern(facts: Sequence[Fact]) -> str:
    return f"concat({', '.join(f'coalesce({_column(fact)}, false)::INTEGER' for fact in facts)})"


def _needed(record: RoundRecord, pack: Pack) -> Mapping[str, Sequence[Fact]]:
    """Of each indicator the facts that it needs and inputs lack: of those that people report, not of computed ones."""
    lacking = {(line.subject, line.field) for line in record.coverage if line.kind == "not_covered"}
    bound = rule_on(pack, record.as_of, confirmations_in(record)).bound
    found = {
        indicator.id: sorted(
            (subject, name)
            for subject, name in indicator.facts
            if subject in RELATIONS
            and (str(subject), name) in lacking
            and not pack.catalogue.field(subject, name).derived
        )
        for indicator in bound.indicators.values()
        if indicator.subject in RELATIONS
    }
    return {indicator: facts for indicator, facts in found.items() if facts}


def _make_read(duck: Connection, folder: Path, facts: Sequence[Fact]) -> None:
    snapshot = read_record(folder / SNAPSHOT)
    selects = {subject: ", ".join(_read(snapshot, subject, facts)) for subject in RELATIONS}
    of_households, of_persons = selects[Subject.HOUSEHOLD], selects[Subject.PERSON]
    households, persons = (_source(folder, name) for name in RELATIONS.values())
    own = f"SELECT household_id{of_households and ', '}{of_households} FROM {households}"
    if of_persons:
        members = f"SELECT household_id, {of_persons} FROM {persons} GROUP BY household_id"
        own = f"SELECT * FROM ({own}) LEFT JOIN ({members}) USING (household_id)"
    run(duck, f"CREATE TABLE {READ} AS {own}")


def _read(snapshot: SnapshotRecord, subject: Subject, facts: Sequence[Fact]) -> Iterator[str]:
    """Whether each fact was read: it has a value, or a table about the subject carries it. Of persons: of anybody of a household."""
    name = RELATIONS[subject]
    columns, groups = snapshot.relations.columns_again().get(name, {}), snapshot.relations.groups_again()
    for fact in facts:
        if fact[0] is subject:
            known = f"{quoted(fact[1])} IS NOT NULL OR " if fact[1] in columns else ""
            said = f"({known}source_mask & {field_mask(groups[subject], fact[1])} <> 0)"
            yield f"{said if subject is Subject.HOUSEHOLD else f'bool_or({said})'} AS {_column(fact)}"


def _source(folder: Path, relation: str) -> str:
    return f"read_parquet({text(str(folder / SNAPSHOT / relation / '*.parquet'))})"


def _column(fact: Fact) -> str:
    return quoted(f"{fact[0]}.{fact[1]}")
