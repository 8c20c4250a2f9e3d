"""Recording a visit, and planning one. What was answered goes into the registry as observations of that day, graded one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.domain.fieldwork.models import PlannedVisit, Visit
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.recording import Evidence, Finding, record_observation
from diguan.domain.registry.days import impossible_day
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import household_of
from diguan.domain.responsibility.models import Officer
from diguan.engine.catalogue import Catalogue
from diguan.engine.catalogue.model import Scalar
from diguan.engine.documents import Label
from diguan.engine.verdicts import Grade

SPOKE: Mapping[Told, Label] = {
    Told.HEAD: Label("户主", "the head"),
    Told.SPOUSE: Label("配偶", "the spouse"),
    Told.ADULT: Label("其他成年成员", "another grown-up of the household"),
    Told.OTHER: Label("邻居或村干部", "a neighbour or the village"),
}


class UnableToRecordVisit(UnableToAct):
    """The visit contradicts itself, or the day is none on which it can have been made."""


class UnableToPlanVisit(UnableToAct):
    """The day has passed, or the plan is not there any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact of the household, or of one person in it. `seen`: whoever visits has seen it, else it was said."""

    field: str
    value: Scalar | date
    seen: bool = False
    person_number: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of a visit. `asked`: questions shown; `seconds`: how long the form was open; `note`: what was seen, by which paper."""

    token: str
    made_on: date
    outcome: Outcome
    told_by: Told | None
    answers: Sequence[Answer]
    asked: int
    seconds: int
    note: str = ""


@transaction.atomic
def record_visit(
    *, household_id: int, account: Account, expected_version: int, catalogue: Catalogue, actor: Viewer, at: datetime
) -> Visit:
    """Record a visit and every answer it brought. The same form sent again is the visit that it was.

    UnableToFindHousehold outside the actor's region; UnableToRecordVisit, UnableToRecord with the field that is at fault.
    """
    household = household_of(actor, household_id, Act.OBSERVE)
    known = Visit.objects.filter(token=account.token).first()
    if known is not None:
        return _same(known, household, actor)
    _refuse_impossible(account, at)
    observations: list[int] = []
    for finding in _findings(account):
        observations.append(
            record_observation(
                household_id=household_id,
                finding=finding,
                expected_version=expected_version + len(observations),
                catalogue=catalogue,
                actor=actor,
                at=at,
            ).pk
        )
    visit = _store(household, account, observations, actor, at)
    _open_plans(household).update(visit=visit)
    append_audit(
        actor=actor.account_id,
        action="record_visit",
        subject="household",
        subject_id=str(household.pk),
        region_code=household.region_code,
        detail={
            "visit": visit.pk,
            "made_on": account.made_on.isoformat(),
            "outcome": str(account.outcome),
            "asked": account.asked,
            "answered": len(account.answers),
        },
        at=at,
    )
    return visit


def _same(known: Visit, household: Household, actor: Viewer) -> Visit:
    if (known.county, known.household_number, known.made_by) == (household.county, household.number, actor.account_id):
        return known
    raise UnableToRecordVisit(
        Label("这张表已经用于另一次入户", "this form was used for another visit"),
        Label("请重新打开入户记录", "open the form of the visit again"),
    )


def _refuse_impossible(account: Account, at: datetime) -> None:
    if impossible := impossible_day(account.made_on, localdate(at)):
        raise UnableToRecordVisit(
            impossible,
            Label("填实际入户的那一天", "give the day on which the visit was made"),
            "made_on",
        )
    if account.outcome is Outcome.ABSENT and account.answers:
        raise UnableToRecordVisit(
            Label("家中无人，却填了答案", "nobody was there, but there are answers"),
            Label("改为“见到”，或清空答案", "say that somebody answered, or leave the answers empty"),
            "outcome",
        )
    if account.outcome is not Outcome.ABSENT and account.told_by is None:
        raise UnableToRecordVisit(
            Label("没有写是谁回答的", "it is not said who answered"),
            Label("选择回答问题的人", "choose who answered"),
            "told_by",
        )
    seen = any(answer.seen for answer in account.answers)
    if seen and account.outcome is Outcome.REMOTE:
        raise UnableToRecordVisit(
            Label("电话或视频核实不能记为“亲眼所见”", "what was asked by phone or video cannot have been seen"),
            Label("去掉“亲眼所见”，或改为入户", "take the tick 'seen' away, or say that you were there"),
            "outcome",
        )
    if seen and not account.note.strip():
        raise UnableToRecordVisit(
            Label("记为亲眼所见，但没有写看到了什么", "something is marked as seen, but not what was seen"),
            Label("写明看到的证件、房屋或照片", "say which paper, house or photo was seen"),
            "note",
        )


def _findings(account: Account) -> Iterable[Finding]:
    """The answers as the registry takes them: together what is about one subject and known in one way."""
    grouped: dict[tuple[str | None, bool], dict[str, Scalar | date]] = {}
    for answer in account.answers:
        grouped.setdefault((answer.person_number, answer.seen), {})[answer.field] = answer.value
    told = "" if account.told_by is None else SPOKE[account.told_by].zh
    way = "电话或视频核实" if account.outcome is Outcome.REMOTE else "入户"
    spoken = Evidence(Grade.DECLARED, f"{way}，{told}口述")
    seen = Evidence(Grade.SEEN, f"{way}，{account.note.strip()}")
    for (person, was_seen), facts in grouped.items():
        yield Finding(facts, account.made_on, seen if was_seen else spoken, person)


def _store(household: Household, account: Account, observations: list[int], actor: Viewer, at: datetime) -> Visit:
    return Visit.objects.create(
        token=account.token,
        county=household.county,
        household_number=household.number,
        region_code=household.region_code,
        made_on=account.made_on,
        made_by=actor.account_id,
        officer=Officer.objects.filter(account_id=actor.account_id).first(),
        outcome=str(account.outcome),
        told_by=str(account.told_by or "") if account.outcome is not Outcome.ABSENT else "",
        asked=account.asked,
        answered=len(account.answers),
        seconds=account.seconds,
        observations=observations,
        note=account.note.strip(),
        at=at,
    )


@transaction.atomic
def plan_visits(*, household_ids: Sequence[int], planned_on: date, actor: Viewer, at: datetime) -> int:
    """Plan visits to households on a day; one that is planned already is put off or brought forward to it. Returns how many.

    UnableToFindHousehold when one lies outside the actor's region: then none is planned.
    """
    if planned_on < localdate(at):
        raise UnableToPlanVisit(
            Label(f"{planned_on}已经过去", f"the day {planned_on} has passed"),
            Label("选今天或以后的日期", "choose today or a later day"),
            "planned_on",
        )
    households = [household_of(actor, number, Act.OBSERVE) for number in dict.fromkeys(household_ids)]
    for household in households:
        planned = {"planned_on": planned_on, "planned_by": actor.account_id, "planned_at": at}
        if not _open_plans(household).update(**planned):
            PlannedVisit.objects.create(
                county=household.county,
                household_number=household.number,
                region_code=household.region_code,
                **planned,
            )
        append_audit(
            actor=actor.account_id,
            action="plan_visit",
            subject="household",
            subject_id=str(household.pk),
            region_code=household.region_code,
            detail={"planned_on": planned_on.isoformat()},
            at=at,
        )
    return len(households)


@transaction.atomic
def drop_plan(*, household_id: int, actor: Viewer, at: datetime) -> None:
    """Call the planned visit of a household off."""
    household = household_of(actor, household_id, Act.OBSERVE)
    if not _open_plans(household).update(dropped_on=localdate(at)):
        raise UnableToPlanVisit(
            Label("这一户没有待办的入户计划", "no visit to this household is planned"),
            Label("请刷新页面", "look at the page again"),
        )
    append_audit(
        actor=actor.account_id,
        action="drop_plan",
        subject="household",
        subject_id=str(household.pk),
        region_code=household.region_code,
        detail={},
        at=at,
    )


def _open_plans(household: Household) -> QuerySet[PlannedVisit]:
    own = PlannedVisit.objects.filter(county=household.county, household_number=household.number)
    return own.filter(visit=None, dropped_on=None)
