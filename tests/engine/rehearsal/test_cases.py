"""Every case is played on every back end; what does not come out as expected is named with file, line, back end."""

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.rehearsal import admit_standard, cases, rehearse
from diguan.engine.rehearsal.closures import play_closures
from diguan.engine.rehearsal.sets import play_sets
from diguan.engine.rehearsal.spark import play_spark
from diguan.engine.rehearsal.stage import Outcome, scene_of
from diguan.engine.standards import UnableToLoadStandard, list_standards, load_standard
from diguan.engine.verdicts import Verdict
from tests.factories.packs import PACKS, edit, pack_copy, refusals, told

CASES = "indicators/income/cases.yaml"


def scenes_of(pack):
    return [scene_of(pack, i, pack.rules.indicators[i.id], c) for i in pack.indicators.values() for c in i.cases]


@pytest.mark.parametrize("name", ["small", "small-region", "worked-example"])
def test_good_packs_are_admitted(name):
    assert admit_standard(PACKS / name).id == name


@pytest.mark.parametrize("header", list_standards(), ids=lambda h: h.reference)
def test_every_pack_of_the_project_is_admitted(header):
    assert admit_standard(header.folder).reference == header.reference


@pytest.mark.parametrize("name", ["small", "small-region", "worked-example"])
def test_every_case_is_played_on_every_back_end(name, spark):
    pack = load_standard(PACKS / name)
    scenes = scenes_of(pack)
    expected = [(s.indicator.id, s.case.name, s.case.expect) for s in scenes]
    played = (play_closures(scenes), play_sets(pack.catalogue, scenes), play_spark(spark, pack.catalogue, scenes))
    for outcomes in played:
        assert sorted((o.scene.indicator.id, o.scene.case.name, o.got) for o in outcomes) == sorted(expected)


def test_wrong_case_is_told_with_back_ends_result_and_expectation(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, CASES, "{income: 99.99}\n  expect: unmet", "{income: 99.99}\n  expect: met")
    (problem,) = refusals(folder)
    assert str(problem) == (
        f"{CASES}:5: 案例“just below”（2018-06-01，closures, DuckDB）得到未达标 unmet；应为：达标 met\n"
        f"  {CASES}:5: the case 'just below' (2018-06-01, closures, DuckDB) comes out unmet; expected: met"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("indicators/schooling/cases.yaml", "{grade: 0}, expect: unknown", "{grade: 0}, expect: unmet", 4),
        ("indicators/shelter/cases.yaml", "roster_complete: false", "roster_complete: true", 4),
        ("indicators/shelter/cases.yaml", "village: {road: false}", "village: {road: true}", 5),
        ("indicators/road/cases.yaml", "{road: false}, expect: unmet", "{road: false}, expect: met", 2),
        ("indicators/beds/cases.yaml", "village: {road: false}", "village: {}", 3),
        (CASES, "parameters: {line: 98}", "parameters: {line: 100}", 17),
        (CASES, "as_of: 2019-06-01", "as_of: 2018-07-01", 21),
        (CASES, "household: {income: 1, exempt: null}", "household: {income: 1}", 14),
    ],
)
def test_each_part_of_a_case_counts(tmp_path, file, old, new, line):
    folder = pack_copy(tmp_path)
    edit(folder, file, old, new)
    assert [(f, n) for f, n, _ in told(folder)] == [(file, line)]


def test_back_end_that_disagrees_is_named_alone(monkeypatch):
    pack = load_standard(PACKS / "small")

    def contrary(_catalogue, scenes):
        return [
            Outcome(s, "DuckDB", Verdict.UNKNOWN if s.case.name == "on the line" else s.case.expect) for s in scenes
        ]

    monkeypatch.setattr("diguan.engine.rehearsal.cases.play_sets", contrary)
    assert [p.message.en for p in rehearse(pack)] == ["the case 'on the line' (2018-06-01, DuckDB) comes out unknown"]


def test_case_whose_parameter_does_not_fit_its_rule_is_told(tmp_path):
    folder = pack_copy(tmp_path)
    edit(
        folder,
        "parameters/fuel_kinds.yaml",
        "type: integer\nvalues: {}",
        "type: text\nvalues: {2018-01-01: {value: tiles, status: verified, source: Law}}",
    )
    edit(folder, "parameters/fuel_kinds.yaml", "unit: '1'\n", "")
    edit(folder, "indicators/shelter/indicator.yaml", "roof = 'tiles'", "roof = :fuel_kinds")
    assert told(folder) == []
    edit(folder, "indicators/shelter/cases.yaml", "{name: straw,", "{name: straw, parameters: {fuel_kinds: slate},")
    (problem,) = refusals(folder)
    assert (problem.file, problem.line) == ("indicators/shelter/cases.yaml", 2)
    assert problem.message.en.startswith("the case 'straw' has a parameter that does not fit the rule 'shelter'")


def test_problems_of_loading_and_of_cases_are_one_kind_of_error(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, CASES, "{income: 99.99}\n  expect: unmet", "{income: 99.99}\n  expect: met")
    with pytest.raises(UnableToLoadStandard):
        admit_standard(folder)


def test_pack_plays_its_cases_again_only_where_a_file_of_it_has_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(cases, "_admitted", set())
    played = []
    monkeypatch.setattr(cases, "play_sets", lambda *given: played.append(given) or play_sets(*given))
    folder = pack_copy(tmp_path)
    assert [admit_standard(folder).sha256 for _ in range(2)] == [load_standard(folder).sha256] * 2
    assert len(played) == 1
    edit(folder, CASES, "{income: 99.99}\n  expect: unmet", "{income: 99.99}\n  expect: met")
    for _ in range(2):  # what was refused is refused again
        assert [(p.file, p.line) for p in refusals(folder)] == [(CASES, 5)]
    assert len(played) == 3


def test_pack_that_was_admitted_plays_its_cases_again_over_other_fields(monkeypatch):
    admit_standard(PACKS / "worked-example")
    played = []
    monkeypatch.setattr(cases, "play_sets", lambda *given: played.append(given) or play_sets(*given))
    admit_standard(PACKS / "worked-example", load_catalogue())
    assert len(played) == 1
