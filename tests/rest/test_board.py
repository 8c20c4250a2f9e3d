"""The board over the API: figures and days as the pages have them, by the same rights."""

import pytest

from diguan.domain.accounts.permissions import Role, is_small
from tests.factories.accounts import COUNTY, ON, OTHER_COUNTY
from tests.web.board.conftest import counted

pytestmark = pytest.mark.django_db
__all__ = ["counted"]


def test_days_end_with_what_the_board_says(program, counted):
    asking = program(Role.COUNTY)
    for questions in ({}, {"indicator": "safe_housing"}, {"department": "housing"}, {"region_code": COUNTY}):
        whole = asking.read("figures/board", **questions)["whole"]["figures"]
        found = asking.read("figures/board/days", **questions)
        assert (found["place"]["code"], found["veiled"]) == (COUNTY, False)
        last = found["rows"][-1]
        assert last["on"] == ON.isoformat()
        assert {name: last["figures"][name] for name in ("living", "overdue")} == {
            name: whole[name] for name in ("living", "overdue")
        }
        assert last["figures"]["living"] > 0


def test_whoever_sees_no_rows_has_days_of_the_highest_place_alone_and_no_small_figures(program, counted):
    asking = program(Role.AUDITOR, over=COUNTY)
    found = asking.read("figures/board/days")
    assert found["veiled"]
    seen = [number for day in found["rows"] for number in day["figures"].values() if number is not None]
    assert found["rows"]
    assert not [number for number in seen if is_small(number)]
    village = asking.read("figures/board", region_code=COUNTY)["places"][0]["id"].removeprefix("direct:")
    assert asking.read("figures/board/days", region_code=village)["rows"] == []


def test_what_is_none_here_is_refused(program, counted):
    asking = program(Role.COUNTY)
    for questions, where in (
        ({"region_code": OTHER_COUNTY}, "region_code"),
        ({"department": "far"}, "query.department"),
    ):
        refused = asking.get("figures/board/days", **questions)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["where"].endswith(where)


def test_without_a_count_there_are_no_days(program):
    assert program(Role.COUNTY).read("figures/board/days")["rows"] == []
