"""What is kept of a count is handed to nobody who may not see it, and to nobody after the next one."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Grant
from diguan.domain.insight.actions import count_figures
from diguan.domain.lookback.choices import Outcome
from diguan.domain.lookback.models import Case
from diguan.web.board.charts import drawn
from diguan.web.board.written import written
from tests.factories.accounts import AT, COUNTY, ON, PREFECTURE, account, holder
from tests.factories.items import item
from tests.factories.lookback import closed, decide, plan
from tests.web.board.conftest import FAR
from tests.web.board.test_views import figures

pytestmark = pytest.mark.django_db


def page(client, **asked):
    return client.get("/board/", asked).content.decode()


def test_second_view_of_the_same_count_is_the_same_and_not_written_again(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    first = page(client)
    assert figures(page(client)) == figures(first)
    assert written.cache_info()[:2] == (1, 1)
    data = client.get("/board/charts/").json()
    assert client.get("/board/charts/").json() == data
    assert drawn.cache_info()[:2] == (1, 1)


def test_next_count_is_written_anew(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    assert figures(page(client))["未结问题"] == "3"
    item(9, department="housing")
    assert figures(page(client))["未结问题"] == "3"
    count_figures(on=ON, at=AT)
    assert figures(page(client))["未结问题"] == "4"
    assert [day["living"] for day in client.get("/board/charts/").json()["days"]] == [4]


@pytest.mark.parametrize("address", ["/board/", "/board/charts/"])
def test_what_was_written_for_others_is_not_handed_to_whoever_may_not_see_it(signed_in, counted, address):
    asked = {"region_code": PREFECTURE}
    whole = signed_in(holder(Role.PREFECTURE)).get(address, asked).content.decode()
    assert str(FAR + 3) in whole
    auditor = signed_in(holder(Role.AUDITOR)).get(address, asked).content.decode()
    assert "/households/?" not in auditor
    assert str(FAR + 3) in signed_in(holder(Role.PREFECTURE, username="other")).get(address, asked).content.decode()
    county = signed_in(holder(Role.COUNTY)).get(address, asked)
    assert county.status_code == 404 or "key-figures" not in county.content.decode()


def test_right_that_has_ended_ends_what_is_handed_out(signed_in, counted):
    one = holder(Role.COUNTY)
    client = signed_in(one)
    assert "key-figures" in page(client)
    Grant.objects.filter(account=one).update(until_on=ON)
    assert client.get("/board/").status_code == 403
    assert signed_in(account("nobody")).get("/board/").status_code == 403


def test_each_reads_in_their_own_language(signed_in, counted):
    one, other = signed_in(holder(Role.COUNTY)), signed_in(holder(Role.COUNTY, username="other"))
    other.post("/language/", {"language": "en", "next": "/"})
    assert "未结问题" in figures(page(one))
    assert "Open problems" in figures(page(other))
    assert COUNTY in page(other)
    assert "未结问题" in figures(page(one))


def test_what_looking_again_shows_is_of_now(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    assert figures(page(client))["回头看巩固率"] == "还没有回头看"
    for running in range(50, 53):
        closed(running)
    for case in Case.objects.filter(plan=plan(size=3)):
        decide(case, Outcome.PERSISTS)
    assert figures(page(client))["回头看巩固率"].startswith("100%")
