"""What is told of a pack that is not refused."""

import pytest

from diguan.engine.standards import load_standard
from diguan.engine.standards.remarks import remarks_on
from tests.factories.packs import edit, pack_copy

FOCUS = "aid > 1000 and exempt"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("aid is null or aid > 3", 1),
        ("aid > 3 and not (exempt and aid is not null)", 1),
        ("aid > 3 or not (not (exempt is null))", 1),
        ("aid > 3 and exempt is null and left_on is null", 2),
        ("aid > 3 or any_member(grade is null)", 1),
        ("aid is not null and aid > 3", 0),
        ("aid > 3 and not (exempt is null)", 0),
        ("aid > 3 and exempt", 0),
    ],
)
def test_condition_that_needs_emptiness_to_be_true_is_told(tmp_path, when, told):
    folder = pack_copy(tmp_path)
    edit(folder, "findings.yaml", FOCUS, when)
    remarks = remarks_on(load_standard(folder))
    assert [(r.file, r.line) for r in remarks] == [("findings.yaml", 10)] * told


@pytest.mark.parametrize(
    "name", ["cn-two-assurances", "cn-monitoring", "cn-consistency", "cn-facilities", "cn-village-exit", "global-mpi"]
)
def test_packs_of_the_project_wait_for_no_emptiness(name):
    assert remarks_on(load_standard(name)) == ()


def test_rules_of_indicators_are_looked_at_too(tmp_path):
    folder = pack_copy(tmp_path)
    file = "indicators/income/indicator.yaml"
    edit(folder, file, ">= :line", ">= :line or exempt is null")
    assert [(r.file, r.line) for r in remarks_on(load_standard(folder))] == [(file, 8)]


@pytest.mark.parametrize(
    ("income", "shelter", "cutoff", "told"),
    [
        ("0.3332", "0.6668", "0.3333", 1),
        ("0.333", "0.667", "0.6675", 1),
        ("0.1667", "0.1667", "0.3333", 0),
        ("0.5", "0.5", "1", 0),
        ("0.25", "0.25", "0.3333", 0),
        ("1999", "3000", "2000", 0),
    ],
)
def test_weights_that_miss_the_cutoff_by_rounding_are_told(tmp_path, income, shelter, cutoff, told):
    folder = pack_copy(tmp_path)
    edit(folder, "pack.yaml", "income: 1, shelter: 2", f"income: {income}, shelter: {shelter}")
    edit(folder, "pack.yaml", "cutoff: 2", f"cutoff: {cutoff}")
    assert ["by rounding alone" in remark.message.en for remark in remarks_on(load_standard(folder))] == [True] * told
