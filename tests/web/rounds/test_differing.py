"""Single differences of two rounds: each figure leads to its rows, each row to the household as either round saw it."""

from collections import Counter

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.models import Job
from diguan.domain.registry.models import Household
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder
from tests.factories.change import HOUSEHOLD_COLUMNS, MET, UNKNOWN, UNMET, judged
from tests.factories.facts import export, inputs, source
from tests.factories.registry import loaded
from tests.web.rounds.test_comparing import FIRST, SECOND, folders, pair, rows, unmet, work

__all__ = ["folders", "pair", "rows"]

WATER = "safe_drinking_water"


@pytest.fixture
def compared(signed_in, pair, rows):
    """A finished comparison over households of the registry, and the client of the county."""
    loaded(inputs(export(source(1, data_on=SECOND), rows[1], HOUSEHOLD_COLUMNS)), as_of=SECOND)
    client = signed_in(holder(Role.COUNTY))
    client.post("/rounds/compare/", {"before": pair[0].pk, "after": pair[1].pk})
    work()
    return client, f"/rounds/comparisons/{Job.objects.get(kind='compare').pk}/"


def shown(client, address):
    """Households on all pages of a list, in order."""
    found = []
    while address:
        page = client.get(address)
        found += [row["difference"].household_number for row in page.context["rows"]]
        after = page.context["next"]
        address = f"{address.split('&after')[0]}&after={after}" if after else ""
    return found


@pytest.mark.parametrize("indicator", [WATER, "income"])
def test_figures_of_a_comparison_lead_to_exactly_their_households(compared, rows, indicator):
    client, address = compared
    before, after = (unmet(each, indicator) for each in rows)
    now = judged(rows[1])
    wanted = {
        "came": after - before,
        "facts": {key for key in before if now[key] == MET},
        "nothing": {key for key in before if now[key] == UNKNOWN},
    }
    assert any(wanted.values())
    page = client.get(address).content.decode()
    for figure, keys in wanted.items():
        assert (f"differences/?figure={figure}&amp;indicator={indicator}" in page) is bool(keys)
        found = shown(client, f"{address}differences/?indicator={indicator}&figure={figure}")
        assert Counter(found) == Counter(household for household, _ in keys)


def test_every_difference_is_listed_once_over_all_pages(compared):
    client, address = compared
    numbers = client.get(address).context["outcome"]
    page = client.get(f"{address}differences/")
    assert len(page.context["rows"]) == min(numbers["differences"], 50)
    assert len(shown(client, f"{address}differences/?figure=")) == numbers["differences"]


def test_row_leads_to_its_household_by_the_standard_and_day_of_either_round(compared, rows):
    client, address = compared
    before, after = (unmet(each, WATER) for each in rows)
    page = client.get(f"{address}differences/?indicator={WATER}")
    found = {row["difference"].household_number: row for row in page.context["rows"]}
    number, _ = min(before ^ after)
    household = Household.objects.get(number=number)
    asked = f"/households/{household.pk}/?standard=cn-two-assurances&as_of="
    assert [side["address"] for side in found[number]["sides"]] == [f"{asked}{FIRST}", f"{asked}{SECOND}"]
    assert [client.get(side["address"]).status_code for side in found[number]["sides"]] == [200, 200]
    verdicts = [judged(each) for each in rows]
    for name, row in found.items():
        wanting = [each[name, WATER] in (UNMET, UNKNOWN) for each in verdicts]
        assert [side["explanation"] != "" for side in row["sides"]] == wanting
        assert "是否解决安全饮用水" in row["why"]


def test_questions_that_nobody_can_mean_are_answered_with_all(compared):
    client, address = compared
    for said in ("figure=%27&indicator=x", "after=9e9", "after=-1", f"after={'9' * 40}"):
        assert client.get(f"{address}differences/?{said}").status_code == 200
    beyond = client.get(f"{address}differences/?after=999999")
    assert "没有这样的不同" in beyond.content.decode()


def test_comparison_without_a_list_and_one_of_elsewhere_are_not_there(compared, signed_in, settings):
    from pathlib import Path

    client, address = compared
    far = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="of.elsewhere"))
    assert far.get(f"{address}differences/").status_code == 404
    for listing in Path(settings.COMPARISONS).glob("*/differences.parquet"):
        listing.unlink()
    client = signed_in(holder(Role.COUNTY, over=COUNTY, username="of.here"))
    assert client.get(f"{address}differences/").status_code == 404
    assert "differences/" not in client.get(address).content.decode()
