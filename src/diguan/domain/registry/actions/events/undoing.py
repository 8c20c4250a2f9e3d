"""Taking an event back by a counter-act; both stay in the history."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    household_for,
)
from diguan.domain.registry.actions.events.draft import Draft
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import Household, LifeEvent, Move, RosterChange, Settlement
from diguan.engine.documents import Label


@transaction.atomic
def undo_event(*, event_id: int, household_id: int, happening: Happening, actor: Viewer, at: datetime) -> LifeEvent:
    """Take an event back, on a household that it concerned and where the actor may record events.

    What was recorded with it stays, and says nothing any more. A departure that was taken up is taken back after the arrival.
    """
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    event = LifeEvent.objects.filter(pk=event_id, county=household.county).exclude(kind=LifeEventKind.UNDONE).first()
    if event is None or not actor.may(Act.RECORD_EVENT, event.region_code) or hasattr(event, "undone_by"):
        raise UnableToRecordEvent(
            Label("没有这个事件，或已经撤销", "there is no such event, or it was taken back already"),
            Label("请看本户的经过", "look at the history of the household"),
        )
    numbers = numbers_of(event)
    if household.number not in numbers:
        raise UnableToRecordEvent(
            Label("这个事件与本户无关", "the event does not concern this household"),
            Label("请看本户的经过", "look at the history of the household"),
        )
    _refuse_followed(event)
    others = list(Household.objects.filter(county=event.county, number__in=numbers).exclude(pk=household.pk))
    draft = Draft(LifeEventKind.UNDONE, household, under, others=others, undoes=event)
    return draft.record()


def numbers_of(event: LifeEvent) -> set[str]:
    """Numbers of the households that an event concerns."""
    numbers = {event.household_number}
    for place in Move.objects.filter(event=event).values_list("from_household", "to_household"):
        numbers |= set(place)
    numbers |= set(RosterChange.objects.filter(event=event).values_list("household_number", flat=True))
    return numbers | set(Settlement.objects.filter(event=event).values_list("household_number", flat=True))


def _refuse_followed(event: LifeEvent) -> None:
    if event.answered_by.filter(undone_by__isnull=True).exists():
        raise UnableToRecordEvent(
            Label("迁入地已经接收", "they were taken up where they arrived"),
            Label("请先由迁入地撤销接收", "the arrival has to be taken back there first"),
        )
