"""Problems that no round found: reported by hand or by a complaint. One item a problem here as well."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.handling import forget_closing, set_deadline
from diguan.domain.ledger.actions.opening.storing import last_number, one_at_a_time
from diguan.domain.ledger.actions.owners import COUNTY_DIGITS, owners_of
from diguan.domain.ledger.choices import LIVE, Closing, Refusal, Source, State, Step
from diguan.domain.ledger.keys import key_of
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import highest, rights_for
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Household
from diguan.engine.documents import Label

LONGEST = 2000
IDENTITY = re.compile(r"\d{17}[0-9Xx]|(?<!\d)1\d{10}(?!\d)")  # identity numbers and mobile phones


class UnableToOpenItem(UnableToAct):
    """What was reported is no problem that the ledger can hold."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A problem as somebody reports it. Of a household by its number in the registry, of a place by its code.

    With `standard` and `indicator` the standard decides when it is gone; without, `criteria` say what must be fulfilled. `title` and
    `explanation`: as typed, one text for both languages, nothing personal in them. `days`: working days from the determination.
    """

    source: Source
    kind: str
    title: str
    explanation: str
    region_code: str = ""
    household_id: int | None = None
    person_number: str = ""
    standard: str = ""
    indicator: str = ""
    department: str = ""
    criteria: str = ""
    days: int | None = None


@transaction.atomic
def open_item(*, reported: Reported, actor: Viewer, at: datetime) -> Outcome:
    """Open an item. A problem that has one already gets no second: a living one is refused and named, an ended one comes back.

    UnableToOpenItem where the place or household is none of the actor's, or the report is not whole.
    """
    one_at_a_time()
    reported, household = _placed(reported, actor)
    _check(reported)
    rights = rights_for(actor, Act.HANDLE, reported.region_code, reported.department)
    if not rights:
        raise UnableToOpenItem(
            Label("您不能在这里上报这个部门的问题", "you may not report problems of this department here"),
            None,
            "department",
        )
    known = _known(reported, household)
    if known is not None and known.state in LIVE:
        return Outcome(known, Refusal.KNOWN)
    before = "" if known is None else known.state
    item = _create(reported, household, actor, at) if known is None else back(known, at)
    _record(item, before, reported, str(highest(rights)), (actor, at))
    return Outcome(item)


def _placed(reported: Reported, actor: Viewer) -> tuple[Reported, Household | None]:
    """With the code of the household, where it is about one."""
    if reported.household_id is None:
        if not actor.may(Act.SEE, reported.region_code):
            raise UnableToOpenItem(
                Label("没有这个地方，或不在您的范围内", "there is no such place, or it lies outside your region"),
                None,
                "region_code",
            )
        return reported, None
    household = scoped(Household.objects.filter(pk=reported.household_id, gone=False), actor).first()
    if household is None:
        raise UnableToOpenItem(
            Label("没有这一户，或不在您的范围内", "there is no such household, or it lies outside your region"),
            None,
            "household_id",
        )
    if reported.person_number and not household.persons.filter(number=reported.person_number, gone=False).exists():
        raise UnableToOpenItem(
            Label("这一户没有这个人", "nobody of this number is in the household"), None, "person_number"
        )
    return replace(reported, region_code=household.region_code), household


def _check(reported: Reported) -> None:
    ruled = bool(reported.standard and reported.indicator and reported.household_id is not None)
    if ruled is bool(reported.criteria.strip()):
        raise UnableToOpenItem(
            Label("要么按标准的指标，要么写明验收标准", "either an indicator of a standard decides, or criteria do"),
            Label("没有指标的问题写明怎样算解决", "of a problem without an indicator say when it is solved"),
            "criteria",
        )
    for name in ("title", "explanation", "criteria"):
        text = getattr(reported, name)
        if (name == "title" and not text.strip()) or len(text) > LONGEST or IDENTITY.search(text):
            raise UnableToOpenItem(
                Label(
                    "文字缺失、太长，或含有证件号、电话",
                    "the text is missing, too long, or has an identity number or phone in it",
                ),
                Label(
                    f"写清问题，不超过 {LONGEST} 字，不写个人信息",
                    f"say what is wrong in {LONGEST} characters, nothing personal",
                ),
                name,
            )


def _known(reported: Reported, household: Household | None) -> Item | None:
    if not reported.indicator or household is None:
        return None
    return Item.objects.select_for_update(of=("self",)).filter(key=_key(reported, household)).first()


def _key(reported: Reported, household: Household) -> str:
    return key_of(
        standard=reported.standard,
        county=household.county,
        household=household.number,
        person=reported.person_number,
        indicator=reported.indicator,
        kind=reported.kind,
    )


def _create(reported: Reported, household: Household | None, actor: Viewer, at: datetime) -> Item:
    county = reported.region_code[:COUNTY_DIGITS] if household is None else household.county
    running = last_number(county) + 1
    number = f"{county}-{running:06d}"
    today = timezone.localdate(at)
    pair = (reported.region_code, reported.department)
    owner = owners_of([pair], today)[pair]
    subject = "" if household is None else "person" if reported.person_number else "household"
    return Item.objects.create(
        key=_key(reported, household) if household and reported.indicator else f"{reported.source}|{number}",
        number=number,
        running=running,
        source=reported.source,
        standard=reported.standard,
        indicator=reported.indicator,
        kind=reported.kind,
        subject=subject,
        county=county,
        household_number=household.number if household else "",
        person_number=reported.person_number,
        region_code=reported.region_code,
        department=reported.department,
        level=owner.level,
        owner_post=owner.post,
        title={"zh": reported.title.strip(), "en": reported.title.strip()},
        explanation={"zh": reported.explanation.strip(), "en": reported.explanation.strip()},
        criteria=reported.criteria.strip(),
        state=State.SUSPECTED,
        opened_at=at,
        opened_by=actor.account_id,
        found_on=today,
        found_at=at,
        deadline_days=reported.days,
        updated_at=at,
    )


def back(item: Item, at: datetime) -> Item:
    """An ended item stands again: what was closed as solved is a rebound, what was verified or withdrawn is asked again."""
    solved = item.state == State.CLOSED and item.closing != Closing.VERIFIED
    forget_closing(item)
    item.closed_at, item.ended_on, item.lost_round = None, None, None
    item.found_on, item.found_at, item.updated_at = timezone.localdate(at), at, at
    item.version += 1
    if solved:
        item.state, item.rebounds = State.OPEN, item.rebounds + 1
        item.determined_at = item.determined_at or at
        set_deadline(item, item.found_on)
    else:
        item.state, item.determined_at, item.deadline_on = State.SUSPECTED, None, None
    item.save()
    return item


def _record(item: Item, before: str, reported: Reported, role: str, who: tuple[Viewer, datetime]) -> None:
    actor, at = who
    step = (Step.REBOUND if item.state == State.OPEN else Step.ASK_AGAIN) if before else Step.OPEN
    Event.objects.create(
        item=item,
        act=step,
        from_state=before,
        to_state=item.state,
        actor=actor.account_id,
        role=role,
        reason=reported.explanation.strip(),
        detail={"source": str(reported.source)},
        at=at,
    )
    append_audit(
        actor=actor.account_id,
        action="open_item",
        subject="item",
        subject_id=str(item.pk),
        region_code=item.region_code,
        detail={"number": item.number, "source": str(reported.source)},
        at=at,
    )
