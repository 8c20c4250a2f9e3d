"""A child that is split off takes its problem along: the next round finds the item under the new number, and opens no second one."""

from datetime import date, timedelta

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions import open_items
from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.models import Item
from diguan.domain.registry.actions.events import merge_households, split_household
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.screening.actions import record_round
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import AT, CHILD, COUNTY, HOME, HOUSE, NEIGHBOUR, SCHOOL, SEEN_ON
from tests.factories.happenings import because
from tests.factories.rounds import screened, written
from tests.factories.snapshots import catalogue

__all__ = ["lived", "neighbours_round"]
NEXT = date(2019, 12, 31)


def next_round(world):
    read = extract_inputs(catalogue(), Extent.of(COUNTY), NEXT)
    made = written(screened(read, as_of=NEXT), world.folder / "round-2")
    at = AT + timedelta(days=160)
    round_ = record_round(folder=made, region_code=COUNTY, actor=None, at=at)
    return open_items(round_id=round_.pk, actor=None, at=at)


def test_problem_of_a_person_goes_into_the_new_household(lived):
    item = lived.item(SCHOOL)
    split_household(
        household_id=Household.objects.get(number=HOME).pk,
        persons=[CHILD],
        new_number="1900",
        happening=because(Household.objects.get(number=HOME), SEEN_ON, "随祖父居住"),
        actor=lived.who(Role.TOWNSHIP),
        at=AT,
    )
    lived.record(lived.who(Role.TOWNSHIP), household="1900", status="registered")
    outcome = next_round(lived)
    moved = Item.objects.get(pk=item.pk)
    assert (moved.household_number, moved.person_number, moved.key) == (
        "1900",
        CHILD,
        f"cn-two-assurances|person|152222|1900|{CHILD}|{SCHOOL}",
    )
    assert Item.objects.filter(indicator=SCHOOL).count() == 1
    assert (outcome.seen >= 2, moved.lost_round) == (True, None)
    told = moved.events.get(act=Step.MOVE)
    assert told.detail == {"was": {"household": HOME, "person": CHILD}}


def test_problem_of_a_household_goes_into_the_one_that_it_joined(lived):
    item = lived.item(HOUSE)
    here, there = (Household.objects.get(number=n) for n in (NEIGHBOUR, HOME))
    merge_households(
        household_id=here.pk,
        other_id=there.pk,
        happening=because(here, SEEN_ON, "合并居住"),
        actor=lived.who(Role.TOWNSHIP),
        at=AT,
    )
    next_round(lived)
    assert Item.objects.get(pk=item.pk).household_number == NEIGHBOUR
    assert Item.objects.filter(indicator=HOUSE).count() == 1
