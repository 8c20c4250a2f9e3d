"""Supervision trips: who went where, when, and what was found."""

from datetime import date, datetime

from django.db import transaction

from diguan.domain.accounts.choices import Act
from diguan.domain.regions.queries import region_of
from diguan.domain.responsibility.models import Trip
from diguan.domain.responsibility.queries.reach import officer_of
from diguan.domain.responsibility.recording import Actor, Deed, record
from diguan.domain.responsibility.refusals import UnableToRecordTrip
from diguan.engine.documents import Label

LONGEST_NOTE = 2000


@transaction.atomic
def record_trip(  # noqa: PLR0913  a trip has as many parts
    *, officer_id: int, region_code: str, went_on: date, days: int = 1, note: str, actor: Actor, at: datetime, on: date
) -> Trip:
    """A trip as it was. Recorded by whoever manages posts there, or by the officer, of a unit that the officer sees."""
    region, officer = region_of(region_code), officer_of(actor, officer_id)
    own = actor is not None and officer.account_id == actor.account_id
    if actor and not (actor.may(Act.MANAGE_POSTS, region.code) or (own and actor.may(Act.SEE, region.code))):
        message = Label("您不能为这个区划记录督导", "you may not record a trip to this unit")
        raise UnableToRecordTrip(message, Label("请选您管理的区划", "choose a unit of yours"), "region_code")
    if went_on > on:
        message = Label(f"日期 {went_on} 还没有到", f"the day {went_on} is yet to come")
        raise UnableToRecordTrip(message, Label("去过之后再记", "record it when it has been made"), "went_on")
    if not note.strip() or len(note) > LONGEST_NOTE or days < 1:
        raise UnableToRecordTrip(
            Label("督导内容没有写，或太长，或天数不对", "the note is missing or too long, or the days are wrong"),
            Label(
                f"写明看了什么、发现什么，{LONGEST_NOTE} 字以内",
                f"say what was seen and found, at most {LONGEST_NOTE} characters",
            ),
            "note",
        )
    trip = Trip.objects.create(
        officer=officer,
        region_code=region.code,
        went_on=went_on,
        days=days,
        note=note.strip(),
        recorded_by=actor.account_id if actor else None,
        at=at,
    )
    record(
        "record_trip", "trip", trip.pk, region.code, Deed(actor, at, on), officer=officer.pk, went_on=went_on, days=days
    )
    return trip
