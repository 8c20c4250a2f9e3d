"""Packs that load, and packs that are refused with file and line: every refusal that the design lists."""

from datetime import date

import pytest
import yaml

from diguan.engine.documents import Label
from diguan.engine.standards import UnableToLoadStandard, load_standard
from diguan.engine.verdicts import Subject, Verdict
from tests.factories.packs import PACKS, edit, pack_copy, put, refusals, told

INCOME = "indicators/income/indicator.yaml"
INCOME_CASES = "indicators/income/cases.yaml"


def test_worked_example_of_the_design_loads_as_it_stands():
    pack = load_standard(PACKS / "worked-example")
    assert (pack.id, pack.version, pack.label.en) == ("worked-example", "2019.1", "Two assurances, three guarantees")
    assert pack.in_force == (date(2011, 1, 1), date(2021, 1, 1))
    assert (pack.authority, pack.floors) == (
        {"poverty_line": "national", "water_*": "region"},
        {"poverty_line": "national"},
    )
    line = pack.parameters["poverty_line"]
    assert [(v.since, v.value, v.status, v.source) for v in line.values] == [
        (date(2019, 1, 1), 3218.0, "unverified", "press caption")
    ]
    education = pack.indicators["compulsory_education"]
    assert (education.subject, education.guarantee, education.deadline_days) == (Subject.PERSON, "education", 30)
    assert next((r.when, r.measure) for r in education.routes) == ("dropout_reason = '因病'", "social_security")
    assert [(c.name[:3], c.as_of, c.expect) for c in education.cases] == [
        ("six", date(2018, 10, 15), Verdict.UNMET),
        ("six", date(2018, 10, 15), Verdict.NOT_APPLICABLE),
        ("tau", date(2018, 10, 15), Verdict.MET),
        ("bir", date(2018, 10, 15), Verdict.UNKNOWN),
    ]
    assert education.cases[3].facts[Subject.PERSON] == {"birth_date": None, "school_status": None}
    assert pack.departments == {"education": Label("education", "education")}
    assert [f.label.zh for f in pack.findings] == ["疑似错退", "需补证据"]


def test_project_pack_loads():
    pack = load_standard("cn-two-assurances")
    assert (pack.reference, pack.folder.name) == ("cn-two-assurances@2019.1", "cn-two-assurances")
    assert pack.rules.parameters <= pack.parameters.keys()


def test_pack_with_fields_of_its_own_needs_neither_persons_nor_regions():
    pack = load_standard(PACKS / "small")
    assert pack.catalogue.fields(Subject.HOUSEHOLD).keys() == {
        "weight",
        "income",
        "roof",
        "exempt",
        "left_on",
        "status",
        "aid",
    }
    assert (pack.weights, pack.cutoff, pack.weighting_field) == ({"income": 1.0, "shelter": 2.0}, 2.0, "weight")
    assert [i.id for i in pack.named("services")] == ["beds", "road"]
    assert [i.id for i in pack.named("road")] == ["road"]


def test_indicator_of_weight_zero_takes_no_part(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "pack.yaml", "income: 1", "income: 0")
    assert load_standard(folder).weights == {"shelter": 2.0}


def test_weights_that_are_negative_or_all_zero_are_refused(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "pack.yaml", "income: 1", "income: -1")
    assert "a number, at least 0" in [p.expected.en for p in refusals(folder) if p.expected]
    edit(folder, "pack.yaml", "income: -1", "income: 0")
    edit(folder, "pack.yaml", "shelter: 2", "shelter: 0")
    assert any("nobody can reach it" in message for _, _, message in told(folder))


def test_rules_know_what_they_read():
    rules = load_standard(PACKS / "small").rules
    assert rules.parameters == {"line", "first_day", "subsidy"}
    assert (Subject.HOUSEHOLD, "exempt") in rules.facts
    assert rules.findings["fell_back"].unless["schooling"].subject is Subject.PERSON
    assert rules.findings["not_on_the_list"].alternatives[0].subject is Subject.PERSON
    assert rules.indicators["income"].routes[1] is None


def test_expression_error_names_its_line_in_a_folded_text(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, INCOME, "  >= :line", "  >= :lin")
    (problem,) = refusals(folder)
    assert (problem.file, problem.line, problem.hint.en) == (INCOME, 8, "did you mean line?")


BROKEN = yaml.safe_load((PACKS / "broken.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("broken", BROKEN, ids=[b["what"] for b in BROKEN])
def test_broken_pack_is_refused_with_file_line_and_expectation(tmp_path, broken):
    folder = pack_copy(tmp_path)
    edit(folder, broken["file"], broken["old"], broken["new"])
    found = [p for p in refusals(folder) if p.line == broken["line"] and broken["says"] in p.message.en]
    assert {p.file for p in found} == {broken.get("told_in", broken["file"])}, told(folder)
    assert all(p.expected or p.hint for p in found)


def test_rule_without_cases_is_refused(tmp_path):
    folder = pack_copy(tmp_path)
    (folder / INCOME_CASES).unlink()
    assert told(folder) == [(INCOME_CASES, 1, "the rule 'income' has no cases")]


def test_empty_cases_are_refused(tmp_path):
    folder = pack_copy(tmp_path)
    put(folder, INCOME_CASES, "[]\n")
    assert told(folder) == [(INCOME_CASES, 1, "found a list")]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("finding.yaml", "unknown file or folder 'finding.yaml'"),
        ("indicator/x/indicator.yaml", "unknown file or folder 'indicator'"),
        ("parameters/line.yml", "a file that does not belong here"),
        ("indicators/income/case.yaml", "unknown file or folder 'case.yaml'"),
        ("indicators/stray.yaml", "a file that does not belong here"),
    ],
)
def test_stray_file_is_refused_not_overlooked(tmp_path, file, message):
    folder = pack_copy(tmp_path)
    put(folder, file, "a: 1\n")
    assert [m for _, _, m in told(folder)] == [message]


def test_notes_for_readers_are_no_part_of_the_pack(tmp_path):
    folder = pack_copy(tmp_path)
    before = load_standard(folder).sha256
    put(folder, "README.md", "Notes.")
    put(folder, ".hidden/x.yaml", "a: [")
    assert load_standard(folder).sha256 == before


def test_hash_changes_with_every_byte(tmp_path):
    folder = pack_copy(tmp_path)
    before = load_standard(folder).sha256
    edit(folder, "departments.yaml", "Council", "Counsel")
    assert load_standard(folder).sha256 != before


def test_all_problems_are_told_at_once(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, INCOME, "  income\n", "  incme\n")
    edit(folder, INCOME, "deadline_days: 10", "deadline_days: 0")
    edit(folder, INCOME_CASES, "{income: 99.99}", "{incom: 99.99}")
    edit(folder, "parameters/line.yaml", ", source: Newspaper", "")
    edit(folder, "findings.yaml", "met_as_of: left_on", "met_as_of: leftt_on")
    edit(folder, "measures.yaml", "en: Grant", "en: ''")
    assert [(f, n) for f, n, _ in told(folder)] == [
        ("findings.yaml", 1),
        (INCOME_CASES, 6),
        (INCOME, 7),
        (INCOME, 10),
        ("measures.yaml", 1),
        ("parameters/line.yaml", 5),
    ]


def test_lost_file_brings_no_follow_up_problems(tmp_path):
    folder = pack_copy(tmp_path)
    put(folder, INCOME, "id: [\n")
    put(folder, "parameters/first_day.yaml", "&")
    assert {f for f, _, _ in told(folder)} == {INCOME, "parameters/first_day.yaml"}


def test_folder_without_a_pack_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnableToLoadStandard) as caught:
        load_standard(tmp_path / "empty")
    assert next(p.message.en for p in caught.value.problems) == "no pack.yaml in empty"


def test_pack_that_judges_nothing_is_refused(tmp_path):
    put(
        tmp_path,
        "void/pack.yaml",
        "{id: void, version: '1', label: {zh: 空, en: Void}, in_force: {from: 2019-01-01}}\n",
    )
    assert told(tmp_path / "void") == [("pack.yaml", 1, "the pack has no indicator and no finding: it judges nothing")]


def test_names_are_free_where_nothing_is_listed(tmp_path):
    folder = pack_copy(tmp_path)
    (folder / "departments.yaml").unlink()
    (folder / "measures.yaml").unlink()
    pack = load_standard(folder)
    assert pack.departments["school"] == Label("school", "school")
    assert sorted(pack.measures) == ["grant", "visit"]
