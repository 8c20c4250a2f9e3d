from datetime import date

import pytest

import diguan
from diguan.engine.regions import UnableToResolveRegion
from diguan.engine.standards import UnableToLoadStandard
from diguan.engine.standards.parameters import UnableToResolveParameters
from tests.fixtures.handmade.build import ROLES, build

AS_OF = date(2019, 6, 30)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return build(tmp_path_factory.mktemp("handmade"))


@pytest.fixture(scope="module")
def round_(files, tmp_path_factory):
    stages = []
    result = diguan.screen(
        inputs=[str(files[role]) for role in ROLES],
        residents=files["residents"],
        rosters={"health_insurance": files["health_insurance"], "education": files["education"]},
        standard="cn-two-assurances",
        as_of=AS_OF,
        confirm={"poverty_line": (3218, "county notice")},
        out=tmp_path_factory.mktemp("rounds") / "result",
        progress=lambda stage, done, total: stages.append((stage, done, total)),
    )
    return result, stages


def test_counts_are_plain_values(round_):
    result, _ = round_
    assert result.counts["households"] == 30
    assert result.counts["findings"]["suspected_missed_household"] == 4
    assert (result.counts["rejected_rows"], result.counts["bad_cells"]) == (1, 4)


def test_findings_are_a_table_in_the_order_of_the_ledger_with_both_languages(round_):
    result, _ = round_
    table = result.findings()
    assert table.num_rows == sum(result.counts["findings"].values())
    assert table["finding_id"].to_pylist() == list(range(1, table.num_rows + 1))
    assert {"kind", "household_id", "person_id", "indicator", "zh", "en"} <= set(table.column_names)
    assert None not in table["zh"].to_pylist() + table["en"].to_pylist()


def test_every_stage_tells_how_far_it_is(round_):
    _, stages = round_
    named = list(dict.fromkeys(stage.split()[0] for stage, _, _ in stages))
    assert [name for name in named if name not in diguan.api.STAGES] == []
    assert {"standard", "reading", "snapshot", "verdicts", "ledger", "report", "seal"} <= set(named)
    assert [(stage, done, total) for stage, done, total in stages if total and done > total] == []


def test_a_finished_round_verifies(round_):
    result, _ = round_
    found = diguan.verify(result.path)
    assert (found.ok, list(found.problems)) == (True, [])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"standard": "nowhere"}, UnableToLoadStandard),
        ({"confirm": {}}, UnableToResolveParameters),
        ({"region": "无此地"}, UnableToResolveRegion),
    ],
)
def test_what_the_order_alone_tells_is_refused_and_nothing_is_written(files, tmp_path, change, error):
    order = {"standard": "cn-two-assurances", "confirm": {"poverty_line": (3218, "county notice")}, **change}
    with pytest.raises(error):
        diguan.screen([files["exited"]], as_of=AS_OF, out=tmp_path / "result", **order)
    assert list(tmp_path.iterdir()) == []


def test_facts_that_lie_elsewhere_give_the_round_of_the_files(files, round_, tmp_path):
    from diguan.engine.regions import load_regions
    from diguan.exchange.reading import read_inputs

    result, _ = round_
    rosters = {name: files[name] for name in ("health_insurance", "education")}
    inputs = [files[role] for role in ROLES]
    asked = []

    def facts(catalogue, region):
        asked.append(region)
        return read_inputs(inputs, files["residents"], rosters, catalogue, load_regions(), region, AS_OF)

    again = diguan.screen_facts(
        facts,
        standard="cn-two-assurances",
        as_of=AS_OF,
        confirm={"poverty_line": (3218, "county notice")},
        out=tmp_path / "again",
    )
    assert asked == [None]
    assert again.record == result.record
