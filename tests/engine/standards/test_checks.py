"""What a finding about a village or a facility may say."""

import pytest

from tests.factories.packs import edit, pack_copy, put, refusals

ROAD = "- id: no_road\n  label: {zh: 没有路, en: No road}\n  subject: village\n  when: any_unmet(road)\n"


@pytest.fixture
def folder(tmp_path):
    folder = pack_copy(tmp_path)
    path = folder / "findings.yaml"
    put(folder, "findings.yaml", path.read_text(encoding="utf-8") + ROAD)
    return folder


def test_village_is_found_by_its_own_indicators(folder):
    assert refusals(folder) == ()


@pytest.mark.parametrize(
    "line", ["facts_as_of: left_on", "per: household", "unknown_because: missing"], ids=["as-of", "per", "because"]
)
def test_what_only_a_household_has_is_refused(folder, line):
    edit(folder, "findings.yaml", "  when: any_unmet(road)\n", f"  when: any_unmet(road)\n  {line}\n")
    assert any(f"a finding about a village has no {line.split(':')[0]}" in p.message.en for p in refusals(folder))


def test_indicator_of_a_household_is_none_of_a_village(folder):
    edit(folder, "findings.yaml", "  when: any_unmet(road)\n", "  when: any_unmet(shelter)\n")
    assert refusals(folder)


def test_indicator_of_a_village_is_none_of_a_household(folder):
    edit(folder, "findings.yaml", "  subject: village\n", "")
    assert refusals(folder)


@pytest.mark.parametrize("when", ["all_met(road)", "not all_met(road)"])
def test_finding_of_a_village_that_asks_for_no_shortfall_is_refused(folder, when):
    edit(folder, "findings.yaml", "  when: any_unmet(road)\n", f"  when: {when}\n")
    (problem,) = refusals(folder)
    assert "a row for each verdict that is unmet or unknown" in problem.message.en
    assert "any_unknown" in problem.expected.en


def test_finding_of_a_village_may_ask_for_more_beside_a_shortfall(folder):
    edit(folder, "findings.yaml", "  when: any_unmet(road)\n", "  when: any_unknown(road) and not all_met(road)\n")
    assert refusals(folder) == ()
