import shutil
from datetime import date

import pytest

from diguan import weigh
from diguan.engine.comparison import UnableToWeighStandards
from diguan.engine.standards.locate import PROJECT_STANDARDS
from diguan.engine.standards.parameters import UnableToResolveParameters
from tests.factories.change import population, round_of
from tests.factories.packs import edit
from tests.factories.rounds import CONFIRMED

ROWS = population(60)
HIGHER = CONFIRMED | {"poverty_line": (3747, "new notice")}
TWO = "cn-two-assurances"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return round_of(ROWS, tmp_path_factory.mktemp("rounds") / "round")


def incomes(low, high):
    return {r["household_id"] for r in ROWS if low < r["income_per_head"] <= high}


def test_one_standard_against_itself_changes_nothing(folder):
    (step,) = weigh(TWO, TWO, folder, confirm=(CONFIRMED, CONFIRMED)).figures.steps
    assert (step.differences, step.unexplained) == (0, 0)
    assert all(line.totals.came == line.totals.went == 0 for line in step.findings)


def test_a_higher_line_brings_in_the_households_between_the_lines(folder):
    (step,) = weigh(TWO, TWO, folder, confirm=(CONFIRMED, HIGHER)).figures.steps
    income = next(line for line in step.indicators if line.id == "income")
    assert income.progress["came"] == len(incomes(3218, 3747)) > 0
    assert income.progress["unmet_before"] == income.progress["still_open"] == len(incomes(0, 3218))
    assert step.reasons == {"standard": len(incomes(3218, 3747))}
    villages = {area.code for area in step.areas["village"] if area.indicators.get("income", {"came": 0})["came"]}
    assert villages == {r["region_code"] for r in ROWS if r["household_id"] in incomes(3218, 3747)}


def test_snapshot_folder_alone_is_enough_and_stays_as_it_was(folder):
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    (step,) = weigh(TWO, TWO, folder / "snapshot", confirm=(CONFIRMED, HIGHER)).figures.steps
    assert step.differences == len(incomes(3218, 3747))
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_other_pack_tells_what_the_snapshot_lacks_in_one_line_each(folder):
    days = (None, date(2021, 6, 30))
    monitoring = {"monitoring_line": (6000, "notice")}
    (step,) = weigh(TWO, "cn-monitoring", folder, as_of=days, confirm=(CONFIRMED, monitoring)).figures.steps
    lines = [line.en for line in step.coverage_after]
    assert sum(line.startswith("Labour capacity: the snapshot was taken for another standard") for line in lines) == 1
    assert len(lines) == len(set(lines))
    assert step.coverage_before == ()
    assert {line.en for line in step.only_before} == {
        "Enough clothing",
        "Enough food",
        "Income steadily above the line",
        "Drinking water, measured",
    }


def test_findings_say_how_many_households_come_in_and_go_out(folder, tmp_path):
    stricter = shutil.copytree(PROJECT_STANDARDS / TWO, tmp_path / "stricter")
    edit(stricter, "pack.yaml", "version: 2019.1", "version: 2019.2")
    edit(stricter, "findings.yaml", "- id: needs_evidence\n", "- id: needs_evidence\n  per: household\n")
    (step,) = weigh(TWO, str(stricter), folder, confirm=(CONFIRMED, CONFIRMED)).figures.steps
    assert (step.before.version, step.after.version) == ("2019.1", "2019.2")
    assert step.differences == 0
    totals = {line.kind: line.totals for line in step.findings}
    asked = totals["needs_evidence"]
    assert (asked.households_in, asked.households_out) == (0, 0)
    assert asked.went == asked.before > asked.came == asked.after
    assert all(t.came == t.went == 0 for kind, t in totals.items() if kind != "needs_evidence")


def test_day_before_the_snapshot_is_refused(folder):
    with pytest.raises(UnableToWeighStandards) as caught:
        weigh(TWO, TWO, folder, as_of=(date(2019, 1, 1), None), confirm=(CONFIRMED, CONFIRMED))
    assert "facts of later days may be in it" in caught.value.message.en


def test_standard_that_is_not_in_force_names_the_option(folder):
    with pytest.raises(UnableToWeighStandards) as caught:
        weigh(TWO, "cn-monitoring", folder, confirm=(CONFIRMED, {"monitoring_line": (6000, "notice")}))
    assert caught.value.place == "cn-monitoring@2021.1"
    assert "--as-of-b" in caught.value.hint.en


def test_unconfirmed_value_is_refused(folder):
    with pytest.raises(UnableToResolveParameters):
        weigh(TWO, TWO, folder, confirm=(CONFIRMED, {}))


def test_folder_without_a_snapshot_is_refused(tmp_path):
    with pytest.raises(UnableToWeighStandards) as caught:
        weigh(TWO, TWO, tmp_path, confirm=(CONFIRMED, CONFIRMED))
    assert caught.value.message.en == "there is no snapshot here (snapshot.json)"
