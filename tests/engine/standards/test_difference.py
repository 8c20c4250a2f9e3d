from datetime import date

import pytest

from diguan.engine.standards import load_standard
from diguan.engine.standards.difference import differences
from tests.factories.packs import edit, pack_copy


@pytest.fixture
def packs(tmp_path):
    return load_standard(pack_copy(tmp_path / "a")), pack_copy(tmp_path / "b")


def found(before, folder, as_of=None):
    return {
        (d.part, d.id): (d.kind, {a.name: (a.before, a.after) for a in d.aspects})
        for d in differences(before, load_standard(folder), as_of)
    }


def test_equal_packs_have_no_difference(packs):
    before, folder = packs
    assert found(before, folder) == {}


def test_rule_laid_out_in_another_way_is_the_same_rule(packs):
    before, folder = packs
    edit(folder, "indicators/income/indicator.yaml", "  income\n  >= :line", "  ( income >=\n    :line )")
    assert found(before, folder) == {}


def test_changed_rule_deadline_and_case_are_told(packs):
    before, folder = packs
    edit(folder, "indicators/income/indicator.yaml", "  >= :line", "  > :line")
    edit(folder, "indicators/income/indicator.yaml", "deadline_days: 10", "deadline_days: 20")
    edit(folder, "indicators/income/cases.yaml", "household: {income: 100}", "household: {income: 101}")
    kind, aspects = found(before, folder)["indicator", "income"]
    assert kind == "changed"
    assert set(aspects) == {"met", "deadline_days", "case on the line"}
    assert aspects["deadline_days"] == (10, 20)
    assert aspects["case on the line"][1] == "2018-06-01: household: income=101.0 → met"
    assert [side.text for side in aspects["met"]] == ["income >= :line", "income > :line"]


def test_values_are_compared_by_date_or_on_one_day(packs):
    before, folder = packs
    edit(folder, "parameters/line.yaml", "value: 120", "value: 130")
    _, aspects = found(before, folder)["parameter", "line"]
    (since,) = aspects
    assert since.startswith("value ")
    assert [side.value for side in aspects[since]] == ["120", "130"]
    assert found(before, folder, as_of=date(2018, 1, 1)) == {}
    assert set(found(before, folder, as_of=date(2021, 1, 1))["parameter", "line"][1]) == {"value"}


def test_added_and_removed_entries_tell_all_they_had(packs):
    before, folder = packs
    old = "grant: {label: {zh: 补助, en: Grant}}\n"
    edit(folder, "measures.yaml", old, old + "gift: {label: {zh: 捐赠, en: Gift}}\n")
    kind, aspects = found(before, folder)["measure", "gift"]
    assert (kind, aspects["label"][0], aspects["label"][1].en) == ("added", None, "Gift")
    (back,) = differences(load_standard(folder), before)
    assert (back.kind, back.id, back.aspects[0].after) == ("removed", "gift", None)


def test_presumed_value_of_a_field_is_told_in_words(packs):
    before, folder = packs
    edit(
        folder,
        "catalogue.yaml",
        "zh: 豁免, en: Exempt}, type: boolean, presumed: {value: false, when: empty}",
        "zh: 豁免, en: Exempt}, type: boolean",
    )
    edit(
        folder,
        "catalogue.yaml",
        "en: Taught at home}, type: boolean, presumed: {value: false, when: empty}",
        "en: Taught at home}, type: boolean, presumed: {value: true, when: empty_cell}",
    )
    told = found(before, folder)
    exempt, taught = (
        told["field", "household.exempt"][1]["presumed"],
        told["field", "person.taught_at_home"][1]["presumed"],
    )
    assert (exempt[0].zh, exempt[0].en, exempt[1]) == (
        "否（单元格为空，或没有这一列）",
        "no (a cell is empty, or no input has the column)",
        None,
    )
    assert (taught[1].zh, taught[1].en) == ("是（单元格为空）", "yes (a cell is empty)")
