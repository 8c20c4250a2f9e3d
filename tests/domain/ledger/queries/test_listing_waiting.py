"""What waits for whom: lists and what the steps then allow agree."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries import my_items, steps_for, to_confirm, to_decide, to_determine
from diguan.domain.responsibility.models import Officer, Tenure
from tests.domain.ledger.actions.test_stepping import somebody
from tests.domain.ledger.queries.reckoning import ON, a_ledger, living, rows_below
from tests.factories.accounts import COUNTY, holder

pytestmark = pytest.mark.django_db
ROLES = [Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE, Role.REGION]
LISTS = {Step.CONFIRM: to_confirm, Step.GRANT_POSTPONEMENT: to_decide, Step.DETERMINE: to_determine}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("step", LISTS)
def test_list_holds_exactly_the_items_whose_step_is_open(step, role):
    a_ledger()
    who = somebody(role)
    open_ = {row.pk for row in Item.objects.all() if role_sees(role, row) and step in steps_for(who, row)}
    assert set(LISTS[step](who).values_list("pk", flat=True)) == open_


def role_sees(role, row):
    prefix = {Role.VILLAGE: "152222100201", Role.TOWNSHIP: "152222100", Role.PREFECTURE: "1522", Role.REGION: "15"}
    return row.region_code.startswith(prefix.get(role, "152222"))


def test_items_of_the_posts_that_somebody_holds_on_the_day_are_theirs():
    village, township, _ = a_ledger()
    account = holder(Role.TOWNSHIP)
    officer = Officer.objects.create(name="测试乙", county="152222", region_code=COUNTY, account=account)
    Tenure.objects.create(
        post=township, officer=officer, since_on=date(2019, 1, 1), until_on=date(2019, 10, 1), reason="任命"
    )
    who = somebody(Role.TOWNSHIP, account=account.pk)
    own = {row.pk for row in living(rows_below("152222100")) if row.owner_post_id == township.pk}
    assert {row.pk for row in my_items(who, ON)} == own
    assert {row.owner_post_id for row in my_items(who, date(2019, 10, 1))} != {village.pk, township.pk}


@pytest.mark.parametrize(
    ("role", "level"), [(Role.VILLAGE, "village"), (Role.COUNTY, "county"), (Role.DEPARTMENT, "department")]
)
def test_items_of_somebody_without_a_post_are_those_of_their_level(role, level):
    a_ledger()
    rows = [
        row for row in living(rows_below("152222100201" if role is Role.VILLAGE else "152222")) if row.level == level
    ]
    if role is Role.DEPARTMENT:
        rows = [row for row in rows if row.department == "education"]
    assert {row.pk for row in my_items(somebody(role), ON)} == {row.pk for row in rows}


def test_region_and_auditor_have_nothing_of_their_own():
    a_ledger()
    assert [list(my_items(somebody(role), ON)) for role in (Role.REGION, Role.AUDITOR)] == [[], []]
