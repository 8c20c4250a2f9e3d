"""Problems of an inspection are entered, one or many at once: each with its item in the ledger, all or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.accounts.queries import departments
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening import Reported, UnableToOpenItem, open_item
from diguan.domain.ledger.choices import LIVE, Refusal, Source
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.choices import TEXT_LENGTH, Category, Linked, ProblemKind, ProblemState, Step
from diguan.domain.rectification.models import Event, Inspection, LinkedItem, Problem
from diguan.domain.rectification.permissions import highest, rights_of
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from diguan.domain.regions.queries import subtree, within
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.queries import chain_of
from diguan.engine.documents import Label

KIND = "inspection"  # of the items of the ledger
SHOWN = 60  # characters of a problem in the title of its item
BETWEEN = "/"  # household and person


@dataclass(frozen=True, slots=True)
class Entered:
    """A problem as somebody enters it. `number`: its place in the feedback, None for the next one.

    `standard` and `indicator` where a rule decides, with the numbers of the households that were named (of a person "household/person";
    none for every item of the indicator that lives there); else `criteria`. `leader_post_id`: a post of the chain of the place.
    """

    region_code: str
    kind: ProblemKind
    category: Category
    text: str
    deadline_on: date
    department: str = ""
    number: int | None = None
    leader_post_id: int | None = None
    criteria: str = ""
    standard: str = ""
    indicator: str = ""
    households: Sequence[str] = ()


@transaction.atomic
def add_problems(*, inspection_id: int, entered: Sequence[Entered], actor: Viewer, at: datetime) -> tuple[Problem, ...]:
    """Enter problems, all or none. UnableToRegister, UnableToOpenItem: what is wrong with the first that is."""
    rows = scoped(Inspection.objects.filter(pk=inspection_id), actor, Act.RECTIFY)
    inspection = rows.select_for_update(of=("self",)).first()
    if inspection is None:
        raise UnableToFindRectification
    last = inspection.problems.order_by("-number").values_list("number", flat=True).first() or 0
    made = []
    for each in entered:
        number = each.number or last + 1
        problem = _add(inspection, each, number, actor, at)
        last = max(last, number)
        made.append(problem)
    return tuple(made)


def _add(inspection: Inspection, entered: Entered, number: int, actor: Viewer, at: datetime) -> Problem:
    check_entered(inspection, entered, number, at)
    problem = Problem.objects.create(
        inspection=inspection,
        number=number,
        region_code=entered.region_code,
        department=entered.department,
        kind=entered.kind,
        category=entered.category,
        text=entered.text.strip(),
        standard=entered.standard,
        indicator=entered.indicator,
        criteria=entered.criteria.strip(),
        leader_post_id=entered.leader_post_id,
        deadline_on=entered.deadline_on,
        opened_by=actor.account_id,
        opened_at=at,
        updated_at=at,
    )
    items = list(_items(problem, entered, actor, at))
    LinkedItem.objects.bulk_create(
        [LinkedItem(problem=problem, item=item, how=Linked.OWN, at=at) for item in dict.fromkeys(items)]
    )
    _record(problem, len(items), actor, at)
    return problem


def check_entered(inspection: Inspection, entered: Entered, number: int, at: datetime) -> None:
    """UnableToRegister where a problem cannot be kept; its item may still be refused."""
    if not within(entered.region_code, (subtree(inspection.region_code),)):
        raise UnableToRegister(
            Label("责任单位不在这次检查的地区内", "the unit lies outside the region of the inspection"),
            None,
            "region_code",
        )
    if entered.department and entered.department not in departments():
        raise UnableToRegister(Label("没有这个部门", "there is no such department"), None, "department")
    if not 0 < len(entered.text.strip()) <= TEXT_LENGTH:
        raise UnableToRegister(
            Label(f"问题没有写，或超过 {TEXT_LENGTH} 字", f"no text, or more than {TEXT_LENGTH} characters"),
            None,
            "text",
        )
    if bool(entered.standard and entered.indicator) is bool(entered.criteria.strip()):
        raise UnableToRegister(
            Label("要么按标准的指标，要么写明验收标准", "either an indicator of a standard decides, or criteria do"),
            Label("没有指标的问题写明怎样算整改到位", "of a problem without an indicator say when it is mended"),
            "criteria",
        )
    if entered.deadline_on < inspection.paper_on:
        raise UnableToRegister(Label("整改时限早于文件日期", "the deadline lies before the paper"), None, "deadline_on")
    if inspection.problems.filter(number=number).exists():
        raise UnableToRegister(
            Label(f"已有第 {number} 项", f"there is a problem {number} already"),
            Label("用反馈文件上的序号，每项一个", "use the numbers of the paper, one each"),
            "number",
        )
    if entered.leader_post_id is not None and not _answers(entered, timezone.localdate(at)):
        raise UnableToRegister(
            Label("责任领导不在这个单位的责任链上", "the leader is no post of the chain of the unit"),
            None,
            "leader_post",
        )


def _answers(entered: Entered, on: date) -> bool:
    chain = chain_of(entered.region_code, entered.department, on)
    return any(link.post.pk == entered.leader_post_id for link in chain)


def _items(problem: Problem, entered: Entered, actor: Viewer, at: datetime) -> Iterator[Item]:
    if not entered.indicator:
        yield _open(_reported(problem), actor, at)
        return
    if not entered.households:
        low, high = subtree(problem.region_code)
        living = Item.objects.filter(region_code__gte=low, region_code__lt=high, state__in=[str(s) for s in LIVE])
        found = list(living.filter(standard=problem.standard, indicator=problem.indicator).order_by("id"))
        if not found:
            raise UnableToRegister(
                Label("台账里没有这个指标的问题", "the ledger has no living item of this indicator there"),
                Label("写明反馈中的户编号，或先筛查一轮", "name the households of the feedback, or run a round first"),
                "households",
            )
        yield from found
    for said in entered.households:
        number, _, person = said.partition(BETWEEN)
        household = _household(problem, number.strip(), actor)
        yield _open(replace(_reported(problem, household), person_number=person.strip()), actor, at)


def _household(problem: Problem, number: str, actor: Viewer) -> Household:
    low, high = subtree(problem.region_code)
    inside = Household.objects.filter(number=number, gone=False, region_code__gte=low, region_code__lt=high)
    found = scoped(inside, actor).first()
    if found is None:
        raise UnableToRegister(
            Label(f"责任单位内没有 {number} 这一户", f"there is no household {number} in the unit"), None, "households"
        )
    return found


def _reported(problem: Problem, household: Household | None = None) -> Reported:
    """As the ledger takes it: of a household by the rule, of the unit by its criteria."""
    whole = Reported(
        source=Source.MANUAL,
        kind=KIND,
        title=f"反馈问题 {problem.number}：{problem.text[:SHOWN]}",
        explanation=problem.text,
        region_code=problem.region_code,
        criteria=problem.criteria,
        department=problem.department,
        deadline_on=problem.deadline_on,
    )
    if household is None:
        return whole
    return replace(whole, household_id=household.pk, standard=problem.standard, indicator=problem.indicator)


def _open(reported: Reported, actor: Viewer, at: datetime) -> Item:
    outcome = open_item(reported=reported, act=Act.RECTIFY, actor=actor, at=at)
    if outcome.code not in (None, Refusal.KNOWN):
        raise UnableToOpenItem(outcome.refusal or Label("", ""), outcome.hint, "text")
    return outcome.item


def _record(problem: Problem, items: int, actor: Viewer, at: datetime) -> None:
    role = highest(rights_of(actor, (Act.RECTIFY,), problem.region_code, problem.department))
    Event.objects.create(
        problem=problem,
        act=Step.REGISTER,
        to_state=ProblemState.RECEIVED,
        actor=actor.account_id,
        role=role or "",
        detail={"items": items},
        at=at,
    )
    append_audit(
        actor=actor.account_id,
        action="add_problem",
        subject="problem",
        subject_id=str(problem.pk),
        region_code=problem.region_code,
        detail={"number": problem.number, "items": items},
        at=at,
    )
