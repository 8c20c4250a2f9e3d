"""Sheets of posts and helpers: read like a county's own, everybody's name and number say that they are invented."""

from collections import Counter
from datetime import date

import pytest

from diguan.domain.accounts.queries import departments
from diguan.engine.regions import load_regions
from diguan.exchange.posts import read_posts
from diguan.exchange.posts.read import Terms
from diguan.synth.county import Order, make_county

TREE = load_regions()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_county(Order("152221", 1200, 3, date(2019, 6, 30), tmp_path_factory.mktemp("county") / "out"), TREE)


@pytest.fixture(scope="module")
def sheets(made):
    paths = [made.folder / path for path in made.files["posts"]]
    return read_posts(paths, Terms(TREE, "150000000000", departments(), date(2019, 7, 1)))


def test_every_row_can_be_read_and_counts_are_those_that_were_told(made, sheets):
    assert [row.reason.zh for row in sheets.refused] == []
    assert sheets.unknown_headers == {}
    assert made.rows["posts/posts.xlsx"] == len(sheets.posts)
    assert made.rows["posts/helpers.xlsx"] == len(sheets.helpers) > 0


def test_everybody_says_synthetic(sheets):
    people = [row.person for row in (*sheets.helpers, *sheets.posts) if row.person]
    assert sheets.synthetic
    assert {person.name[:2] for person in people} == {"合成"}
    assert {person.identity[:2] for person in people} == {"99"}


def test_five_levels_have_a_secretary_and_some_posts_are_vacant(sheets):
    secretaries = {row.region_code for row in sheets.posts if row.kind == "secretary"}
    widths = Counter(len(code.rstrip("0")) for code in secretaries)
    assert {"150000000000", "152200000000", "152221000000"} <= secretaries
    assert sum(widths.values()) > 100
    assert any(row.person is None for row in sheets.posts)


def test_helpers_lead_to_households_of_the_county_and_nobody_is_helped_by_chance(made, sheets):
    heads = Counter(row.head_identity for row in sheets.helpers)
    assert all(identity[:2] == "99" for identity in heads)
    assert max(heads.values()) <= 2
    assert {flag for row in sheets.helpers for flag in row.posts} >= {"first_secretary"}
