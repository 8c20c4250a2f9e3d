"""The page of a sample: what it stands for and how far it is; giving, with every refusal on the page; drawing it anew."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.lookback.choices import Method, Outcome
from diguan.domain.lookback.models import Assignment, Case
from tests.factories.accounts import OTHER_COUNTY, holder
from tests.factories.lookback import closed, decide, plan


@pytest.fixture
def sample(db):
    for running in range(1, 9):
        closed(running)
    return plan(size=4)


def page_of(client, sample, path="", **posted):
    address = f"/lookback/{sample.pk}/{path}"
    return (client.post(address, posted, follow=True) if path else client.get(address)).content.decode()


def test_sample_says_what_it_stands_for_and_how_far_it_is(office, sample):
    results = [Outcome.PERSISTS, Outcome.PERSISTS, Outcome.REBOUNDED, Outcome.UNSEEN]
    for case, outcome in zip(sample.cases.order_by("place"), results, strict=True):
        decide(case, outcome)
    page = page_of(office, sample)
    assert "从 8 个中抽 4 个" in page
    assert "66.7%（25.0% 至 87.5%）" in page
    assert sample.population_sha256 in page
    assert page.count('<span class="mark on">稳定</span>') == 2


def test_sample_by_risk_says_that_it_does_not_speak_for_all(office):
    closed(1, closing="verified")
    sample = plan(size=1, method=Method.RISK)
    decide(sample.cases.get(), Outcome.REBOUNDED)
    page = page_of(office, sample)
    assert "不推到全部" in page
    assert "按核实无误销号 × 3" in page


def test_cases_are_given_and_whoever_is_inside_is_refused_on_the_page(office, sample, inspector):
    inside = holder(Role.TOWNSHIP, username="in.side")
    cases = [case.pk for case in sample.cases.order_by("place")[:2]]
    done = page_of(office, sample, "give/", cases=cases, username="the.inspector")
    assert "已派 2 个给 the.inspector" in done
    assert Case.objects.filter(inspector=inspector.pk).count() == 2
    refused = page_of(office, sample, "give/", cases=cases[:1], username="in.side")
    assert "没有派出：有它所在的村、乡镇或责任部门的角色" in refused
    assert "被拒绝的派人" in refused
    assert Assignment.objects.filter(inspector=inside.pk, accepted=False).count() == 1


@pytest.mark.parametrize("posted", [{}, {"username": "the.inspector"}, {"cases": [999], "username": "the.inspector"}])
@pytest.mark.usefixtures("inspector")
def test_giving_nothing_or_to_nobody_is_refused(office, sample, posted):
    assert "data-error-summary" in page_of(office, sample, "give/", **posted)
    assert not Assignment.objects.exists()


def test_sample_is_drawn_again_and_a_change_of_the_population_is_said(office, sample):
    assert "样本完全相同" in page_of(office, sample, "check/")
    closed(9)
    page = page_of(office, sample, "check/")
    assert "样本完全相同" in page
    assert "多出 1 个，少了 0 个" in page
    assert "152222-9" in page


def test_population_that_was_drawn_before_shows(office, sample):
    again = plan(size=4, seed="another")
    assert "同一总体此前已抽过 1 次" in page_of(office, again)
    assert "此前已抽过" not in page_of(office, sample)


def test_sample_of_another_county_is_answered_like_none(signed_in, sample):
    stranger = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY))
    for number in (sample.pk, 999_999):
        assert stranger.get(f"/lookback/{number}/").status_code == 404
        assert stranger.post(f"/lookback/{number}/give/").status_code == 404
        assert stranger.post(f"/lookback/{number}/check/").status_code == 404
