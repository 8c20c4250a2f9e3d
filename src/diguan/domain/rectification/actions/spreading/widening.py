"""A condition is kept with its problem; whoever it is true of gets an item in the ledger, a suspicion, one however often it is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening import Reported, open_at_once
from diguan.domain.ledger.choices import ENDED, Closing, Refusal, Source
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.actions.planning import check_text
from diguan.domain.rectification.choices import Linked, SpreadKind, Step
from diguan.domain.rectification.models import Event, LinkedItem, Problem, Spread
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from diguan.domain.rectification.searching import Condition, Found, Hit, look, refuse_unaskable
from diguan.domain.registry.models import Household, Person
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject

MOST_HITS, AT_ONCE = 5_000, 500
KIND, SHOWN = "alike", 60


@dataclass(frozen=True, slots=True)
class Wide:
    """A condition with its words. `region_code`: where it is looked for; `criteria`: when what it finds is mended."""

    condition: Condition
    region_code: str
    question: str
    criteria: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Widened:
    """What came of it. `opened`, `back`: items that are new, or stand again; `known`: that live already.

    `ended`: that ended since the facts, or are verified until later; `gone`: hits that are no longer listed.
    """

    spread: Spread
    found: Found
    opened: int = 0
    back: int = 0
    known: int = 0
    ended: int = 0
    gone: int = 0


def preview(*, wide: Wide, actor: Viewer) -> Found:
    """Who the condition is true of, and nothing is kept. UnableToRegister where it cannot be read or looked for."""
    _refuse_place(wide.region_code, actor)
    return look(wide.condition, wide.region_code, actor.scopes(Act.RECTIFY), MOST_HITS)


@transaction.atomic
def begin_spread(*, problem_id: int, wide: Wide, actor: Viewer, at: datetime) -> Spread:
    """Keep a condition with a problem; it is to be looked for then, nobody is asked before. UnableToRegister where it cannot be."""
    problem = problem_to_spread(problem_id, actor)
    refuse_unfit(wide, actor)
    same = problem.spreads.filter(expression=wide.condition.text.strip(), region_code=wide.region_code)
    if same.exists():
        raise UnableToRegister(
            Label("这个条件已经在查", "this condition is looked for already"),
            Label("在原来的举一反三下再查一次", "look again where it stands"),
            "expression",
        )
    return Spread.objects.create(
        problem=problem,
        kind=SpreadKind.EXPRESSION,
        region_code=wide.region_code,
        department=wide.department,
        question=wide.question.strip(),
        criteria=wide.criteria.strip(),
        standard=wide.condition.standard,
        subject=str(wide.condition.subject),
        expression=wide.condition.text.strip(),
        begun_by=actor.account_id,
        at=at,
    )


@transaction.atomic
def look_for(*, spread_id: int, actor: Viewer, at: datetime) -> Widened:
    """Look for a kept condition in the rounds of today, as often as one likes: what is there stays one item, what is new is opened."""
    spread = Spread.objects.select_for_update(of=("self",)).filter(pk=spread_id, kind=SpreadKind.EXPRESSION).first()
    if spread is None:
        raise UnableToFindRectification
    problem_to_spread(spread.problem_id, actor)
    _refuse_place(spread.region_code, actor)
    condition = Condition(spread.standard, Subject(spread.subject), spread.expression)
    found = look(condition, spread.region_code, actor.scopes(Act.RECTIFY), MOST_HITS)
    return _keep(spread, found, actor, at)


def refuse_unfit(wide: Wide, actor: Viewer) -> None:
    """UnableToRegister where a condition cannot be looked for, as far as it shows without asking anybody."""
    for name in ("question", "criteria"):
        check_text(getattr(wide, name), name)
    _refuse_place(wide.region_code, actor)
    refuse_unaskable(wide.condition, wide.region_code)


def problem_to_spread(problem_id: int, actor: Viewer) -> Problem:
    """The problem, where the actor may spread it; UnableToFindRectification."""
    found = scoped(Problem.objects.filter(pk=problem_id), actor, Act.RECTIFY).select_for_update(of=("self",)).first()
    if found is None:
        raise UnableToFindRectification
    return found


def _refuse_place(region_code: str, actor: Viewer) -> None:
    if not actor.may(Act.RECTIFY, region_code):
        raise UnableToRegister(
            Label("没有这个地方，或不归您布置", "there is no such place, or it is not yours"), None, "region_code"
        )


def _keep(spread: Spread, found: Found, actor: Viewer, at: datetime) -> Widened:
    widened = _opened(spread, found, actor, at)
    spread.judged = {unit: day.isoformat() for unit, day in sorted(found.judged.items())}
    spread.unjudged, spread.hits, spread.unknown, spread.run_at = found.unjudged, len(found.hits), found.unknown, at
    spread.save()
    record_spread(spread, {"hits": len(found.hits), "opened": widened.opened, "back": widened.back}, actor, at)
    return widened


def _opened(spread: Spread, found: Found, actor: Viewer, at: datetime) -> Widened:
    """Items of the hits that are still listed, apart from those that ended since."""
    homes = _listed(found.hits)
    listed = {_key(spread, hit): (hit, homes[_place(hit)]) for hit in found.hits if _place(hit) in homes}
    known = _known(listed)
    ended = {key for key, item in known.items() if _holds(item, listed[key][0], at)}
    reports = [_reported(spread, home, hit, key) for key, (hit, home) in listed.items() if key not in ended]
    outcomes = open_at_once(reports=reports, act=Act.RECTIFY, actor=actor, at=at)
    how = {"how": Linked.ALIKE, "spread": spread, "at": at}
    links = [LinkedItem(problem_id=spread.problem_id, item=each.item, **how) for each in outcomes.values()]
    LinkedItem.objects.bulk_create(links, AT_ONCE, ignore_conflicts=True)
    living = sum(each.code is Refusal.KNOWN for each in outcomes.values())
    back = len(known) - len(ended) - living
    opened = len(outcomes) - living - back
    gone = len(found.hits) - len(listed)
    return Widened(spread, found, opened=opened, back=back, known=living, ended=len(ended), gone=gone)


def _holds(item: Item, hit: Hit, at: datetime) -> bool:
    """Whether an item that ended stays so: older facts say nothing about it, and what is verified holds until its day."""
    if item.state not in ENDED or item.ended_on is None:
        return False
    verified = item.closing == Closing.VERIFIED and item.verified_until is not None
    return item.ended_on > hit.as_of or (
        verified and item.verified_until is not None and item.verified_until > timezone.localdate(at)
    )


def _place(hit: Hit) -> tuple[str, str, str]:
    return hit.county, hit.household, hit.person


def _key(spread: Spread, hit: Hit) -> str:
    return f"alike|{spread.pk}|{hit.county}|{hit.household}|{hit.person}"


def _listed(hits: Sequence[Hit]) -> dict[tuple[str, str, str], Household]:
    """Households of the hits that are listed, with their people, by county, number and person."""
    found: dict[tuple[str, str, str], Household] = {}
    for start in range(0, len(hits), AT_ONCE):
        part = hits[start : start + AT_ONCE]
        there = {"county__in": {hit.county for hit in part}, "number__in": {hit.household for hit in part}}
        homes = {(home.county, home.number): home for home in Household.objects.filter(gone=False, **there)}
        wanted = {hit.person for hit in part if hit.person}
        people = Person.objects.filter(household__in=homes.values(), number__in=wanted, gone=False)
        known = set(people.values_list("household_id", "number"))
        for hit in part:
            home = homes.get((hit.county, hit.household))
            if home is not None and (not hit.person or (home.pk, hit.person) in known):
                found[_place(hit)] = home
    return found


def _known(keys: Iterable[str]) -> dict[str, Item]:
    wanted, found = list(keys), dict[str, Item]()
    for start in range(0, len(wanted), AT_ONCE):
        items = Item.objects.filter(key__in=wanted[start : start + AT_ONCE])
        found |= {item.key: item for item in items}
    return found


def _reported(spread: Spread, home: Household, hit: Hit, key: str) -> Reported:
    return Reported(
        source=Source.MANUAL,
        kind=KIND,
        title=f"举一反三：{spread.question[:SHOWN]}",
        explanation=spread.question,
        household_id=home.pk,
        person_number=hit.person,
        department=spread.department,
        criteria=spread.criteria,
        key=key,
    )


def record_spread(spread: Spread, detail: dict[str, int], actor: Viewer, at: datetime) -> None:
    """What was begun or looked for again, in the history and the record of acts."""
    problem = spread.problem
    Event.objects.create(
        problem=problem,
        act=Step.SPREAD,
        from_state=problem.state,
        to_state=problem.state,
        actor=actor.account_id,
        detail={"spread": spread.pk, "kind": spread.kind, **detail},
        at=at,
    )
    append_audit(
        actor=actor.account_id,
        action="spread_problem",
        subject="problem",
        subject_id=str(problem.pk),
        region_code=spread.region_code,
        detail={"number": problem.number, "kind": str(spread.kind), "found": detail.get("hits", 0)},
        at=at,
    )
