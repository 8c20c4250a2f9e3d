"""Closed items with their history, made as rows; samples over them, and their results."""

from datetime import UTC, date, datetime, time, timedelta

from diguan.domain.ledger.choices import State, Step
from diguan.domain.ledger.models import Event
from diguan.domain.lookback.actions import Wanted, draw_plan
from diguan.domain.lookback.choices import Known, Method, Outcome, Unseen
from diguan.domain.lookback.queries.frames import Extent
from tests.factories.accounts import COUNTY
from tests.factories.items import item

CLOSED_ON = date(2019, 8, 1)
FROM, UNTIL = date(2019, 7, 1), date(2019, 10, 1)
DRAWN_AT = datetime(2020, 3, 2, 2, tzinfo=UTC)
SUBMITTER, CONFIRMER, DETERMINER = 900_000_801, 900_000_901, 900_000_701  # no account reaches them


def at(day, hour=2):
    """An instant of a day, in China's morning."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def event(of, step, when, *, actor=None, before="", after="", **more):
    """A line of an item's history."""
    return Event.objects.create(item=of, act=step, from_state=before, to_state=after, actor=actor, at=when, **more)


def closed(
    running=1, *, on=CLOSED_ON, by=CONFIRMER, submitter=SUBMITTER, closing="mended", took=30, detail=None, **more
):
    """An item that was opened, determined, submitted `took` days later and confirmed on a day."""
    until = {"verified_until": on + timedelta(days=170)} if closing == "verified" else {}
    made = item(
        running,
        state=State.CLOSED,
        closing=closing,
        submitted_by=submitter,
        submitted_at=at(on),
        submitted_role="village",
        closed_at=at(on, 3),
        ended_on=on,
        **{**until, **more},
    )
    begun = on - timedelta(days=took)
    event(made, Step.OPEN, at(begun, 1), after=State.SUSPECTED)
    event(made, Step.DETERMINE, at(begun, 2), actor=DETERMINER, before=State.SUSPECTED, after=State.OPEN)
    event(made, Step.SUBMIT, at(on), actor=submitter, before=State.OPEN, after=State.SUBMITTED, role="village")
    told = {"closing": closing, **(detail or {})}
    event(
        made,
        Step.CONFIRM,
        at(on, 3),
        actor=by,
        before=State.SUBMITTED,
        after=State.CLOSED,
        detail=told,
        role="township",
    )
    return made


def came_back(of, on, *, step=Step.REBOUND, **more):
    """A closed item stands again."""
    state = State.OPEN if step is Step.REBOUND else State.SUSPECTED
    event(of, step, at(on), before=State.CLOSED, after=state, **more)
    of.state, of.closing, of.closed_at, of.ended_on, of.verified_until = state, "", None, None, None
    of.submitted_by, of.rebounds = None, of.rebounds + 1
    of.save()


def wanted(*, method=Method.RANDOM, size=5, margin=None, seed="seed", region=COUNTY, days=20, **extent):
    """A sample as somebody wants it."""
    within = Extent(region, extent.pop("since", FROM), extent.pop("until", UNTIL), **extent)
    return Wanted(within, method, seed, days, size, margin)


def plan(*, actor=None, when=DRAWN_AT, **how):
    """A sample that was drawn."""
    return draw_plan(wanted=wanted(**how), actor=actor, at=when)


def decide(case, outcome, on=date(2020, 3, 20)):
    """A case with an outcome, as a row."""
    case.outcome, case.known = outcome, Known.STANDARD
    case.why = Unseen.ABSENT if outcome is Outcome.UNSEEN else ""
    case.decided_at, case.decided_on, case.decided_by = at(on), on, 501
    case.save()
    return case
