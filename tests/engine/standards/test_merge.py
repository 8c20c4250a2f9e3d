"""P4, both ways: a lower authority adds and sets what it was given, within floors and ceilings; it changes nothing else."""

from datetime import date

import pytest

from diguan.engine.standards import load_standard
from tests.factories.packs import edit, pack_copy, put, told

LINE = "parameters/line.yaml"
RULE = """id: {id}
label: {{zh: 规则, en: Rule}}
subject: household
guarantee: {id}
met: income >= 0
department: council
deadline_days: 1
cites: [{{document: Decree, paragraph: 1}}]
"""
CASES = """- {name: some, as_of: 2019-01-01, household: {income: 1}, expect: met}
- {name: debts, household: {income: -1}, expect: unmet}
"""


def region(tmp_path):
    return pack_copy(tmp_path, "small-region")


def add_rule(folder, id):
    put(folder, f"indicators/{id}/indicator.yaml", RULE.format(id=id))
    put(folder, f"indicators/{id}/cases.yaml", CASES)


def test_region_sets_what_it_was_given_and_adds_an_indicator(tmp_path):
    pack = load_standard(region(tmp_path))
    assert list(pack.indicators) == ["beds", "income", "road", "schooling", "shelter", "fuel"]
    assert [(v.authority, v.since, v.value, v.pack) for v in pack.parameters["line"].values] == [
        ("national", date(2018, 1, 1), 100.0, "small@1"),
        ("national", date(2019, 1, 1), 110.0, "small@1"),
        ("national", date(2020, 1, 1), 120.0, "small@1"),
        ("region", date(2019, 6, 1), 115.0, "small-region@1"),
    ]
    assert pack.extends == ("small@1",)
    assert [f.id for f in pack.findings] == ["fell_back", "too_much", "not_on_the_list", "needs_evidence"]
    assert pack.in_force == (date(2019, 1, 1), date(2022, 1, 1))
    assert [i.id for i in pack.named("shelter")] == ["shelter", "fuel"]


def test_inherited_cases_keep_the_values_they_were_written_for(tmp_path):
    pack = load_standard(region(tmp_path))
    last = pack.indicators["income"].cases[-1]
    assert (last.as_of, last.parameters["line"]) == (date(2019, 6, 1), 110.0)


def test_value_below_the_floor_is_refused(tmp_path):
    folder = region(tmp_path)
    edit(folder, LINE, "value: 115", "value: 109")
    assert told(folder) == [(LINE, 2, "the value 109.0 of 'line' breaks the floor")]


def test_value_on_the_floor_is_taken(tmp_path):
    folder = region(tmp_path)
    edit(folder, LINE, "value: 115", "value: 110")
    assert told(folder) == []


def test_floor_is_that_of_the_day_of_the_value(tmp_path):
    folder = region(tmp_path)
    edit(folder, LINE, "2019-06-01: {value: 115", "2018-06-01: {value: 101")
    assert told(folder) == []


def test_value_above_the_ceiling_is_refused(tmp_path):
    folder = region(tmp_path)
    base = folder.parent / "small"
    edit(base, "pack.yaml", "line: region", "line: region, subsidy: region")
    put(folder, "parameters/subsidy.yaml", "values:\n  2019-01-01: {value: 51, status: verified, source: Decree}\n")
    assert told(folder) == [("parameters/subsidy.yaml", 2, "the value 51.0 of 'subsidy' breaks the ceiling")]
    edit(folder, "parameters/subsidy.yaml", "value: 51", "value: 50")
    assert told(folder) == []


def test_value_that_was_not_given_is_refused(tmp_path):
    folder = region(tmp_path)
    put(
        folder,
        "parameters/first_day.yaml",
        "values:\n  2019-01-01: {value: 2019-09-01, status: verified, source: Decree}\n",
    )
    assert told(folder) == [
        ("parameters/first_day.yaml", 2, "the parameter 'first_day' is given a value by a pack issued by region")
    ]


@pytest.mark.parametrize(
    ("level", "refused"), [("region", False), ("prefecture", True), ("county", True), ("national", False)]
)
def test_authority_is_a_level_and_everybody_above_it(tmp_path, level, refused):
    folder = region(tmp_path)
    edit(folder, "pack.yaml", "issued_by: region", f"issued_by: {level}")
    expected = [(LINE, 2, f"the parameter 'line' is given a value by a pack issued by {level}")]
    assert told(folder) == (expected if refused else [])


def test_pattern_gives_parameters_to_the_county(tmp_path):
    folder = region(tmp_path)
    edit(folder, "pack.yaml", "issued_by: region", "issued_by: county")
    (folder / LINE).unlink()
    assert told(folder) == []


def test_inherited_indicator_cannot_be_changed_from_below(tmp_path):
    folder = region(tmp_path)
    add_rule(folder, "income")
    assert told(folder) == [("indicators/income/indicator.yaml", 1, "changes 'income', which is not its own")]


def test_same_authority_may_change_its_own_indicator(tmp_path):
    folder = region(tmp_path)
    edit(folder, "pack.yaml", "issued_by: region", "issued_by: national")
    add_rule(folder, "income")
    edit(folder, "indicators/income/indicator.yaml", "guarantee: income", "guarantee: money")
    assert told(folder) == []
    assert load_standard(folder).indicators["income"].met == "income >= 0"


@pytest.mark.parametrize(
    ("file", "text", "line", "message"),
    [
        (
            "findings.yaml",
            "- {id: too_much, label: {zh: 补, en: A}, when: aid > 9}\n",
            1,
            "changes 'too_much', which is not its own",
        ),
        (
            "measures.yaml",
            "grant: {label: {zh: 罚款, en: Fine}}\n",
            1,
            "changes the measure 'grant', which is not its own",
        ),
        (
            "catalogue.yaml",
            "household:\n  exempt: {label: {zh: 豁免, en: Exempt}, type: boolean}\n",
            2,
            "changes the meaning of the field 'exempt', which is not its own",
        ),
        (
            "parameters/line.yaml",
            "unit: coin\nvalues: {}\n",
            1,
            "the parameter 'line' is number with unit coin/person in the pack it comes from",
        ),
        (
            "parameters/line.yaml",
            "optional: true\nvalues: {}\n",
            1,
            "changes the label or the optional of 'line', which is not its own",
        ),
    ],
)
def test_what_came_from_above_cannot_be_changed_from_below(tmp_path, file, text, line, message):
    folder = region(tmp_path)
    (folder / "catalogue.yaml").unlink()
    edit(folder, "indicators/fuel/indicator.yaml", "fuels >= :fuel_kinds", "aid >= 0")
    put(folder, "indicators/fuel/cases.yaml", CASES.replace("income", "aid"))
    put(folder, file, text)
    assert (file, line, message) in told(folder)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("authority: {line: county}\n", 8, "changes the authority of 'line', which is not its own"),
        ("floors: {line: region}\n", 8, "changes the floors of 'line', which is not its own"),
        ("ceilings: {line: region}\n", 8, "changes the ceilings of 'line', which is not its own"),
        ("cutoff: 1\n", 8, "changes weights or cutoff, which are not its own"),
        (
            "focus_groups: [{id: large, label: {zh: 大, en: L}, when: exempt}]\n",
            8,
            "changes the focus group 'large', which is not its own",
        ),
    ],
)
def test_who_may_what_cannot_be_changed_from_below(tmp_path, text, line, message):
    folder = region(tmp_path)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    assert ("pack.yaml", line, message) in told(folder)


def test_departments_may_have_other_names_in_a_place(tmp_path):
    folder = region(tmp_path)
    put(folder, "departments.yaml", "council: {label: {zh: 旗委员会, en: Banner council}}\n")
    assert load_standard(folder).departments["council"].en == "Banner council"


def test_pack_below_its_own_authority_is_refused(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "pack.yaml", "issued_by: national", "issued_by: county")
    assert [m for f, _, m in told(folder) if f == LINE] == [
        "the parameter 'line' is given a value by a pack issued by county"
    ] * 3


def test_lower_pack_may_vouch_for_an_unverified_value_from_above(tmp_path):
    folder = region(tmp_path)
    edit(folder, "pack.yaml", "issued_by: region", "issued_by: county")
    put(folder, LINE, "values:\n  2019-01-01: {value: 110, status: verified, source: Bulletin 7}\n")
    pack = load_standard(folder)
    assert [
        (v.authority, v.since.year, v.value, v.status, v.source, v.pack) for v in pack.parameters["line"].values
    ] == [
        ("national", 2018, 100.0, "verified", "Law 1", "small@1"),
        ("national", 2019, 110.0, "verified", "Bulletin 7", "small-region@1"),
        ("national", 2020, 120.0, "verified", "Law 2", "small@1"),
    ]


def test_lower_pack_may_not_vouch_for_another_value_than_that_from_above(tmp_path):
    folder = region(tmp_path)
    edit(folder, "pack.yaml", "issued_by: region", "issued_by: county")
    put(folder, LINE, "values:\n  2019-01-01: {value: 111, status: verified, source: Bulletin 7}\n")
    assert told(folder) == [(LINE, 2, "the parameter 'line' is given a value by a pack issued by county")]
