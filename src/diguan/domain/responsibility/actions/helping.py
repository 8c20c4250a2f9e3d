"""Who helps which household from when to when."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from diguan.domain.accounts.choices import Act
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.choices import REASON_LENGTH
from diguan.domain.responsibility.models import Helping, Officer
from diguan.domain.responsibility.queries.reach import helping_of, officer_of, reached
from diguan.domain.responsibility.recording import Actor, Deed, Said, record
from diguan.domain.responsibility.refusals import UnableToSetHelper, not_found, require_order, require_reason
from diguan.engine.documents import Label


@transaction.atomic
def set_helper(  # noqa: PLR0913  an arrangement has as many parts
    *,
    household_id: int,
    officer_id: int,
    since_on: date,
    until_on: date | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
    on: date,
) -> Helping:
    """Somebody helps a household from a day on, beside others who do. UnableToSetHelper when that is so already."""
    household = reached(Household.objects.filter(pk=household_id), actor, Act.MANAGE_POSTS).first()
    if household is None:
        raise not_found("户", "household")
    officer = officer_of(actor, officer_id, Act.MANAGE_POSTS)
    deed = Deed(actor, at, on, require_reason(UnableToSetHelper, reason))
    require_order(UnableToSetHelper, since_on, until_on)
    return assign(household, officer, (since_on, until_on), deed)


def assign(household: Household, officer: Officer, days: tuple[date, date | None], deed: Deed) -> Helping:
    """The arrangement itself, of a household and an officer that the actor may change."""
    since_on, until_on = days
    try:
        with transaction.atomic():
            helping = Helping.objects.create(
                officer=officer,
                county=household.county,
                household_number=household.number,
                region_code=household.region_code,
                since_on=since_on,
                until_on=until_on,
                reason=deed.reason[:REASON_LENGTH],
            )
    except IntegrityError as error:
        raise UnableToSetHelper(
            Label("这些日子里已由此人帮扶这一户", "this officer helps the household on these days already"),
            Label("改日期，或先结束原来的安排", "choose other days, or end what is there first"),
            "since_on",
        ) from error
    said: dict[str, Said] = {
        "officer": officer.pk,
        "household": household.pk,
        "since_on": since_on,
        "until_on": until_on,
    }
    record("set_helper", "helping", helping.pk, helping.region_code, deed, **said)
    return helping


@transaction.atomic
def end_helping(*, helping_id: int, until_on: date, reason: str, actor: Actor, at: datetime, on: date) -> Helping:
    """Ends the help on a day, the first without it."""
    helping = helping_of(actor, helping_id, Act.MANAGE_POSTS)
    return finish(helping, until_on, Deed(actor, at, on, require_reason(UnableToSetHelper, reason)))


def finish(helping: Helping, until_on: date, deed: Deed) -> Helping:
    """The end itself, of an arrangement that the actor may change."""
    if until_on < helping.since_on or (helping.until_on is not None and helping.until_on <= until_on):
        raise UnableToSetHelper(
            Label(
                f"帮扶自 {helping.since_on} 至 {helping.until_on or '今'}，不能在 {until_on} 结束",
                f"the help runs from {helping.since_on} to {helping.until_on or 'today'} and cannot end on {until_on}",
            ),
            Label("填其间的日期", "give a day within"),
            "until_on",
        )
    helping.until_on = until_on
    helping.ended_reason = deed.reason[:REASON_LENGTH]
    helping.save(update_fields=["until_on", "ended_reason"])
    record("end_helping", "helping", helping.pk, helping.region_code, deed, until_on=until_on)
    return helping
