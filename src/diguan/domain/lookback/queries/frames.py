"""The closings of a place and time that may be drawn: what a sample stands for, and what may be wrong with each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from math import prod
from operator import attrgetter

from django.db.models import Count, QuerySet
from django.utils.timezone import get_current_timezone, localdate

from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import Closing, Step
from diguan.domain.ledger.models import Event, Item, Proof
from diguan.domain.lookback.choices import FAST_DAYS, WEIGHTS, Method, Risk
from diguan.domain.lookback.drawing import Unit
from diguan.domain.regions.queries import subtree
from diguan.domain.registry.models import Observation
from diguan.engine.verdicts import Grade

BATCH = 2000
BEGINS = (Step.OPEN, Step.REBOUND, Step.ASK_AGAIN, Step.DETERMINE)
WATCHED = [str(step) for step in (*BEGINS, Step.SUBMIT, Step.CONFIRM)]
OF_CLOSING = {
    Closing.VERIFIED: Risk.VERIFIED,
    Closing.ACCEPTED: Risk.ACCEPTED,
    Closing.CORRECTED: Risk.CORRECTED,
}


@dataclass(frozen=True, slots=True)
class Extent:
    """What may be drawn from: a place, half-open days of the closing, a department and a way of closing or "" for all."""

    region_code: str
    closed_from: date
    closed_until: date
    department: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """The first closing of an item in the time that has not lapsed. `back`: the problem came back after it, and that is known already."""

    item_id: int
    event_id: int
    confirmer: int
    closing: Closing
    closed_on: date
    back: bool
    observations: tuple[int, ...] = ()
    risks: tuple[Risk, ...] = ()


@dataclass(slots=True)
class _History:
    """What is known of an item while its events are read in their order."""

    since: datetime | None = None
    submitted: datetime | None = None
    rebounds: int = 0
    lapsed: bool = False
    found: Closed | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A population: its closings with their items, and how many lapsed, because their verification ended and they were asked again."""

    closed: Sequence[Closed]
    items: dict[int, Item] = field(repr=False)
    lapsed: int

    def units(self, method: Method) -> list[Unit]:
        """As a sample is drawn from them; weights by risk alone."""
        return [self.unit(each, method) for each in self.closed]

    def unit(self, closed: Closed, method: Method) -> Unit:
        """One of them."""
        weight = weight_of(closed.risks) if method is Method.RISK else 1
        return Unit(self.items[closed.item_id].number, closed.event_id, closed.confirmer, weight)


def weight_of(risks: Iterable[Risk]) -> int:
    """How many times the chance of a closing without any risk."""
    return prod(WEIGHTS[risk] for risk in risks)


def frame_within(extent: Extent, *, with_risks: bool) -> Frame:
    """The population of an extent. The caller has seen to it that the actor may draw there. Risks are looked up when they are asked for."""
    closed: list[Closed] = []
    lapsed = 0
    events = _events(extent)
    for _, own in groupby(events.iterator(BATCH), key=attrgetter("item_id")):
        history = _read(own, extent, with_risks=with_risks)
        if history.found is not None:
            closed.append(history.found)
        elif history.lapsed:
            lapsed += 1
    if with_risks:
        closed = list(_with_proofs(closed))
    return Frame(closed, _items(each.item_id for each in closed), lapsed)


def _events(extent: Extent) -> QuerySet[Event]:
    """The history of every item that was closed in the extent, item by item."""
    low, high = subtree(extent.region_code)
    since, until = (_begins(day) for day in (extent.closed_from, extent.closed_until))
    confirmed = Event.objects.filter(
        act=Step.CONFIRM,
        accepted=True,
        at__gte=since,
        at__lt=until,
        item__region_code__gte=low,
        item__region_code__lt=high,
    )
    if extent.department:
        confirmed = confirmed.filter(item__department=extent.department)
    events = Event.objects.filter(accepted=True, act__in=WATCHED, item__in=confirmed.values("item"))
    return events.order_by("item_id", "id").only("item_id", "act", "actor", "detail", "at")


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())


def _read(events: Iterator[Event], extent: Extent, *, with_risks: bool) -> _History:
    history = _History()
    for event in events:
        if event.act == Step.SUBMIT:
            history.submitted = event.at
        elif event.act == Step.CONFIRM:
            if history.found is None and _fits(event, extent):
                history.found = _closed(event, history, with_risks=with_risks)
        else:
            _follow(event, history)
    return history


def _follow(event: Event, history: _History) -> None:
    """A problem begins, or begins again."""
    if history.found is not None and not history.found.back:
        if event.act == Step.REBOUND:
            history.found = replace(history.found, back=True)
        elif event.act == Step.ASK_AGAIN:
            found_back = "lookback" in event.detail
            history.found = replace(history.found, back=True) if found_back else None
            history.lapsed = history.lapsed or not found_back
    if event.act == Step.REBOUND:
        history.rebounds += 1
    history.since = event.at


def _fits(event: Event, extent: Extent) -> bool:
    in_time = extent.closed_from <= localdate(event.at) < extent.closed_until
    return in_time and extent.closing in ("", event.detail.get("closing", ""))


def _closed(event: Event, history: _History, *, with_risks: bool) -> Closed:
    closing = Closing(event.detail["closing"])
    risks = list(_risks_of_history(closing, history)) if with_risks else []
    observations = tuple(event.detail.get("observations", ()))
    actor = event.actor or 0
    return Closed(
        event.item_id,
        event.pk,
        actor,
        closing,
        localdate(event.at),
        back=False,
        observations=observations,
        risks=tuple(risks),
    )


def _risks_of_history(closing: Closing, history: _History) -> Iterator[Risk]:
    if closing in OF_CLOSING:
        yield OF_CLOSING[closing]
    if history.rebounds:
        yield Risk.BACK_BEFORE
    if (
        history.since is not None
        and history.submitted is not None
        and history.submitted - history.since <= timedelta(days=FAST_DAYS)
    ):
        yield Risk.FAST


def _with_proofs(closed: Sequence[Closed]) -> Iterator[Closed]:
    """With what is said against their proofs."""
    for start in range(0, len(closed), BATCH):
        part = closed[start : start + BATCH]
        strong = _seen_or_listed({number for each in part for number in each.observations})
        shared = _sharing([each.item_id for each in part])
        for each in part:
            unseen = [] if strong.intersection(each.observations) else [Risk.UNSEEN]
            again = [Risk.SHARED] if each.item_id in shared else []
            yield replace(each, risks=(*each.risks, *unseen, *again))


def _seen_or_listed(numbers: set[int]) -> set[int]:
    rows = Observation.objects.filter(pk__in=numbers).select_related("sheet__source")
    return {row.pk for row in rows if row.sheet.source.grade >= Grade.ROSTER}


def _sharing(items: Sequence[int]) -> set[int]:
    """Items of which a file, by its content, is the proof of another item."""
    own = Proof.objects.filter(item__in=items).values("evidence__given_sha256")
    same = Evidence.objects.filter(given_sha256__in=own)
    counted = Proof.objects.filter(evidence__in=same).values("evidence__given_sha256").order_by()
    often = counted.annotate(number=Count("item", distinct=True)).filter(number__gt=1)
    hashes = [row["evidence__given_sha256"] for row in often]
    shared = Proof.objects.filter(item__in=items, evidence__given_sha256__in=hashes)
    return set(shared.values_list("item_id", flat=True))


def _items(numbers: Iterable[int]) -> dict[int, Item]:
    ordered = list(numbers)
    parts = (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
    wanted = ("number", "region_code", "department", "indicator", "kind")
    return {item.pk: item for part in parts for item in Item.objects.filter(pk__in=part).only(*wanted)}
