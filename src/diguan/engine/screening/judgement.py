"""From a snapshot and a standard to verdicts, findings, explanations and counts: the same path for a new round and for its verification."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.engine.documents import Label
from diguan.engine.screening.bound import BoundPack, UnableToScreen, bind_pack
from diguan.engine.screening.conditions import ask
from diguan.engine.screening.counting import count
from diguan.engine.screening.deciding import Decider, Then
from diguan.engine.screening.evaluating import IN_DUCKDB, Evaluator
from diguan.engine.screening.explain import Explainer
from diguan.engine.screening.explain_sources import Origins
from diguan.engine.screening.findings import find
from diguan.engine.screening.judging import BackJudgement, judge, judge_back, verdict_table
from diguan.engine.screening.place_findings import PLACE_FINDINGS, find_places
from diguan.engine.screening.record import Counts
from diguan.engine.screening.suspicions import suspect
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.database import quoted, run, scalar
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.standards.parameters import (
    Period,
    Resolved,
    ResolvedValue,
    UnableToUseStandard,
    require_in_force,
    resolve_parameters,
    resolve_periods,
)
from diguan.engine.verdicts import Subject

Progress = Callable[[str, int, int], None]
FACILITY_NAME = "facility_name"  # what papers call a facility by, beside its number; no rule need read it


@dataclass(frozen=True, slots=True)
class Ruling:
    """The standard tied to the round: parameters resolved, rules bound to the as-of date. `hide`: facts not shown when masked."""

    pack: Pack
    resolved: Resolved
    bound: BoundPack
    confirmations: tuple[Confirmation, ...]
    hide: frozenset[Fact]

    @property
    def date_fields(self) -> tuple[str, ...]:
        """Days of a household that findings look back to."""
        rules = (f.rule for f in self.bound.findings)
        fields = (f for r in rules for f in (r.facts_as_of, r.met_as_of, r.unknown_as_of) if f)
        return tuple(dict.fromkeys(fields))

    @property
    def judged(self) -> frozenset[Fact]:
        """Facts that the indicators read."""
        rules = self.pack.rules.indicators.values()
        return frozenset(f for r in rules for c in (r.when, r.met) if c for f in c.facts)

    @property
    def asked(self) -> frozenset[Fact]:
        """Facts that any rule reads, what the measures of the standard need, and the names of facilities that it finds something about."""
        weighting = self.pack.weighting_field
        more = {(Subject.HOUSEHOLD, weighting)} if weighting else set()
        named = FACILITY_NAME in self.pack.catalogue.fields(Subject.FACILITY)
        if named and any(rule.place is Subject.FACILITY for rule in self.pack.findings):
            more.add((Subject.FACILITY, FACILITY_NAME))
        return self.pack.rules.facts | more


@dataclass(frozen=True, slots=True)
class Judgement:
    """What judging made besides the tables in the connection."""

    counts: Counts
    coverage: tuple[CoverageLine, ...]


def rule_on(
    pack: Pack, as_of: date, confirmations: Sequence[Confirmation] = (), hide: frozenset[Fact] = frozenset()
) -> Ruling:
    """Tie a standard to a round. UnableToScreen, or UnableToResolveParameters for figures nobody has confirmed."""
    try:
        require_in_force(pack, as_of)
    except UnableToUseStandard as error:
        raise UnableToScreen([error.message]) from error
    resolved = resolve_parameters(pack, as_of, confirmations).or_refuse()
    return Ruling(pack, resolved, bind_pack(pack, as_of, resolved), tuple(confirmations), hide)


def judge_snapshot(
    snapshot: Snapshot, ruling: Ruling, progress: Progress, evaluator: Evaluator = IN_DUCKDB
) -> Judgement:
    """Make every table of a round: verdicts_*, findings, explanations. `evaluator`: which back end gives the verdicts."""
    progress("verdicts", 0, 1)
    judge(snapshot, ruling.bound.indicators, evaluator)
    progress("verdicts", 1, 1)
    back = {f: _look_back(snapshot, ruling, f, progress, evaluator) for f in snapshot.look_backs}
    ask(snapshot, ruling.bound)
    suspect(snapshot, ruling.bound)
    decider = _decider(snapshot, ruling, back)
    find(snapshot, ruling.bound, decider, progress)
    find_places(snapshot, ruling.bound, decider.explainer, ruling.resolved.details)
    lines = (*snapshot.coverage, *_lines(snapshot, ruling, back))
    return Judgement(count(snapshot, ruling.bound), lines)


@dataclass(frozen=True, slots=True)
class _Back:
    days: Sequence[BackJudgement]
    periods: Sequence[Period]

    def then(self) -> dict[date, Then]:
        """The rules and thresholds of each day."""
        return {j.day: Then(j.indicators, self._thresholds(j.day)) for j in self.days}

    def _thresholds(self, day: date) -> Mapping[str, ResolvedValue]:
        found = (p for p in self.periods if p.since <= day and (p.until is None or day < p.until))
        return next((p.resolved.details for p in found), {})


def _look_back(snapshot: Snapshot, ruling: Ruling, field: str, progress: Progress, evaluator: Evaluator) -> _Back:
    look_back = snapshot.look_backs[field]
    table = quoted(look_back.household_relation)
    first, last = run(snapshot.connection, f"SELECT min(until), max(until) FROM {table}")[0]
    periods: Sequence[Period] = ()
    if first is not None:
        periods = resolve_periods(ruling.pack, first, last, ruling.confirmations, snapshot.as_of)
    return _Back(judge_back(snapshot, look_back, ruling.pack, periods, progress, evaluator), periods)


def _decider(snapshot: Snapshot, ruling: Ruling, back: Mapping[str, _Back]) -> Decider:
    undated = frozenset(
        c.source_id for c in snapshot.coverage if c.kind == "undated_source" and c.source_id is not None
    )
    sources = {s.source_id: s for s in snapshot.sources}
    origins = Origins(ruling.pack.catalogue, sources, snapshot.as_of, undated)
    explainer = Explainer(ruling.pack, origins, ruling.hide)
    then = {f: b.then() for f, b in back.items()}
    return Decider(ruling.bound, ruling.resolved.details, then, explainer)


def _lines(snapshot: Snapshot, ruling: Ruling, back: Mapping[str, _Back]) -> Iterator[CoverageLine]:
    """What looking back and the parameters left open, and what the engine does not know at all."""
    for field in ruling.date_fields:
        yield from _no_facts(snapshot, ruling, field)
    for field, looked in back.items():
        yield from _unconfirmed(ruling, field, looked)
    for finding, names in ruling.resolved.left_out.items():
        shown = ", ".join(names)
        text = Label(
            f"问题类型“{finding}”未判：参数{shown}未经确认",
            f"the finding '{finding}' was left out: {shown} is not confirmed",
        )
        yield CoverageLine(kind="left_out", text=Text.of(text), finding=finding)
    text = Label(
        "期限按周一至周五计算，未扣除法定节假日", "deadlines count Monday to Friday; public holidays are not known"
    )
    yield CoverageLine(kind="public_holidays", text=Text.of(text))


def _no_facts(snapshot: Snapshot, ruling: Ruling, field: str) -> Iterator[CoverageLine]:
    """Households that have a day but no facts as of it: evidence absent, one line."""
    if field not in snapshot.columns["households"]:
        return
    look_back = snapshot.look_backs.get(field)
    with_facts = (
        f"SELECT household_id FROM {quoted(look_back.household_relation)}" if look_back else "SELECT NULL WHERE false"
    )
    dated = f"FROM households WHERE {quoted(field)} IS NOT NULL"
    total = scalar(snapshot.connection, f"SELECT count(*) {dated}")
    absent = scalar(snapshot.connection, f"SELECT count(*) {dated} AND household_id NOT IN ({with_facts})")
    if absent:
        label = ruling.pack.catalogue.field(Subject.HOUSEHOLD, field).label
        text = Label(
            f"{absent:,}户没有{label.zh}及以前的数据，当时是否达标无从判定",
            f"{absent:,} households have no facts as of '{label.en}': how they stood then cannot be judged",
        )
        yield CoverageLine(
            kind="no_facts_as_of", text=Text.of(text), subject=Subject.HOUSEHOLD, field=field, count=absent, of=total
        )


def _unconfirmed(ruling: Ruling, field: str, back: _Back) -> Iterator[CoverageLine]:
    """Indicators that are unknown on some days because a parameter of those days is not confirmed."""
    households: dict[str, int] = {}
    for judgement in back.days:
        for indicator in judgement.unbound:
            households[indicator] = households.get(indicator, 0) + judgement.households
    label = ruling.pack.catalogue.field(Subject.HOUSEHOLD, field).label
    for indicator, number in households.items():
        name = ruling.pack.indicators[indicator].label
        text = Label(
            f"“{name.zh}”：{label.zh}时的标准值未经确认，{number:,}户当时待核实",
            f"'{name.en}': its threshold as of '{label.en}' is not confirmed; unknown then for {number:,} households",
        )
        yield CoverageLine(kind="unconfirmed_as_of", text=Text.of(text), field=field, indicator=indicator, count=number)


def tables_of(snapshot: Snapshot) -> list[str]:
    """Tables that a round keeps besides its snapshot, those that are there."""
    prefixes = ["", *(b.prefix for b in snapshot.look_backs.values())]
    wanted = [verdict_table(s, p) for p in prefixes for s in Subject]
    present = {row[0] for row in run(snapshot.connection, "SELECT table_name FROM duckdb_tables()")}
    places = [PLACE_FINDINGS] if PLACE_FINDINGS in present else []
    return [*(t for t in wanted if t in present), "findings", "explanations", *places]
