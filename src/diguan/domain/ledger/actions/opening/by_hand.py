"""Problems that no round found: reported by hand or by a complaint. One item a problem here as well."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.handling import forget_closing, set_deadline
from diguan.domain.ledger.actions.opening.reported import Reported, UnableToOpenItem, check_report, nobody_there
from diguan.domain.ledger.actions.opening.storing import last_number, one_at_a_time
from diguan.domain.ledger.actions.owners import COUNTY_DIGITS, Owner, owners_of
from diguan.domain.ledger.actions.telling import Before, tell_step
from diguan.domain.ledger.choices import LIVE, Closing, Refusal, State, Step
from diguan.domain.ledger.keys import key_of
from diguan.domain.ledger.models import Event, Item, Report
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import highest, rights_for
from diguan.domain.registry.models import Household
from diguan.engine.documents import Label
from diguan.engine.standards import Indicator
from diguan.exchange.masking import mask_name


@dataclass(frozen=True, slots=True)
class Whole:
    """A report that was looked at: with its place, its household, the indicator that decides, and the role of whoever reports."""

    reported: Reported
    household: Household | None
    indicator: Indicator | None
    role: str

    @property
    def county(self) -> str:
        """Six digits."""
        return self.household.county if self.household else self.reported.region_code[:COUNTY_DIGITS]

    @property
    def title(self) -> Label:
        """What it is called: in words, or as the standard calls it."""
        said = self.reported.title.strip()
        return self.indicator.label if self.indicator and not said else Label(said, said)


@transaction.atomic
def open_item(*, reported: Reported, act: Act = Act.HANDLE, actor: Viewer, at: datetime) -> Outcome:
    """Open an item. A problem that has one already gets no second: a living one is refused and named, an ended one comes back.

    What is sent twice from one form, or is in the register of complaints already, opens nothing more. `act`: what the actor must be
    allowed there. UnableToOpenItem where the place or household is none of the actor's, or the report is not whole.
    """
    one_at_a_time()
    whole = whole_report(reported=reported, act=act, actor=actor, at=at)
    sent = Report.objects.filter(token=reported.token).first() if reported.token else None
    if sent is not None and sent.by == actor.account_id:
        return Outcome(sent.item)
    known = _registered(whole, actor) or _known(whole)
    if known is not None and known.state in LIVE:
        return Outcome(known, Refusal.KNOWN)
    before = "" if known is None else known.state
    item = _create(whole, actor, at) if known is None else back(known, at)
    if reported.deadline_on is not None:
        determine_until(item, reported.deadline_on, at)
    _record(item, before, whole, (actor, at))
    return Outcome(item)


def whole_report(*, reported: Reported, act: Act = Act.HANDLE, actor: Viewer, at: datetime) -> Whole:
    """The report with what follows from it, as it would be opened; nothing is written. UnableToOpenItem."""
    reported, household = _placed(reported, actor)
    indicator = check_report(reported, timezone.localdate(at))
    if indicator is not None:
        reported = replace(
            reported,
            department=reported.department or indicator.department,
            days=reported.days or indicator.deadline_days,
        )
    rights = rights_for(actor, act, reported.region_code, reported.department)
    role = highest(rights)
    if role is None:
        raise UnableToOpenItem(
            Label("您不能在这里上报这个部门的问题", "you may not report problems of this department here"),
            None,
            "department",
        )
    return Whole(reported, household, indicator, str(role))


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
        raise nobody_there()
    return replace(reported, region_code=household.region_code), household


def _registered(whole: Whole, actor: Viewer) -> Item | None:
    """The item of a complaint that is in the register already; UnableToOpenItem where it is of a place that the actor does not see."""
    received = whole.reported.received
    if received is None or not received.register.strip():
        return None
    report = Report.objects.filter(county=whole.county, register=received.register.strip()).first()
    if report is None:
        return None
    seen = scoped(Item.objects.select_for_update(of=("self",)).filter(pk=report.item_id), actor).first()
    if seen is None or seen.state not in LIVE:
        raise UnableToOpenItem(
            Label("这个登记号已经立过项", "an item was opened under this number of the register before"),
            Label("核对登记号；再次投诉另给登记号", "check the number; a new complaint has a number of its own"),
            "register",
        )
    return seen


def _known(whole: Whole) -> Item | None:
    key = _key(whole)
    return Item.objects.select_for_update(of=("self",)).filter(key=key).first() if key else None


def _key(whole: Whole) -> str:
    """What makes the problem one; "" where nothing does."""
    reported, household = whole.reported, whole.household
    if whole.indicator is None or household is None:
        return reported.key
    return key_of(
        standard=reported.standard,
        county=household.county,
        household=household.number,
        person=reported.person_number,
        indicator=reported.indicator,
        kind=reported.kind,
    )


def _create(whole: Whole, actor: Viewer, at: datetime) -> Item:
    pair = (whole.reported.region_code, whole.reported.department)
    owner = owners_of([pair], timezone.localdate(at))[pair]
    item = suspicion(whole, last_number(whole.county) + 1, owner, actor, at)
    item.save(force_insert=True)
    return item


def suspicion(whole: Whole, running: int, owner: Owner, actor: Viewer, at: datetime) -> Item:
    """The item of a report that is new, not stored yet."""
    reported, household = whole.reported, whole.household
    number = f"{whole.county}-{running:06d}"
    ruled = household is not None and whole.indicator is not None
    return Item(
        key=_key(whole) or f"{reported.source}|{number}",
        number=number,
        running=running,
        source=reported.source,
        standard=reported.standard if ruled else "",
        indicator=reported.indicator if ruled else "",
        kind=reported.kind,
        subject="" if household is None else "person" if reported.person_number else "household",
        county=whole.county,
        household_number=household.number if household else "",
        person_number=reported.person_number,
        region_code=reported.region_code,
        department=reported.department,
        level=owner.level,
        owner_post=owner.post,
        title={"zh": whole.title.zh, "en": whole.title.en},
        explanation={"zh": reported.explanation.strip(), "en": reported.explanation.strip()},
        criteria=reported.criteria.strip(),
        state=State.SUSPECTED,
        opened_at=at,
        opened_by=actor.account_id,
        found_on=timezone.localdate(at),
        found_at=at,
        deadline_days=reported.days,
        stepped_at=at,
        updated_at=at,
    )


def determine_until(item: Item, deadline_on: date, at: datetime) -> None:
    """Whoever found it has determined it already, and said until when it is to be solved."""
    item.state, item.determined_at = State.OPEN, item.determined_at or at
    item.deadline_on, item.deadline_known = deadline_on, True
    item.save()


def back(item: Item, at: datetime) -> Item:
    """An ended item stands again: what was closed as solved is a rebound, what was verified or withdrawn is asked again."""
    solved = item.state == State.CLOSED and item.closing != Closing.VERIFIED
    forget_closing(item)
    item.closed_at, item.ended_on, item.lost_round = None, None, None
    item.found_on, item.found_at, item.updated_at, item.stepped_at = timezone.localdate(at), at, at, at
    item.version += 1
    if solved:
        item.state, item.rebounds = State.OPEN, item.rebounds + 1
        item.determined_at = item.determined_at or at
        set_deadline(item, item.found_on)
    else:
        item.state, item.determined_at, item.deadline_on = State.SUSPECTED, None, None
    item.save()
    return item


def _record(item: Item, before: str, whole: Whole, who: tuple[Viewer, datetime]) -> None:
    (actor, at), reported = who, whole.reported
    step = (Step.REBOUND if item.state == State.OPEN else Step.ASK_AGAIN) if before else Step.OPEN
    event = Event.objects.create(
        item=item,
        act=step,
        from_state=before,
        to_state=item.state,
        actor=actor.account_id,
        role=whole.role,
        reason=reported.explanation.strip(),
        detail={"source": str(reported.source)},
        at=at,
    )
    if reported.token:
        _keep_report(item, whole, actor, at)
    append_audit(
        actor=actor.account_id,
        action="open_item",
        subject="item",
        subject_id=str(item.pk),
        region_code=item.region_code,
        detail={"number": item.number, "source": str(reported.source)},
        at=at,
    )
    tell_step(event, item, Before.of(item))


def _keep_report(item: Item, whole: Whole, actor: Viewer, at: datetime) -> None:
    received = whole.reported.received
    told = (
        {}
        if received is None
        else {
            "received_on": received.on,
            "received_by": received.by.strip(),
            "way": received.way,
            "register": received.register.strip(),
            "complainer": mask_name(received.complainer.strip()),
        }
    )
    Report.objects.create(
        token=whole.reported.token, item=item, county=whole.county, by=actor.account_id, at=at, **told
    )
