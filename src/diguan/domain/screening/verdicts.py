"""How one household stands by a standard on a day, why, and what the next visit should ask: judged at once, from the registry."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import HouseholdFile
from diguan.domain.screening.casefile import case_of, days_of, sources_of
from diguan.domain.screening.models import Round, Standing
from diguan.domain.screening.queries import folder_of
from diguan.engine.backends.closures import HouseholdVerdicts, compile_household
from diguan.engine.backends.facts import HouseholdFacts
from diguan.engine.backends.reasons import missing_for_rule
from diguan.engine.documents import Label
from diguan.engine.expressions.same import Same
from diguan.engine.screening.bound import BoundIndicator, BoundPack, bind_indicators
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.screening.explain import ToldPart
from diguan.engine.screening.explain_sources import Origins, person_label
from diguan.engine.screening.explain_unknown import gaps
from diguan.engine.screening.explain_verdict import VerdictExplainer
from diguan.engine.screening.verify import UnableToReadRound, read_round
from diguan.engine.snapshot.plans import Fact
from diguan.engine.standards import Indicator, Pack
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.standards.parameters import Resolved, resolve_parameters
from diguan.engine.verdicts import Grade, Subject, Verdict
from diguan.engine.visiting.asking import Answerable, Asker
from diguan.engine.visiting.expiring import Expiry
from diguan.engine.visiting.open_verdicts import judged
from diguan.engine.visiting.opening import confirmations_in
from diguan.engine.visiting.ways import Truths

INCOMPLETE = Label(
    "家庭成员名单不完整，不能判定全体成员。", "The list of members is not complete: all of them cannot be judged."
)
UNCITED = Label("", "")
EVERY = frozenset(Verdict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one verdict is what it is. `who`: a member without a name, None for the household itself; `position`: of the member, from 1."""

    who: Label | None
    position: int | None
    verdict: Verdict
    text: Label


@dataclass(frozen=True, slots=True)
class Opinion:
    """One indicator. `verdict`: None where a value of the standard is not confirmed; `reasons`: those that make it what it is.

    Without reasons and without what it cites where nobody asked for them.
    """

    indicator: Indicator
    verdict: Verdict | None
    grade: Grade
    reasons: tuple[Reason, ...]
    cited: Label


@dataclass(frozen=True, slots=True)
class Opinions:
    """Every indicator about households and persons, and what to ask at the door as a list of visits has it: also what has run out.

    A page shows all questions at once: which answer makes a later one needless, the lists of visits say.
    `bound`: the rules that judged.
    """

    opinions: tuple[Opinion, ...]
    asked: Answerable
    case: CaseFile
    bound: BoundPack

    def having(self, verdict: Verdict | None) -> list[Opinion]:
        """Indicators with a verdict."""
        return [opinion for opinion in self.opinions if opinion.verdict is verdict]


def confirmed_for(household: Household, standard: str) -> list[Confirmation]:
    """What the operator of the household's newest round by a standard stood for; nothing where there was none or its folder is gone."""
    found = Standing.objects.filter(
        standard=standard, county=household.county, household_number=household.number
    ).select_related("round")
    standing = found.first()
    return [] if standing is None else confirmed_in(standing.round)


def confirmed_in(round_: Round) -> list[Confirmation]:
    """What the operator of a round stood for."""
    try:
        return confirmations_in(read_round(folder_of(round_)))
    except UnableToReadRound:  # the folder was taken away: what rests on its confirmations is shown as not confirmed
        return []


def opinions_on(
    file: HouseholdFile,
    pack: Pack,
    as_of: date,
    *,
    confirmed: Sequence[Confirmation] = (),
    hide: frozenset[Fact] = frozenset(),
    told: frozenset[Verdict] = EVERY,
) -> Opinions:
    """Judge a household's file. The caller has seen to it that the standard is in force, and that the household may be seen.

    `told`: verdicts of which the reasons and what they cite are wanted; the others come without.
    """
    return _Judging(file, pack, as_of, confirmed, hide).made(told)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A standard on a day, bound and compiled: the same for every household."""

    resolved: Resolved
    bound: BoundPack
    judge: Callable[[HouseholdFacts], HouseholdVerdicts]
    truths: Truths


@lru_cache(maxsize=16)
def _ready(pack: Same[Pack], as_of: date, confirmed: tuple[Confirmation, ...]) -> _Ready:
    resolved = resolve_parameters(pack.one, as_of, confirmed)
    bound = BoundPack(pack.one, as_of, bind_indicators(pack.one, as_of, resolved.values), (), {})
    judge = compile_household([indicator.spec for indicator in bound.indicators.values()])
    return _Ready(resolved, bound, judge, Truths())


class _Judging:
    def __init__(
        self, file: HouseholdFile, pack: Pack, as_of: date, confirmed: Sequence[Confirmation], hide: frozenset[Fact]
    ) -> None:
        self.pack = pack
        ready = _ready(Same(pack), as_of, tuple(confirmed))
        self.bound, self.judge, self.truths, resolved = ready.bound, ready.judge, ready.truths, ready.resolved
        self.case, self.sources = case_of(file, pack.catalogue), sources_of(file)
        self.expiry = Expiry(pack.catalogue, self.sources, as_of, days_of(file))
        undated = frozenset(id for id, source in self.sources.items() if source.data_on is None)
        origins = Origins(pack.catalogue, self.sources, as_of, undated)
        self.explainer = VerdictExplainer(pack, origins, resolved.details, hide)

    def made(self, told: frozenset[Verdict]) -> Opinions:
        verdicts = self.judge(self.case.facts)
        opinions = []
        for indicator in self.pack.indicators.values():
            if indicator.subject not in (Subject.HOUSEHOLD, Subject.PERSON):
                continue
            code, grade = verdicts.household.get(indicator.id, (None, 0))
            verdict = None if code is None else Verdict(code)
            members = [Verdict(member[indicator.id][0]) for member in verdicts.members if indicator.id in member]
            if verdict in told:
                opinions.append(self._opinion(indicator, verdict, Grade(grade), members))
            else:
                opinions.append(Opinion(indicator, verdict, Grade(grade), (), UNCITED))
        renewed = self.expiry.without(self.case)
        opened = judged(self.bound, renewed.facts).opened
        asked = Asker(self.bound, self.sources, frozenset(), self.truths).ask(
            opened, renewed, measured=False, hints=False
        )
        return Opinions(tuple(opinions), asked, self.case, self.bound)

    def _opinion(self, indicator: Indicator, verdict: Verdict, grade: Grade, members: Sequence[Verdict]) -> Opinion:
        bound = self.bound.indicators[indicator.id]
        reasons = tuple(self._reasons(bound, verdict, members))
        if verdict is Verdict.UNKNOWN and not reasons:
            reasons = (Reason(None, None, verdict, INCOMPLETE),)
        cited = self.explainer.cited(ToldPart(bound, None, verdict, self.case))
        return Opinion(indicator, verdict, grade, reasons, cited)

    def _reasons(self, bound: BoundIndicator, verdict: Verdict, members: Sequence[Verdict]) -> Iterator[Reason]:
        """The household's own reason, or those of each member who makes it what it is."""
        if bound.subject is Subject.HOUSEHOLD:
            yield Reason(None, None, verdict, self._said(bound, None, verdict))
            return
        for number, code in enumerate(members):
            if code is verdict or (verdict in (Verdict.UNMET, Verdict.MET) and code <= verdict):
                who = person_label(self.case.members[number], self.pack.catalogue)
                yield Reason(who, number + 1, code, self._said(bound, number, code))

    def _said(self, bound: BoundIndicator, member: int | None, verdict: Verdict) -> Label:
        missing = missing_for_rule(bound.when, bound.met, self.case.facts, member) if verdict is Verdict.UNKNOWN else ()
        found = gaps(sorted(missing, key=lambda f: (f.subject, f.member or 0, f.field)), self.case, self.pack.catalogue)
        return self.explainer.explain(ToldPart(bound, member, verdict, self.case, found))
