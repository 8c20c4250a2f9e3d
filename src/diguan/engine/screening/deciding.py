"""Each suspicion looked at with the facts of its household: whether it stands, how well it is evidenced, what to do, in what words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from diguan.engine.backends.closures import Evaluator, truth
from diguan.engine.backends.reasons import missing_for_rule
from diguan.engine.documents import Label
from diguan.engine.expressions import Bound
from diguan.engine.expressions.tree import Verdicts, walk
from diguan.engine.screening.bound import BoundFinding, BoundIndicator, BoundPack, BoundRoute
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.screening.explain import Explainer, Explanation, Story, ToldPart
from diguan.engine.screening.explain_unknown import ASKED, Gap, gaps
from diguan.engine.screening.suspicions import looked_for
from diguan.engine.snapshot.flaws import FLAWS, FROM_IDENTITY
from diguan.engine.snapshot.wording import day_text
from diguan.engine.standards.parameters import ResolvedValue
from diguan.engine.verdicts import Subject, Verdict

VISIT = "visit"  # the measure when the reason that decides between measures is not known


class Part(NamedTuple):
    """A row of the suspicions."""

    rule: int
    household_id: str
    person_id: str | None
    indicator: str | None
    code: int | None
    grade: int | None


class Decided(NamedTuple):
    """A finding that stands."""

    rule: int
    household_id: str
    person_id: str | None
    indicator: str | None
    grade: int
    route: str | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Standing:
    """A household's verdicts by indicator: codes and grades."""

    codes: Mapping[str, int]
    grades: Mapping[str, int]


NOTHING = Standing({}, {})


@dataclass(frozen=True, slots=True)
class Files:
    """Everything about the households at hand. By date field: `back` case files and `back_standing`.

    `judged`: case files that carry verdicts, by household, whether its members are the unlisted ones, and the date field looked back to.
    """

    today: Mapping[str, CaseFile]
    unlisted: Mapping[str, CaseFile]
    standing: Mapping[str, Standing]
    back: Mapping[str, Mapping[str, CaseFile]]
    back_standing: Mapping[str, Mapping[str, Standing]]
    judged: dict[tuple[str, bool, str | None], CaseFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Then:
    """The rules as they stood on a day."""

    indicators: Mapping[str, BoundIndicator]
    thresholds: Mapping[str, ResolvedValue]


@dataclass(slots=True)
class Truths:
    """Conditions compiled once; asked by identity, because comparing trees costs more than evaluating them."""

    compiled: dict[int, tuple[Bound, Evaluator[int]]] = field(default_factory=dict)

    def __call__(self, condition: Bound, case: CaseFile, member: int | None) -> int:
        """Truth of a condition for a household, or for one of its members."""
        found = self.compiled.get(id(condition))
        if found is None:
            found = self.compiled[id(condition)] = (condition, truth(condition))
        return found[1](case.facts, member)


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides suspicions. `then` by date field and day; `looked`: indicators that an alternative looks for, by its identity."""

    bound: BoundPack
    thresholds: Mapping[str, ResolvedValue]
    then: Mapping[str, Mapping[date, Then]]
    explainer: Explainer
    truth: Truths = field(default_factory=Truths)
    looked: dict[int, frozenset[str]] = field(default_factory=dict)

    def decide(self, parts: Sequence[Part], files: Files) -> Iterator[Decided]:
        """Findings of parts in the order of rule and household."""
        for (number, _), rows in groupby(parts, lambda p: (p.rule, p.household_id)):
            finding, own = self.bound.findings[number], list(rows)
            chosen = [own] if finding.rule.per == "household" else [[p] for p in own]
            for each in chosen:
                yield from self._decided(finding, each, files)

    def _decided(self, finding: BoundFinding, parts: Sequence[Part], files: Files) -> Iterator[Decided]:
        first = parts[0]
        case = self._case(finding, first, files)
        member = _member(case, first.person_id) if finding.rule.subject == "unlisted_member" else None
        holds = self._holding(finding, first, case, member)
        told = [t for p in parts if p.indicator is not None and (t := self._told(finding, p, files)) is not None]
        if not told and first.indicator is not None:
            return
        if not told:
            told = list(self._all_met(finding, first, holds, files))
        story = Story(
            finding, case, member, told, holds, self._looked_back(finding, case), self._thresholds(finding, case)
        )
        per_indicator = finding.rule.per == "indicator" and first.indicator is not None
        yield Decided(
            first.rule,
            first.household_id,
            first.person_id if per_indicator or member is not None else None,
            first.indicator if per_indicator else None,
            self._grade(finding, parts, holds, case, member, files),
            self._route(finding, told, case, member),
            self.explainer.explain(story),
        )

    def _case(self, finding: BoundFinding, part: Part, files: Files) -> CaseFile:
        """The household's file of today, with the verdicts that the condition looks at."""
        unlisted = finding.rule.subject == "unlisted_member"
        key = (part.household_id, unlisted, finding.rule.facts_as_of)
        found = files.judged.get(key)
        if found is None:
            case = (files.unlisted if unlisted else files.today)[part.household_id]
            codes = self._standing(finding, part, files).codes
            found = files.judged[key] = replace(case, facts=replace(case.facts, verdicts=codes))
        return found

    def _standing(self, finding: BoundFinding, part: Part, files: Files) -> Standing:
        day_field = finding.rule.facts_as_of
        return (files.back_standing[day_field] if day_field else files.standing).get(part.household_id, NOTHING)

    def _holding(self, finding: BoundFinding, part: Part, case: CaseFile, member: int | None) -> Bound:
        """The first alternative that is true and, where the part names an indicator, looks for it."""
        for alternative in finding.alternatives:
            named = part.indicator is None or part.indicator in self._looked_for(alternative)
            if named and self.truth(alternative, case, member) > 0:
                return alternative
        message = f"{finding.rule.id}: the set-based and the plain back end disagree on household {part.household_id}"
        raise BackEndsDisagree(message)

    def _looked_for(self, alternative: Bound) -> frozenset[str]:
        found = self.looked.get(id(alternative))
        if found is None:
            found = self.looked[id(alternative)] = frozenset(name for _, name in looked_for(alternative))
        return found

    def _told(self, finding: BoundFinding, part: Part, files: Files) -> ToldPart | None:
        """The part with its rule and facts; None when its verdict is unknown for another reason than the finding asks for."""
        day_field = finding.rule.facts_as_of
        case = (files.back[day_field] if day_field else files.today)[part.household_id]
        rules = self._rules(finding, files.today[part.household_id]).indicators
        assert part.indicator is not None and part.code is not None  # noqa: PT018, S101 - asked only of such parts
        indicator, member = rules[part.indicator], _member(case, part.person_id)
        if part.code != Verdict.UNKNOWN:
            return ToldPart(indicator, member, Verdict(part.code), case)
        missing = missing_for_rule(indicator.when, indicator.met, case.facts, member)
        found = gaps(missing, case, self.bound.pack.catalogue)
        return ToldPart(indicator, member, Verdict.UNKNOWN, case, found) if _fits(finding, _own(found)) else None

    def _rules(self, finding: BoundFinding, today: CaseFile) -> Then:
        day_field = finding.rule.facts_as_of
        day = today.household.record.values.get(day_field) if day_field else None
        if day_field is None or not isinstance(day, date):
            return Then(self.bound.indicators, self.thresholds)
        return self.then[day_field][day]

    def _thresholds(self, finding: BoundFinding, today: CaseFile) -> Mapping[str, ResolvedValue]:
        return {**self.thresholds, **self._rules(finding, today).thresholds}

    def _all_met(self, finding: BoundFinding, part: Part, holds: Bound, files: Files) -> Iterator[ToldPart]:
        """Of a finding because everything is met: every indicator it names, as it stands for the household."""
        day_field, standing = finding.rule.facts_as_of, self._standing(finding, part, files)
        case = (files.back[day_field] if day_field else files.today)[part.household_id]
        rules = self._rules(finding, files.today[part.household_id]).indicators
        for name in _named_met(holds):
            if name in rules:
                yield ToldPart(rules[name], None, Verdict(standing.codes.get(name, Verdict.UNKNOWN)), case)

    def _grade(
        self,
        finding: BoundFinding,
        parts: Sequence[Part],
        holds: Bound,
        case: CaseFile,
        member: int | None,
        files: Files,
    ) -> int:
        """Of verdicts their own grade, of several reasons the best; else that of the condition and of all it says is met."""
        grades = [p.grade for p in parts if p.grade is not None]
        if grades:
            return max(grades)
        standing = self._standing(finding, parts[0], files)
        met = [standing.grades.get(name, 0) for name in _named_met(holds)]
        return min([self.truth(holds, case, member), *met])

    def _route(self, finding: BoundFinding, told: Sequence[ToldPart], case: CaseFile, member: int | None) -> str | None:
        """The first measure whose condition is true; a visit where that is not known; nothing where none fits."""
        if finding.routes:
            return chosen_route(self.truth, finding.routes, case, member)
        first = told[0] if told else None
        return chosen_route(self.truth, first.indicator.routes, first.case, first.member) if first else None

    def _looked_back(self, finding: BoundFinding, today: CaseFile) -> Label | None:
        rule = finding.rule
        day_field = rule.facts_as_of or rule.met_as_of or rule.unknown_as_of
        if day_field is None:
            return None
        label = self.bound.pack.catalogue.field(Subject.HOUSEHOLD, day_field).label
        day = today.household.record.values.get(day_field)
        if not isinstance(day, date):
            return Label(f"{label.zh}未知", f"{label.en}: unknown")
        shown = Label(f"{label.zh}（{day_text(day).zh}）", f"{label.en} ({day_text(day).en})")
        if rule.facts_as_of:
            return Label(f"以{shown.zh}及以前的数据判定", f"judged on the facts as of: {shown.en}")
        if rule.met_as_of:
            return Label(f"{shown.zh}时达标或不适用", f"met or not applicable on the facts as of: {shown.en}")
        return Label(f"没有{shown.zh}时的数据，或当时待核实", f"no facts as of, or unknown then: {shown.en}")


class BackEndsDisagree(RuntimeError):
    """Two back ends give different answers: a fault of the program, never of its input."""


def chosen_route(truth_of: Truths, routes: Sequence[BoundRoute], case: CaseFile, member: int | None) -> str | None:
    """The measure of the first route that is known to fit; "visit" when it is not known whether one does; None when none does."""
    unsure = False
    for route in routes:
        fits = 1 if route.when is None else truth_of(route.when, case, member)
        if fits > 0:
            return route.measure
        unsure = unsure or fits == 0
    return VISIT if unsure else None


def _fits(finding: BoundFinding, found: Sequence[Gap]) -> bool:
    reason = finding.rule.unknown_because
    if reason == "conflict":
        return any(g.reason == "conflict" for g in found)
    return reason is None or any(g.reason in ASKED for g in found)


def _own(found: Sequence[Gap]) -> Sequence[Gap]:
    """The gaps that have a cause of their own; what is asked where it matters may not matter once the cause of another is mended."""
    others = [gap for gap in found if not _follows(gap)]
    return others if len(others) == len(found) else [gap for gap in others if gap.reason != "ask"]


def _follows(gap: Gap) -> bool:
    """Whether a fact is unknown because of a damaged number that the standard itself judges: one cause is told once."""
    if gap.reason != "damaged" or gap.told is None or gap.fact.field not in FROM_IDENTITY:
        return False
    return gap.told.record.values.get("identity_state") in FLAWS


def _member(case: CaseFile, person_id: str | None) -> int | None:
    if person_id is None:
        return None
    return next(n for n, m in enumerate(case.members) if m.id == person_id)


def _named_met(condition: Bound) -> list[str]:
    nodes = (n for n in walk(condition.tree) if isinstance(n, Verdicts) and n.function == "all_met")
    return list(dict.fromkeys(name for node in nodes for name in node.indicators))
