"""Findings asked of one household: whether a kind of finding would still be made, today or on the facts of a day of the household's own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from diguan.domain.ledger.choices import Refusal
from diguan.domain.ledger.judging.answer import Rest
from diguan.domain.ledger.judging.case import Case
from diguan.domain.registry.models import Household
from diguan.engine.backends.closures import truth
from diguan.engine.backends.reasons import reasons
from diguan.engine.expressions import Bound
from diguan.engine.expressions.tree import Verdicts
from diguan.engine.screening.bound import BoundFinding
from diguan.engine.screening.suspicions import looked_for
from diguan.engine.verdicts import Grade, Subject, Verdict

OnDay = Callable[[Household, date], Case]


class KindAnswer(NamedTuple):
    """`refusal` None: no finding of the kind would be made, and that is known."""

    refusal: Refusal | None
    grade: Grade
    rests: Sequence[Rest]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A finding with the household of today and, where it looks back, the household as of that day; None where it has no such day."""

    finding: BoundFinding
    today: Case
    then: Case | None

    def alternatives(self) -> Iterator[tuple[Bound, int]]:
        """Every condition with its truth: today's facts, and the verdicts of the day that the finding judges."""
        case = self.today.case.facts
        if self.then is not None:
            case = replace(case, verdicts=self.then.case.facts.verdicts)
        for alternative in self.finding.alternatives:
            yield alternative, truth(alternative)(case)

    @property
    def judged(self) -> Case:
        """The household whose verdicts the finding looks at."""
        return self.then or self.today


def _asked(finding: BoundFinding, today: Case, on_day: OnDay) -> _Asked:
    day_field = finding.rule.facts_as_of
    if day_field is None:
        return _Asked(finding, today, None)
    day = today.case.household.record.values.get(day_field)
    household = today.file.household
    return _Asked(finding, today, on_day(household, day) if isinstance(day, date) else None)


def found_back_then(today: Case, on_day: OnDay, kind: str, indicator: str, person: str) -> bool:
    """Whether a finding of the kind that looks back would still name the indicator, whatever today's verdict is."""
    for finding in today.bound.findings:
        if finding.rule.kind != kind or finding.rule.facts_as_of is None:
            continue
        asked = _asked(finding, today, on_day)
        if asked.then is None:
            continue
        member = asked.then.member(person) if person else None
        standing = asked.then.verdict(indicator, member) if member is not None or not person else None
        for alternative, holds in asked.alternatives():
            wanted = [verdict for verdict, name in looked_for(alternative) if name == indicator]
            if holds > 0 and standing is not None and standing[0] in wanted:
                return True
    return False


def kind_answer(today: Case, on_day: OnDay, rules: Iterable[BoundFinding]) -> KindAnswer:
    """Whether any finding of a kind would be made of the household: found, not known, or known not to be."""
    grades, rests = [], []
    for finding in rules:
        asked = _asked(finding, today, on_day)
        if finding.rule.facts_as_of is not None and asked.then is None:
            return KindAnswer(Refusal.UNKNOWN, Grade.NONE, ())
        for alternative, holds in asked.alternatives():
            if holds == 0:
                return KindAnswer(Refusal.UNKNOWN, Grade.NONE, ())
            if holds > 0 and not _excused(asked, alternative):
                return KindAnswer(Refusal.STILL_FOUND, Grade.NONE, ())
            grades.append(Grade(abs(holds)))
            rests += _rests(asked, alternative)
    return KindAnswer(None, min(grades, default=Grade.NONE), rests)


def _excused(asked: _Asked, alternative: Bound) -> bool:
    """Whether everything that the condition looks for is known to be excused; a condition that looks for nothing by "any" alone."""
    parts = [(v, name) for v, name in looked_for(alternative) if name in asked.today.bound.indicators]
    if not parts:
        return _holds(asked, {"any"}, None)
    return all(_excused_part(asked, verdict, name) for verdict, name in parts)


def _excused_part(asked: _Asked, verdict: Verdict, indicator: str) -> bool:
    """Whether nobody has the verdict without being excused for it."""
    bound = asked.today.bound.indicators[indicator]
    names = {"any", indicator, asked.today.bound.pack.indicators[indicator].guarantee}
    if bound.subject is not Subject.PERSON:
        standing = asked.judged.verdict(indicator, None)
        return standing is None or standing[0] is not verdict or _holds(asked, names, None)
    members = range(len(asked.judged.case.members))
    having = [m for m in members if (s := asked.judged.verdict(indicator, m)) is not None and s[0] is verdict]
    own = [asked.today.member(asked.judged.case.members[m].id) for m in having]
    return all(_holds(asked, names, member) for member in own)


def _holds(asked: _Asked, names: set[str], member: int | None) -> bool:
    """Whether one of the excuses of these names is known to be true."""
    facts = asked.today.case.facts
    for name, condition in asked.finding.unless.items():
        of_person = condition.subject is Subject.PERSON
        if (
            name in names
            and not (of_person and member is None)
            and truth(condition)(facts, member if of_person else None) > 0
        ):
            return True
    return False


def _rests(asked: _Asked, alternative: Bound) -> list[Rest]:
    """The rows on which it rests that a condition is false: its own facts, and those of the verdicts that it looks at."""
    found = reasons(alternative, asked.today.case.facts)
    rests = asked.today.rests(found)
    for reason in found:
        if isinstance(reason.leaf, Verdicts):
            for indicator in reason.leaf.indicators:
                if indicator in asked.judged.bound.indicators:
                    rests += asked.judged.rests_of_indicator(indicator, None)
    return rests
