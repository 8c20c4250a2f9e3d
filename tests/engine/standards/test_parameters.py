from datetime import date

import pytest

from diguan.engine.standards import load_standard
from diguan.engine.standards.confirmations import confirmations_of, parse_confirmation
from diguan.engine.standards.parameters import (
    UnableToResolveParameters,
    UnableToUseStandard,
    require_in_force,
    resolve_parameters,
    resolve_periods,
)
from tests.factories.packs import PACKS, edit, pack_copy

SMALL = load_standard(PACKS / "small")
REGION = load_standard(PACKS / "small-region")
IN_2018, IN_2019, IN_2020 = date(2018, 6, 1), date(2019, 6, 15), date(2020, 6, 1)


def resolved(pack, day, *texts, **how):
    return resolve_parameters(pack, day, [parse_confirmation(t) for t in texts], **how)


def line(pack, day, *texts, **how):
    detail = resolved(pack, day, *texts, **how).details["line"]
    return detail.value, detail.status, detail.source, detail.stated


def refusals(pack, day, *texts, **how):
    return [(r.name, r.message.en) for r in resolved(pack, day, *texts, **how).refused]


def test_verified_value_is_used_with_its_source():
    assert line(SMALL, IN_2018) == (100.0, "verified", "Law 1", 100.0)
    assert line(SMALL, IN_2020) == (120.0, "verified", "Law 2", 120.0)
    assert refusals(SMALL, IN_2018) == []


def test_value_holds_from_its_day_to_the_day_before_the_next():
    days = (date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1))
    confirmed = "line[2019-01-01]=110@seen"
    assert [line(SMALL, d, confirmed)[0] for d in days] == [100.0, 100.0, 110.0, 110.0, 120.0]


def test_unverified_value_is_refused_and_says_how_to_confirm():
    (refusal,) = resolved(SMALL, IN_2019).refused
    assert (
        refusal.message.en
        == "the parameter line (Income line) has an unverified value 110 since 2019-01-01 (Newspaper)"
    )
    assert refusal.hint.en == "look it up, then --confirm line=110@SOURCE, or the right value with its source"
    assert "line" not in resolved(SMALL, IN_2019).values
    with pytest.raises(UnableToResolveParameters, match="未经核实"):
        resolved(SMALL, IN_2019).or_refuse()


def test_confirmed_value_records_who_says_so():
    found = resolved(SMALL, IN_2019, "line=110@Bulletin 7").or_refuse()
    assert line(SMALL, IN_2019, "line=110@Bulletin 7") == (110.0, "confirmed", "Bulletin 7", 110.0)
    (confirmed,) = found.confirmed
    assert confirmed.as_json() == {
        "name": "line",
        "value": 110.0,
        "unit": "coin/person",
        "status": "confirmed",
        "source": "Bulletin 7",
        "since": "2019-01-01",
        "authority": "national",
        "pack": "small@1",
        "stated": 110.0,
    }


def test_unverified_value_may_be_overridden_with_a_source():
    assert line(SMALL, IN_2019, "line=111.5@Bulletin 7") == (111.5, "overridden", "Bulletin 7", 110.0)


def test_verified_value_cannot_be_overridden_by_whom_it_was_not_given():
    assert refusals(SMALL, IN_2020, "line=130@Wish") == [
        (
            "line",
            "the parameter line (Income line) has the verified value 120; only region or above may change it (this round is run by county)",
        )
    ]
    assert line(SMALL, IN_2020, "line=120@Law 2, seen") == (120.0, "verified", "Law 2", 120.0)


def test_verified_value_may_be_overridden_by_whom_it_was_given():
    assert line(SMALL, IN_2020, "line=130@Decree", operator="region") == (130.0, "overridden", "Decree", 120.0)
    assert line(SMALL, IN_2020, "line=120.5@Decree", operator="national")[0] == 120.5


def test_operator_keeps_the_floor():
    assert refusals(SMALL, IN_2020, "line=119@Decree", operator="region") == [
        ("line", "the parameter line (Income line): 119 breaks the floor 120 (national, since 2020-01-01)")
    ]


def test_value_of_the_region_goes_before_that_of_the_nation_and_keeps_its_floor():
    assert line(REGION, IN_2019)[:2] == (115.0, "verified")
    assert refusals(REGION, IN_2020) == [
        ("line", "the parameter line (Income line): 115 breaks the floor 120 (national, since 2020-01-01)")
    ]


def test_floor_is_what_the_operator_found_it_to_be(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    edit(folder, "parameters/line.yaml", "status: verified", "status: unverified")
    pack = load_standard(folder)
    assert line(pack, IN_2019, "line=112@Decree")[:2] == (112.0, "overridden")
    assert refusals(pack, IN_2019, "line=109@Decree") == [
        ("line", "the parameter line (Income line): 109 breaks the floor 110 (national, since 2019-01-01)")
    ]
    assert refusals(pack, IN_2019, "line=112@Decree", "line[2019-01-01]=114@Bulletin 7") == [
        ("line", "the parameter line (Income line): 112 breaks the floor 114 (national, since 2019-01-01)")
    ]


def test_missing_value_is_named_and_may_be_supplied(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    edit(folder, "parameters/fuel_kinds.yaml", "2019-01-01", "2019-06-01")
    pack = load_standard(folder)
    day = date(2019, 2, 1)
    assert refusals(pack, day, "line=110@seen") == [
        ("fuel_kinds", "the parameter fuel_kinds (Kinds of fuel) has no value in force on 2019-02-01")
    ]
    detail = resolved(pack, day, "line=110@seen", "fuel_kinds=3@Decree").or_refuse().details["fuel_kinds"]
    assert (detail.value, detail.status, detail.since, detail.stated) == (3, "supplied", None, None)


def test_parameter_that_no_rule_reads_refuses_nothing():
    assert "fuel_kinds" in SMALL.parameters
    assert refusals(SMALL, IN_2018) == []


def test_optional_parameter_leaves_its_findings_out():
    assert resolved(SMALL, IN_2018).left_out == {"too_much": ("subsidy",)}
    found = resolved(SMALL, IN_2018, "subsidy=50@Rule 3")
    assert (found.left_out, found.values["subsidy"]) == ({}, 50.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lien=100@x", "the standard has no parameter lien"),
        ("line=high@x", "the parameter line (Income line) cannot be 'high'"),
        ("line=nan@x", "the parameter line (Income line) cannot be 'nan'"),
        ("first_day=1@x", "the parameter first_day cannot be '1'"),
        ("line[2018-02-01]=100@x", "the parameter line (Income line) has no value dated 2018-02-01"),
    ],
)
def test_confirmation_that_fits_nothing_is_refused(text, message):
    assert [m for _, m in refusals(SMALL, IN_2018, text)] == [message]


def test_confirmation_twice_is_refused():
    assert refusals(SMALL, IN_2018, "line=100@x", "line=100@y") == [("line", "the parameter line is confirmed twice")]


def test_values_of_the_python_interface():
    given = confirmations_of({"line": (110, "Bulletin 7"), "first_day": (date(2018, 9, 1), "Law 1")})
    found = resolve_parameters(SMALL, IN_2019, given).or_refuse()
    assert (found.values["line"], found.values["first_day"]) == (110.0, date(2018, 9, 1))


def test_periods_follow_the_values_and_refuse_nothing():
    periods = resolve_periods(SMALL, date(2018, 3, 1), IN_2020, [parse_confirmation("line[2019-01-01]=110@seen")])
    assert [(p.since, p.until, p.resolved.values.get("line")) for p in periods] == [
        (date(2018, 3, 1), date(2019, 1, 1), 100.0),
        (date(2019, 1, 1), date(2020, 1, 1), 110.0),
        (date(2020, 1, 1), IN_2020, 120.0),
        (IN_2020, None, 120.0),
    ]


def test_confirmation_without_a_day_stands_for_the_value_of_the_round():
    given = [parse_confirmation("line=110@seen")]
    early, *_ = resolve_periods(SMALL, date(2019, 3, 1), IN_2020, given, as_of=IN_2019)
    assert early.resolved.values["line"] == 110.0
    other, *_ = resolve_periods(SMALL, date(2019, 3, 1), IN_2020, given, as_of=IN_2018)
    assert "line" not in other.resolved.values


def test_standard_is_in_force_from_its_first_day_to_the_day_before_its_end():
    for day in (date(2018, 1, 1), date(2021, 12, 31)):
        require_in_force(SMALL, day)
    for day in (date(2017, 12, 31), date(2022, 1, 1)):
        with pytest.raises(UnableToUseStandard, match=f"not on {day}"):
            require_in_force(SMALL, day)
    with pytest.raises(UnableToUseStandard):
        require_in_force(REGION, date(2018, 12, 31))


@pytest.mark.parametrize(("value", "refused"), [("-3", True), ("49.9", True), ("50", False), ("1e9", True)])
def test_confirmation_outside_the_range_is_refused(tmp_path, value, refused):
    folder = pack_copy(tmp_path)
    edit(folder, "parameters/line.yaml", "unit: coin/person", "unit: coin/person\nrange: [50, 5000]")
    found = resolved(load_standard(folder), IN_2018, f"line={value}@x", operator="national").refused
    said = (
        f"the parameter line (Income line) cannot be {value}: outside the range that makes sense; "
        "give a number from 50 to 5,000"
    )
    assert [r.text("en") for r in found] == ([said] if refused else [])


def test_value_that_is_refused_is_not_asked_for_again():
    assert refusals(SMALL, IN_2019, "line=high@x") == [("line", "the parameter line (Income line) cannot be 'high'")]
