import json

import pytest
from typer.testing import CliRunner

from diguan.cli.standards import app
from tests.factories.packs import PACKS, edit, pack_copy


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


def test_check_of_a_good_pack_says_so_in_both_languages():
    code, text = run("check", PACKS / "small")
    assert code == 0
    assert text == (
        "small@1 小标准：检查通过。指标 5，案例 23，问题类型 4；案例在 closures + duckdb 上全部相符。\n"
        "small@1 Small standard: passed. Indicators: 5, cases: 23, findings: 4; "
        "every case comes out as expected on closures + duckdb.\n"
    )


def test_check_by_name_and_in_further_folders():
    assert run("check", "cn-two-assurances")[0] == 0
    assert run("check", "small@1", "--packs", PACKS)[0] == 0


def test_check_of_a_broken_pack_names_file_line_and_expectation(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "departments.yaml", "en: Council", "en: no")
    code, text = run("check", folder)
    assert code == 2
    assert (
        "departments.yaml:1: found a truth value 'no'; expected: a text; YAML does not read no as text, quote it: 'no'"
        in text
    )
    assert "departments.yaml:1: 写的是布尔值“no”；应为：文字" in text
    assert text.endswith(f"{folder}：拒绝，1 个问题。 {folder}: refused, 1 problem.\n")


def test_check_as_json_is_one_object(tmp_path):
    code, text = run("check", PACKS / "small", "--json")
    report = json.loads(text)
    assert code == 0
    assert len(report.pop("sha256")) == 64
    assert report == {
        "standard": "small@1",
        "ok": True,
        "problems": [],
        "remarks": [],
        "indicators": 5,
        "cases": 23,
        "back_ends": ["closures", "duckdb"],
    }
    folder = pack_copy(tmp_path)
    edit(folder, "measures.yaml", "en: Grant", "en: 12")
    code, text = run("check", folder, "--json")
    report = json.loads(text)
    assert (code, report["ok"]) == (2, False)
    assert [(p["file"], p["line"], p["message"]["en"]) for p in report["problems"]] == [
        ("measures.yaml", 1, "found a whole number '12'")
    ]


def test_check_passes_with_a_note_where_a_condition_waits_for_emptiness(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "findings.yaml", "- aid > 1000 and exempt", "- aid > 1000 and (exempt is null or exempt)")
    code, text = run("check", folder)
    assert code == 0
    assert "findings.yaml:10: 'exempt is null' is true of nobody" in text
    assert "“exempt is null”对谁都不会成立" in text
    assert "passed." in text
    code, text = run("check", folder, "--json")
    (remark,) = json.loads(text)["remarks"]
    assert (code, remark["file"]) == (0, "findings.yaml")


def test_check_of_an_unknown_pack_suggests_one():
    code, text = run("check", "cn-two-assurance")
    assert code == 2
    assert "did you mean 'cn-two-assurances'?" in text


def test_list_shows_packs_with_both_labels():
    code, text = run("list", "--json", "--packs", PACKS)
    listed = {s["id"]: s["label"] for s in json.loads(text)["standards"]}
    assert code == 0
    assert listed["cn-two-assurances"] == {"zh": "两不愁三保障", "en": "Two assurances, three guarantees"}
    assert listed["small"] == {"zh": "小标准", "en": "Small standard"}
    assert "cn-two-assurances" in run("list")[1]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                "# 小标准 (small@1)",
                "- 有效期：2018-01-01 起，2022-01-01 前",
                "- 依据：Law 1 3",
                "- 部门：委员会，10 个工作日",
                "- 临界值：2",
            ],
        ),
        (
            "en",
            [
                "# Small standard (small@1)",
                "- In force: from 2018-01-01 to before 2022-01-01",
                "- Written in: Law 1 3",
                "- Applies when: not [Exempt]",
                "  `not exempt`",
                "- Met when: Income per head ≥ Income line",
                "  `income >= :line`",
                "- Measures: Income per head < 0 → Visit",
                "- Measures: always → Grant",
                "- from 2018-01-01: 100 (nation, verified, looked up on 2026-01-01) Law 1",
                "- from 2019-01-01: 110 (nation, unverified, to be confirmed) Newspaper",
                "- no value in the pack; the operator gives it",
                "- Unless: Schooling: Taught at home",
                "- Met as of: Left on",
            ],
        ),
    ],
)
def test_show_is_text_with_citations(language, expected):
    code, text = run("show", PACKS / "small", "--lang", language)
    assert code == 0
    assert [line for line in expected if line not in text.splitlines()] == []


def test_show_of_a_broken_pack_is_refused(tmp_path):
    folder = pack_copy(tmp_path)
    edit(folder, "pack.yaml", "id: small", "id: [small]")
    code, text = run("show", folder)
    assert code == 2
    assert "pack.yaml:2: found a list" in text
