"""A sample is drawn: its population is kept with its hash, and everything that the draw followed from."""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.lookback.choices import WEIGHTS, Known, Method, Outcome
from diguan.domain.lookback.drawing import Unit, draw, frame_of, hash_of
from diguan.domain.lookback.models import SEED_LENGTH, Case, Plan
from diguan.domain.lookback.precision import size_for
from diguan.domain.lookback.queries.frames import Closed, Extent, Frame, frame_within
from diguan.domain.lookback.refusals import UnableToLookBack

MOST_DRAWN, MOST_DAYS = 2000, 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sample as somebody wants it: of so many closings, or of as many as a margin (0 to 1) needs. `days`: working days an inspection."""

    extent: Extent
    method: Method
    seed: str
    days: int
    size: int | None = None
    margin: float | None = None


@transaction.atomic
def draw_plan(*, wanted: Wanted, actor: Viewer | None, at: datetime, preview: bool = False) -> Plan:
    """Draw a sample; the same seed over the same population is the same sample. Without an actor it is the command line.

    What came back already is decided as it is drawn: nobody need go there. `preview`: it is drawn and undone, so that nothing is guessed.
    UnableToLookBack.
    """
    _check(wanted, actor, localdate(at))
    frame = frame_within(wanted.extent, with_risks=wanted.method is Method.RISK)
    units = frame.units(wanted.method)
    if not units:
        raise UnableToLookBack("empty", "closed_until", lapsed=frame.lapsed)
    text = frame_of(units)
    drawn = draw(units, wanted.method, wanted.seed, _size(wanted, units))
    extent = wanted.extent
    plan = Plan.objects.create(
        region_code=extent.region_code,
        department=extent.department,
        closing=extent.closing,
        closed_from=extent.closed_from,
        closed_until=extent.closed_until,
        method=wanted.method,
        seed=wanted.seed,
        size=len(drawn),
        population=len(units),
        population_sha256=hash_of(text),
        frame=zlib.compress(text.encode(), 9),
        lapsed=frame.lapsed,
        weights={str(risk): weight for risk, weight in WEIGHTS.items()} if wanted.method is Method.RISK else {},
        days=wanted.days,
        drawn_by=actor.account_id if actor else None,
        drawn_at=at,
    )
    Case.objects.bulk_create(_cases(plan, frame, units, drawn), 500)
    _audit(plan, actor, at)
    transaction.set_rollback(preview)
    return plan


def _check(wanted: Wanted, actor: Viewer | None, today: date) -> None:
    extent = wanted.extent
    if actor is not None and not actor.may(Act.LOOK_BACK, extent.region_code):
        raise UnableToLookBack("region", "region_code")
    if not extent.closed_from < extent.closed_until <= today:
        raise UnableToLookBack("time", "closed_until", today=today.isoformat())
    if not (wanted.seed.strip() and wanted.seed.isprintable() and len(wanted.seed) <= SEED_LENGTH):
        raise UnableToLookBack("seed", "seed", most=SEED_LENGTH)
    if not 0 < wanted.days <= MOST_DAYS:
        raise UnableToLookBack("days", "days", most=MOST_DAYS)
    if (wanted.size is None) is (wanted.margin is None):
        raise UnableToLookBack("size_or_margin", "size")


def _size(wanted: Wanted, units: list[Unit]) -> int:
    """How many to draw; UnableToLookBack where that is none, too many, or fewer than have confirmed."""
    size = size_for(wanted.margin, len(units)) if wanted.margin is not None else wanted.size or 0
    if not 0 < min(size, len(units)) <= MOST_DRAWN:
        raise UnableToLookBack("size", "size", most=MOST_DRAWN, size=size)
    if wanted.method is Method.CONFIRMERS:
        people = len({unit.confirmer for unit in units})
        if people > min(size, len(units)) and wanted.size is not None:
            raise UnableToLookBack("people", "size", people=people, size=size)
        size = max(size, people)
    return size


def _cases(plan: Plan, frame: Frame, units: list[Unit], drawn: list[Unit]) -> Iterator[Case]:
    closings = {each.event_id: each for each in frame.closed}
    speaks_for = _shares(plan, units, drawn)
    for place, unit in enumerate(drawn, start=1):
        closed = closings[unit.closing]
        yield _case(plan, place, unit, closed, frame, speaks_for[unit.confirmer])


def _case(plan: Plan, place: int, unit: Unit, closed: Closed, frame: Frame, share: float) -> Case:
    item = frame.items[closed.item_id]
    case = Case(
        plan=plan,
        item_id=closed.item_id,
        closed_by_id=closed.event_id,
        place=place,
        region_code=item.region_code,
        department=item.department,
        indicator=item.indicator,
        kind=item.kind,
        closing=closed.closing,
        confirmed_by=closed.confirmer,
        closed_on=closed.closed_on,
        risks=[str(risk) for risk in closed.risks],
        weight=unit.weight,
        share=share,
    )
    if closed.back:
        case.outcome, case.known = Outcome.REBOUNDED, Known.LEDGER
        case.decided_at, case.decided_on = plan.drawn_at, localdate(plan.drawn_at)
    return case


def _shares(plan: Plan, units: list[Unit], drawn: list[Unit]) -> dict[int, float]:
    """Of how many closings each drawn one speaks for, by who confirmed; by risk each speaks for itself alone."""
    everyone, sample = Counter(unit.confirmer for unit in units), Counter(unit.confirmer for unit in drawn)
    if plan.method == Method.CONFIRMERS:
        return {who: everyone[who] / count for who, count in sample.items()}
    return dict.fromkeys(sample, 1.0 if plan.method == Method.RISK else len(units) / len(drawn))


def _audit(plan: Plan, actor: Viewer | None, at: datetime) -> None:
    append_audit(
        actor=actor.account_id if actor else None,
        action="draw_lookback",
        subject="lookback",
        subject_id=str(plan.pk),
        region_code=plan.region_code,
        detail={
            "method": plan.method,
            "drawn": plan.size,
            "population": plan.population,
            "sha256": plan.population_sha256,
        },
        at=at,
    )
