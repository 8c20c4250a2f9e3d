"""Who is inside the chain of a problem and may not look at it again: by every way in which somebody can have had a hand in it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Grant
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.permissions import TRANSITIONS
from diguan.domain.lookback.choices import Inside
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.models import Observation
from diguan.domain.responsibility.models import Helping, Post, Tenure

NEAR = {"village", "township"}
BY_STEP = {Step.SUBMIT: Inside.SUBMITTER, Step.CONFIRM: Inside.CONFIRMER, Step.RETURN: Inside.CONFIRMER}
Told = Iterator[tuple[int, Inside]]


def insiders(item: Item, on: date) -> dict[int, tuple[Inside, ...]]:
    """Why by account, from the day on which the item was opened up to and with a day: whoever left the chain yesterday is still inside."""
    found: dict[int, set[Inside]] = defaultdict(set)
    since = localdate(item.opened_at)
    events = list(item.events.order_by("id"))
    for account, why in (
        *_steps(events),
        *_owners(item, events, since, on),
        *_helpers(item, since, on),
        *_provers(item, events),
        *_posts(item, since, on),
        *_roles(item, since, on),
    ):
        found[account].add(why)
    order = list(Inside)
    return {account: tuple(sorted(whys, key=order.index)) for account, whys in found.items()}


def _steps(events: list[Event]) -> Told:
    """Every step that a person took, or tried to take."""
    for event in events:
        taken = event.act in TRANSITIONS or event.act == Step.HAND_OVER
        if event.actor is not None and taken:
            yield event.actor, BY_STEP.get(Step(event.act), Inside.STEP) if event.accepted else Inside.STEP


def _owners(item: Item, events: list[Event], since: date, on: date) -> Told:
    given = [event for event in events if event.act in (Step.ASSIGN, Step.HAND_OVER) and event.accepted]
    posts = {item.owner_post_id, *(e.post_id for e in given), *(e.detail.get("was") for e in given)} - {None}
    yield from ((account, Inside.OWNER) for account in _holders(Post.objects.filter(pk__in=posts), since, on))


def _helpers(item: Item, since: date, on: date) -> Told:
    if not item.household_number:
        return
    own = Helping.objects.filter(county=item.county, household_number=item.household_number)
    helping = own.filter(_between(since, on), officer__account__isnull=False)
    for account in helping.values_list("officer__account_id", flat=True):
        assert account is not None  # noqa: S101  only officers with an account were asked for
        yield account, Inside.HELPER


def _provers(item: Item, events: list[Event]) -> Told:
    """Who brought a file or a fact that it was closed on, or visited the household until then."""
    for account in item.proofs.values_list("evidence__uploaded_by", flat=True):
        yield account, Inside.PROOF
    confirmed = [event for event in events if event.act == Step.CONFIRM and event.accepted]
    numbers = {number for event in confirmed for number in event.detail.get("observations", ())}
    recorded = Observation.objects.filter(pk__in=numbers, sheet__recorded_by__isnull=False)
    for number in recorded.values_list("sheet__recorded_by", flat=True):
        assert number is not None  # noqa: S101  only those were asked for
        yield number, Inside.PROOF
    if item.household_number and confirmed:
        yield from ((account, Inside.PROOF) for account in _visitors(item, confirmed[-1].at))


def _visitors(item: Item, until: datetime) -> QuerySet[Visit, int]:
    own = Visit.objects.filter(county=item.county, household_number=item.household_number)
    return own.filter(made_on__gte=localdate(item.opened_at), at__lte=until).values_list("made_by", flat=True)


def _posts(item: Item, since: date, on: date) -> Told:
    """Posts of the place itself and of its village and township, and of the department on every level."""
    near = Q(region_code__in=_line(item.region_code), department="")
    own = Q(region_code__in=_upwards(item.region_code), department=item.department) & ~Q(department="")
    yield from ((account, Inside.POST) for account in _holders(Post.objects.filter(near | own), since, on))


def _roles(item: Item, since: date, on: date) -> Told:
    """Roles of village and township over the place, and of its department, with a post or without."""
    over = Grant.objects.filter(_between(since, on), region_code__in=_upwards(item.region_code))
    near = Q(role__in=[str(Role.VILLAGE), str(Role.TOWNSHIP)])
    department = Q(role=str(Role.DEPARTMENT), department=item.department)
    yield from (
        (account, Inside.ROLE) for account in over.filter(near | department).values_list("account_id", flat=True)
    )


def _holders(posts: QuerySet[Post], since: date, on: date) -> Iterator[int]:
    held = Tenure.objects.filter(_between(since, on), post__in=posts, officer__account__isnull=False)
    for account in held.values_list("officer__account_id", flat=True):
        assert account is not None  # noqa: S101  only officers with an account were asked for
        yield account


def _between(since: date, on: date) -> Q:
    """Rows in force on any day of a time, both ends included."""
    return Q(since_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=since))


def _upwards(region_code: str) -> list[str]:
    """A unit and all above it, the lowest first; from the code alone, so that one that is no more can still be asked about."""
    scheme = region_tree().form.scheme
    above = (scheme.ancestor(region_code, level) for level in range(scheme.level_number(region_code) - 1, 0, -1))
    return [region_code, *(code for code in above if code)]


def _line(region_code: str) -> list[str]:
    """The unit itself, and its village and township."""
    tree = region_tree()
    names = [level.id for level in tree.levels]
    scheme = tree.form.scheme
    return [
        code for code in _upwards(region_code) if code == region_code or names[scheme.level_number(code) - 1] in NEAR
    ]
