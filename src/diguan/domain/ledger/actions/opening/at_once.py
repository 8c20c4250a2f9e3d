"""Many suspicions about households are opened in a few statements; those that the ledger has already are taken one by one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening.by_hand import open_item
from diguan.domain.ledger.actions.opening.reported import Reported, UnableToOpenItem, check_report
from diguan.domain.ledger.actions.opening.storing import last_number, one_at_a_time
from diguan.domain.ledger.actions.owners import Owner, owners_of
from diguan.domain.ledger.actions.telling import MOST_SINGLY, Before, tell_step
from diguan.domain.ledger.choices import State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import highest, rights_for
from diguan.domain.registry.models import Household
from diguan.engine.documents import Label

AT_ONCE = 500  # rows in one statement
New = tuple[Reported, Household]


@transaction.atomic
def open_at_once(*, reports: Sequence[Reported], act: Act, actor: Viewer, at: datetime) -> Mapping[str, Outcome]:
    """What became of each report, by its key. Each is about a household, in words with criteria, and has a key of its own.

    What has an item already ends as `open_item` says. One line of the record of acts tells how many were opened in a county; of the first
    ones whoever owes the next step is told. UnableToOpenItem where one of them is none of the actor's, or not whole: then none is opened.
    """
    one_at_a_time()
    known = set(_known(report.key for report in reports))
    outcomes = {
        each.key: open_item(reported=each, act=act, actor=actor, at=at) for each in reports if each.key in known
    }
    new = list(_placed([each for each in reports if each.key not in known], act, actor, at))
    items = _created(new, actor, at)
    events = _recorded(items, new, act, actor, at)
    for event, item in list(zip(events, items, strict=True))[:MOST_SINGLY]:
        tell_step(event, item, Before.of(item))
    return outcomes | {item.key: Outcome(item) for item in items}


def _known(keys: Iterable[str]) -> Iterator[str]:
    wanted = list(keys)
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        yield from Item.objects.filter(key__in=part).values_list("key", flat=True)


def _placed(reports: Sequence[Reported], act: Act, actor: Viewer, at: datetime) -> Iterator[New]:
    """Each with its household; UnableToOpenItem where that is none of the actor's."""
    homes: dict[int, Household] = {}
    numbers = sorted({each.household_id or 0 for each in reports})
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        homes |= scoped(Household.objects.filter(pk__in=part, gone=False), actor).in_bulk()
    for each in reports:
        home = homes.get(each.household_id or 0)
        if home is None or not rights_for(actor, act, home.region_code, each.department):
            raise UnableToOpenItem(
                Label("没有这一户，或不在您的范围内", "there is no such household, or it lies outside your region"),
                None,
                "household_id",
            )
        check_report(each, timezone.localdate(at))
        yield each, home


def _created(new: Sequence[New], actor: Viewer, at: datetime) -> list[Item]:
    """The items, numbered on in each county in the order of the reports."""
    pairs = {(home.region_code, report.department) for report, home in new}
    owners = owners_of(pairs, timezone.localdate(at))
    last = {county: last_number(county) for county in sorted({home.county for _, home in new})}
    items = []
    for report, home in new:
        last[home.county] += 1
        owner = owners[home.region_code, report.department]
        items.append(_item(report, home, last[home.county], owner, actor, at))
    return Item.objects.bulk_create(items, AT_ONCE)


def _item(report: Reported, home: Household, running: int, owner: Owner, actor: Viewer, at: datetime) -> Item:
    explanation = report.explanation.strip()
    return Item(
        key=report.key,
        number=f"{home.county}-{running:06d}",
        running=running,
        source=report.source,
        kind=report.kind,
        subject="person" if report.person_number else "household",
        county=home.county,
        household_number=home.number,
        person_number=report.person_number,
        region_code=home.region_code,
        department=report.department,
        level=owner.level,
        owner_post=owner.post,
        title={"zh": report.title.strip(), "en": report.title.strip()},
        explanation={"zh": explanation, "en": explanation},
        criteria=report.criteria.strip(),
        state=State.SUSPECTED,
        opened_at=at,
        opened_by=actor.account_id,
        found_on=timezone.localdate(at),
        found_at=at,
        deadline_days=report.days,
        stepped_at=at,
        updated_at=at,
    )


def _recorded(items: Sequence[Item], new: Sequence[New], act: Act, actor: Viewer, at: datetime) -> list[Event]:
    events = [
        Event(
            item=item,
            act=Step.OPEN,
            from_state="",
            to_state=item.state,
            actor=actor.account_id,
            role=highest(rights_for(actor, act, item.region_code, item.department)) or "",
            reason=report.explanation.strip(),
            detail={"source": str(report.source)},
            at=at,
        )
        for item, (report, _) in zip(items, new, strict=True)
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
