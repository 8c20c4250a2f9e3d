"""A rule never silently matches everybody or nobody."""

import pytest

from tests.factories.packs import edit, pack_copy, put, told

RULE = "indicators/income/indicator.yaml"
CASES = "indicators/income/cases.yaml"


def with_rule(tmp_path, when, met, cases):
    folder = pack_copy(tmp_path)
    edit(folder, RULE, "when: not exempt", f"when: {when}" if when else "# always")
    edit(folder, RULE, "met: >\n  income\n  >= :line", f"met: {met}")
    put(folder, CASES, cases)
    return [m for f, _, m in told(folder) if f == RULE]


MET = "- {name: a, as_of: 2018-06-01, household: {income: 100, exempt: false, aid: 0}, expect: met}\n"


@pytest.mark.parametrize(
    ("when", "met", "expected"),
    [
        ("", "income > :line or income <= :line", ["the rule 'income' is unmet for nobody"]),
        ("", "income >= -1000", ["the rule 'income' is unmet for nobody"]),
        ("exempt or not exempt", "income >= 100", ["the rule 'income' always applies"]),
        ("exempt = false", "income >= 100 or exempt = false", ["the rule 'income' is unmet for nobody"]),
        ("", "every_member(grade >= 0) or income > 0", ["the rule 'income' is unmet for nobody"]),
    ],
)
def test_rule_that_is_the_same_for_everybody_is_refused(tmp_path, when, met, expected):
    assert with_rule(tmp_path, when, met, MET) == expected


def test_rule_that_nobody_meets_is_refused(tmp_path):
    case = "- {name: a, as_of: 2018-06-01, household: {income: 100, exempt: true}, expect: unmet}\n"
    assert with_rule(tmp_path, "", "income > 100000", case) == ["the rule 'income' is met for nobody"]


def test_case_is_witness_of_what_the_search_does_not_find(tmp_path):
    met = "31 * income - 17 * aid = 1001"
    unmet = "- {name: a, as_of: 2018-06-01, household: {income: 100, aid: 0}, expect: unmet}\n"
    assert with_rule(tmp_path / "without", "", met, unmet) == ["the rule 'income' is met for nobody"]
    shown = unmet + "- {name: b, household: {income: 46, aid: 25}, expect: met}\n"
    assert with_rule(tmp_path / "with", "", met, shown) == []


def test_search_is_witness_of_what_the_cases_do_not_show(tmp_path):
    assert with_rule(tmp_path, "not exempt", "income >= :line", MET) == []
