"""Many suspicions about households are opened in a few statements; those that ended in the ledger are brought back one by one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening.by_hand import Whole, open_item, suspicion
from diguan.domain.ledger.actions.opening.reported import Reported, UnableToOpenItem, check_report, nobody_there
from diguan.domain.ledger.actions.opening.storing import last_number, one_at_a_time
from diguan.domain.ledger.actions.owners import owners_of
from diguan.domain.ledger.actions.telling import MOST_SINGLY, Before, tell_step
from diguan.domain.ledger.choices import LIVE, Refusal, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import highest, rights_for
from diguan.domain.registry.models import Household, Person
from diguan.engine.documents import Label

AT_ONCE = 500  # rows in one statement


@transaction.atomic
def open_at_once(*, reports: Sequence[Reported], act: Act, actor: Viewer, at: datetime) -> Mapping[str, Outcome]:
    """What became of each report, by its key. Each is about a household, in words with criteria, and has a key of its own.

    What has an item already ends as `open_item` says. One line of the record of acts tells how many were opened in a county; of the first
    ones whoever owes the next step is told. UnableToOpenItem where one of them is none of the actor's, or not whole: then none is opened.
    """
    one_at_a_time()
    placed = list(_placed(reports, act, actor, at))
    known = _known(report.key for report in reports)
    outcomes = {key: Outcome(item, Refusal.KNOWN) for key, item in known.items() if item.state in LIVE}
    for each in reports:
        if each.key in known and each.key not in outcomes:
            outcomes[each.key] = open_item(reported=each, act=act, actor=actor, at=at)
    new = [whole for whole in placed if whole.reported.key not in known]
    items = _created(new, actor, at)
    events = _recorded(items, new, actor, at)
    for event, item in list(zip(events, items, strict=True))[:MOST_SINGLY]:
        tell_step(event, item, Before.of(item))
    return outcomes | {item.key: Outcome(item) for item in items}


def _known(keys: Iterable[str]) -> dict[str, Item]:
    """Items by their keys, held until the end of the transaction."""
    wanted, found = list(keys), dict[str, Item]()
    for start in range(0, len(wanted), AT_ONCE):
        items = Item.objects.select_for_update(of=("self",)).filter(key__in=wanted[start : start + AT_ONCE])
        found |= {item.key: item for item in items}
    return found


def _placed(reports: Sequence[Reported], act: Act, actor: Viewer, at: datetime) -> Iterator[Whole]:
    """Each with its household and the role of whoever reports; UnableToOpenItem where that is none of the actor's, or somebody else's."""
    members = _members(reports)
    homes: dict[int, Household] = {}
    numbers = sorted({each.household_id or 0 for each in reports})
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        homes |= scoped(Household.objects.filter(pk__in=part, gone=False), actor).in_bulk()
    for each in reports:
        home = homes.get(each.household_id or 0)
        role = None if home is None else highest(rights_for(actor, act, home.region_code, each.department))
        if home is None or role is None:
            raise UnableToOpenItem(
                Label("没有这一户，或不在您的范围内", "there is no such household, or it lies outside your region"),
                None,
                "household_id",
            )
        if each.person_number and (home.pk, each.person_number) not in members:
            raise nobody_there()
        check_report(each, timezone.localdate(at))
        yield Whole(replace(each, region_code=home.region_code), home, None, str(role))


def _members(reports: Sequence[Reported]) -> set[tuple[int, str]]:
    """Household and number of the persons that reports are about, of those who are there."""
    numbers = sorted({each.household_id or 0 for each in reports if each.person_number})
    found: set[tuple[int, str]] = set()
    for start in range(0, len(numbers), AT_ONCE):
        there = Person.objects.filter(household_id__in=numbers[start : start + AT_ONCE], gone=False)
        found.update(there.values_list("household_id", "number"))
    return found


def _created(new: Sequence[Whole], actor: Viewer, at: datetime) -> list[Item]:
    """The items, numbered on in each county in the order of the reports."""
    pairs = {(each.reported.region_code, each.reported.department) for each in new}
    owners = owners_of(pairs, timezone.localdate(at))
    last = {county: last_number(county) for county in sorted({each.county for each in new})}
    items = []
    for each in new:
        last[each.county] += 1
        owner = owners[each.reported.region_code, each.reported.department]
        items.append(suspicion(each, last[each.county], owner, actor, at))
    return Item.objects.bulk_create(items, AT_ONCE)


def _recorded(items: Sequence[Item], new: Sequence[Whole], actor: Viewer, at: datetime) -> list[Event]:
    events = [
        Event(
            item=item,
            act=Step.OPEN,
            from_state="",
            to_state=item.state,
            actor=actor.account_id,
            role=whole.role,
            reason=whole.reported.explanation.strip(),
            detail={"source": str(whole.reported.source)},
            at=at,
        )
        for item, whole in zip(items, new, strict=True)
    ]
    for county, count in sorted(Counter(item.county for item in items).items()):
        append_audit(
            actor=actor.account_id,
            action="open_items",
            subject="region",
            subject_id=county.ljust(12, "0"),
            region_code=county.ljust(12, "0"),
            detail={"opened": count},
            at=at,
        )
    return Event.objects.bulk_create(events, AT_ONCE)
