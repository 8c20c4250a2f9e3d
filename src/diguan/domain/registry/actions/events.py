"""Households that split and merge, and the taking back of it: acts with a day and a reason. No row of the past is touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.projecting import project
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import Household, LifeEvent, Move, RosterState
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import household_of
from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label

Places = Sequence[tuple[tuple[str, str | None], tuple[str, str | None]]]  # household and person before, and after


class UnableToRecordEvent(UnableToAct):
    """The event does not fit who is there, or was taken back already."""


@dataclass(frozen=True, slots=True)
class Happening:
    """When and why; `catalogue` for the fold that follows."""

    happened_on: date
    reason: str
    catalogue: Catalogue


@transaction.atomic
def split_household(
    *, household_id: int, persons: Sequence[str], new_number: str, happening: Happening, actor: Viewer, at: datetime
) -> LifeEvent:
    """Some members go into a household of their own, with all that is known of them. The household's facts stay where they are."""
    household = _household(household_id, happening, actor, at)
    members = _members(household)
    if not persons or not set(persons) < set(members):
        raise UnableToRecordEvent(
            Label("分出的人必须是本户成员，且不能是全部", "whoever goes must be a member, and somebody must stay"),
            Label("请从成员中选", "choose from the members"),
            "persons",
        )
    if not new_number.strip() or Household.objects.filter(county=household.county, number=new_number).exists():
        raise UnableToRecordEvent(
            Label(
                f"户编号“{new_number}”不能用于新户", f"the household number '{new_number}' cannot be given to a new one"
            ),
            Label("填一个没有用过的户编号", "give a number that is not in use"),
            "new_number",
        )
    places = [((household.number, person), (new_number, person)) for person in persons]
    rosters = {household.number: [m for m in members if m not in persons], new_number: list(persons)}
    return _record(LifeEventKind.SPLIT, household, places, rosters, (happening, actor, at))


@transaction.atomic
def merge_households(
    *, household_id: int, other_id: int, happening: Happening, actor: Viewer, at: datetime
) -> LifeEvent:
    """The people of the other household join this one. Where the facts of the two differ, nothing is decided: they stay unknown."""
    household, other = _household(household_id, happening, actor, at), household_of(actor, other_id, Act.RECORD_EVENT)
    if household.pk == other.pk or household.county != other.county or not other.listed or other.gone:
        raise UnableToRecordEvent(
            Label(
                "只能合并同一旗县的两户不同的在册户", "only two different listed households of one county can be merged"
            ),
            Label("跨旗县的按迁出、迁入办理", "between counties it is a move out and a move in"),
            "other",
        )
    here, there = _members(household), _members(other)
    numbers = {person: person if person not in here else f"{other.number}-{person}" for person in there}
    places: Places = [
        ((other.number, None), (household.number, None)),
        *(((other.number, old), (household.number, new)) for old, new in numbers.items()),
    ]
    return _record(
        LifeEventKind.MERGE, household, places, {household.number: [*here, *numbers.values()]}, (happening, actor, at)
    )


@transaction.atomic
def undo_event(*, event_id: int, happening: Happening, actor: Viewer, at: datetime) -> LifeEvent:
    """Take an event back by a counter-act; both stay in the history."""
    event = LifeEvent.objects.filter(pk=event_id).exclude(kind=LifeEventKind.UNDONE).first()
    if event is None or not actor.may(Act.RECORD_EVENT, event.region_code) or hasattr(event, "undone_by"):
        raise UnableToRecordEvent(
            Label("没有这个事件，或已经撤销", "there is no such event, or it was taken back already"),
            Label("请看本户的经过", "look at the history of the household"),
        )
    household = Household.objects.get(county=event.county, number=event.household_number)
    return _record(LifeEventKind.UNDONE, household, (), {}, (happening, actor, at), undoes=event)


def _household(household_id: int, happening: Happening, actor: Viewer, at: datetime) -> Household:
    household = household_of(actor, household_id, Act.RECORD_EVENT)
    if not household.listed or household.gone:
        raise UnableToRecordEvent(
            Label("这一户不在名单内", "this household is on no list"),
            Label("仅在底册中的户由底册更新", "what only the resident base knows follows the resident base"),
        )
    if happening.happened_on > localdate(at) or not happening.reason.strip():
        raise UnableToRecordEvent(
            Label("缺少原因，或日期还没有到", "the reason is missing, or the day is yet to come"),
            Label("写明原因和发生的日期", "say why, and on which day it happened"),
            "reason",
        )
    return household


def _members(household: Household) -> list[str]:
    return list(household.persons.filter(gone=False, member=True).order_by("number").values_list("number", flat=True))


def _record(
    kind: LifeEventKind,
    household: Household,
    places: Places,
    rosters: Mapping[str, Sequence[str]],
    circumstances: tuple[Happening, Viewer, datetime],
    *,
    undoes: LifeEvent | None = None,
) -> LifeEvent:
    happening, actor, at = circumstances
    event = LifeEvent.objects.create(
        kind=str(kind),
        county=household.county,
        region_code=household.region_code,
        household_number=household.number,
        happened_on=happening.happened_on,
        reason=happening.reason.strip(),
        actor=actor.account_id,
        at=at,
        undoes=undoes,
    )
    for (old, person), (new, new_person) in places:
        Move.objects.create(event=event, from_household=old, from_person=person, to_household=new, to_person=new_person)
    for number, persons in rosters.items():
        RosterState.objects.create(
            event=event, household_number=number, region_code=household.region_code, persons=list(persons)
        )
    read = extract_inputs(happening.catalogue, Extent(household.county), localdate(at))
    project(read, happening.catalogue, localdate(at), household.county.ljust(12, "0"))
    append_audit(
        actor=actor.account_id,
        action=f"record_{kind}",
        subject="household",
        subject_id=str(household.pk),
        region_code=household.region_code,
        detail={"event": event.pk, "undoes": undoes.pk if undoes else None, "moved": len(places)},
        at=at,
    )
    return event
