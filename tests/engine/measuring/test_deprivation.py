"""Alkire-Foster figures against the published example and against a reckoning household by household."""

import pytest

import diguan
from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source
from tests.factories.rounds import pack, screened
from tests.factories.surveys import DAY, FIELDS, by_hand, drawn_survey, figure, measured, poor, score, value

NAMES = ("food", "health", "school", "home")


def household(*deprived: int, **more: object) -> dict[str, object]:
    """A household by its four deprivations, 1 deprived."""
    return {**dict(zip(FIELDS, map(bool, deprived), strict=True)), **more}


# Four persons, four dimensions, poor from two deprivations on: Alkire and Foster (2011), section 3, the example's deprivation matrix.
PUBLISHED = [household(0, 0, 0, 0), household(0, 1, 0, 1), household(1, 1, 1, 1), household(0, 1, 0, 0)]


def test_published_example_gives_the_published_figures():
    found = measured(PUBLISHED)
    assert [value(found, m) for m in ("headcount_ratio", "intensity", "mpi")] == [0.5, 0.75, 0.375]


def test_censored_headcounts_leave_out_those_who_are_not_poor():
    found = measured(PUBLISHED)
    assert [value(found, "uncensored_headcount", of=n) for n in NAMES] == [0.25, 0.75, 0.25, 0.5]
    assert [value(found, "censored_headcount", of=n) for n in NAMES] == [0.25, 0.5, 0.25, 0.5]


def test_contributions_add_up_to_one():
    found = measured(drawn_survey(400, 1))
    assert sum(value(found, "contribution", of=n) or 0 for n in NAMES) == pytest.approx(1)


def test_poor_at_the_cutoff_itself():
    assert value(measured([household(1, 1, 0, 0)]), "headcount_ratio") == 1


def test_figures_and_errors_equal_a_reckoning_by_hand():
    rows = drawn_survey(400, 7)
    found = measured(rows, strata="stratum", clusters="cluster")
    expected = {
        "headcount_ratio": by_hand(rows, poor),
        "intensity": by_hand(rows, lambda r: poor(r) * score(r), poor),
        "mpi": by_hand(rows, lambda r: poor(r) * score(r)),
    }
    for name, hand in expected.items():
        estimate = figure(found, name).estimate
        assert (estimate.value, estimate.se) == pytest.approx((hand.value, hand.se)), name


@pytest.mark.parametrize("place", range(4), ids=NAMES)
def test_indicators_equal_a_reckoning_by_hand(place):
    rows, field = drawn_survey(400, 8), FIELDS[place]
    found = measured(rows, strata="stratum", clusters="cluster")
    hands = {
        "uncensored_headcount": by_hand(rows, lambda r: r[field]),
        "censored_headcount": by_hand(rows, lambda r: poor(r) and r[field]),
        "contribution": by_hand(rows, lambda r: poor(r) * r[field] / 4, lambda r: poor(r) * score(r)),
    }
    for name, hand in hands.items():
        estimate = figure(found, name, of=NAMES[place]).estimate
        assert (estimate.value, estimate.se) == pytest.approx((hand.value, hand.se)), name


@pytest.mark.parametrize("area", ["town", "land"])
def test_group_is_a_domain_of_the_whole_design(area):
    rows = drawn_survey(400, 9)
    found = measured(rows, by=("area",), strata="stratum", clusters="cluster")
    hand = by_hand(rows, lambda r: poor(r) * score(r), inside=lambda r: r["area"] == area)
    estimate = figure(found, "mpi", area, by="area").estimate
    assert (estimate.value, estimate.se) == pytest.approx((hand.value, hand.se))


def test_groups_add_up_to_everybody():
    rows = [*drawn_survey(300, 10), household(1, 1, 1, 0, weight=2.0, stratum="s0", cluster="c0")]
    found = measured(rows, by=("area",))
    groups = [f for f in found.figures if f.by == "area" and f.measure == "mpi"]
    assert {f.group for f in groups} == {"town", "land", None}
    assert sum((f.share or 0) * (f.estimate.value or 0) for f in groups) == pytest.approx(value(found, "mpi"))
    assert sum(f.part or 0 for f in groups) == pytest.approx(1)


def test_people_are_counted_by_the_size_of_their_household():
    found = measured([household(1, 1, 0, 0, size=6), household(0, 0, 0, 0, size=2)], people="size")
    assert (value(found, "headcount_ratio"), found.population) == (0.75, 8)


@pytest.mark.parametrize("area", ["town", "land"])
def test_people_of_a_group_equal_a_reckoning_by_hand(area):
    rows = drawn_survey(400, 13)
    found = measured(rows, by=("area",), people="size", strata="stratum", clusters="cluster")
    people = [{**row, "weight": row["weight"] * row["size"]} for row in rows]
    for name, under in (("headcount_ratio", None), ("intensity", poor)):
        over = poor if under is None else lambda r: poor(r) * score(r)
        hand = by_hand(people, over, under or (lambda _: 1.0), inside=lambda r: r["area"] == area)
        estimate = figure(found, name, area, by="area").estimate
        assert (estimate.value, estimate.se) == pytest.approx((hand.value, hand.se)), name


def test_other_weight_stands_for_that_of_the_standard():
    rows = [household(1, 1, 0, 0, income=3.0), household(0, 0, 0, 0, income=1.0)]
    assert value(measured(rows, weight="income"), "headcount_ratio") == 0.75


def test_unknown_indicator_leaves_the_household_out_and_is_bounded():
    rows = [
        household(1, 1, 0, 0),
        household(0, 0, 0, 0),
        {"lacks_food": True, "lacks_health": False, "lacks_school": False},
    ]
    found = measured(rows)
    assert value(found, "headcount_ratio") == 0.5
    assert found.deprivation is not None
    rests = found.deprivation
    assert (rests.incomplete, rests.missing, rests.known_share) == (1, {"home": 1}, pytest.approx(2 / 3))
    assert (rests.lower.headcount_ratio, rests.upper.headcount_ratio) == pytest.approx((1 / 3, 2 / 3))


@pytest.mark.parametrize("weight", [None, -1.0, 0.0], ids=["unknown", "negative", "zero"])
def test_household_without_a_usable_weight_is_counted_nowhere(weight):
    found = measured([household(1, 1, 0, 0), household(0, 0, 0, 0, weight=weight)])
    assert (found.households, found.unweighted, value(found, "headcount_ratio")) == (1, 1, 1)


def test_nobody_poor_has_no_intensity():
    found = measured([household(0, 0, 0, 0), household(1, 0, 0, 0)])
    assert (value(found, "headcount_ratio"), value(found, "intensity"), value(found, "mpi")) == (0, None, 0)


def test_figures_are_those_that_a_round_is_sealed_with():
    rows = [*drawn_survey(200, 12), {"lacks_food": True, "lacks_health": True, "lacks_school": True}]
    keyed = [{"household_id": f"h{n:05}", "region_code": "", "weight": 1.0, **row} for n, row in enumerate(rows)]
    read = inputs(facts(Subject.HOUSEHOLD, source(1), keyed, pack("survey").catalogue))
    found = measured(rows)
    with screened(read, "survey", DAY, confirm={}) as sealed:
        poverty = sealed.counts.poverty
    for name in ("headcount_ratio", "intensity", "mpi"):
        assert value(found, name) == pytest.approx(getattr(poverty, name))
    assert found.deprivation.known_share == pytest.approx(poverty.known_share)
    for side in ("lower", "upper"):
        assert getattr(found.deprivation, side).mpi == pytest.approx(getattr(poverty, side).mpi)


def test_dimensions_contribute_what_their_indicators_do(tmp_path):
    header = (
        "household_id,undernourished,child_deaths,six_years_schooling,out_of_school,cooking_fuel,toilet,water_source,electricity,floor,"
        "small_assets\n"
    )
    rows = "a,1,1,1,0,gas,flush,piped,true,adequate,2\nb,0,1,0,0,wood,none,piped,false,adequate,2\n"
    (tmp_path / "households.csv").write_text(
        header + rows + "c,0,0,1,0,wood,flush,piped,true,adequate,2\n", encoding="utf-8"
    )
    found = diguan.measure([tmp_path], standard="global-mpi", as_of=DAY)
    parts = {f.indicator: f.estimate.value for f in found.figures if f.measure == "dimension_contribution"}
    depth = 6 + (3 + 3 + 3)
    assert parts == pytest.approx({"health": 9 / depth, "education": 3 / depth, "living_standards": 3 / depth})
    one_by_one = {f.indicator: f.estimate.value for f in found.figures if f.measure == "contribution"}
    assert sum(one_by_one.values()) == pytest.approx(sum(parts.values()))


def test_errors_of_dimensions_equal_a_reckoning_by_hand():
    rows = drawn_survey(400, 14)
    found = measured(rows, strata="stratum", clusters="cluster")
    for place, name in enumerate(NAMES):  # every indicator of the survey is a dimension of its own
        hand = by_hand(rows, lambda r, f=FIELDS[place]: poor(r) * r[f] / 4, lambda r: poor(r) * score(r))
        estimate = figure(found, "dimension_contribution", of=name).estimate
        assert (estimate.value, estimate.se) == pytest.approx((hand.value, hand.se)), name


def test_groups_by_numbers_stand_in_their_order():
    rows = [household(1, 1, 0, 0, size=n) for n in (10, 2, 9)] + [household(0, 0, 0, 0)]
    found = measured(rows, by=("size",))
    assert [f.group for f in found.figures if f.by and f.measure == "mpi"] == ["2", "9", "10", None]
