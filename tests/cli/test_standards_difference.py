import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from tests.factories.packs import edit, pack_copy

ZH = """\
# small@1 → small@2

## 标准包 · 新增 0，取消 0，改动 1

- 改动 小标准 (pack)
  - 版本：small@1 → small@2

## 参数 · 新增 0，取消 0，改动 1

- 改动 收入线 (line)
  - 值 2020-01-01 national：120（已核官方文本；Law 2） → 130（未核实，须确认；Newspaper）

## 指标 · 新增 0，取消 0，改动 1

- 改动 收入 (income)
  - 达标：人均收入 ≥ 收入线 `income >= :line` → 人均收入 > 收入线 `income > :line`
  - 期限（工作日）：10 → 20
"""
EN = """\
# small@1 → small@2

## Pack · 0 added, 0 removed, 1 changed

- changed Small standard (pack)
  - version: small@1 → small@2

## Parameters · 0 added, 0 removed, 1 changed

- changed Income line (line)
  - value 2020-01-01 national: 120 (official text seen; Law 2) → 130 (unverified, to be confirmed; Newspaper)

## Indicators · 0 added, 0 removed, 1 changed

- changed Income (income)
  - met: Income per head ≥ Income line `income >= :line` → Income per head > Income line `income > :line`
  - deadline in working days: 10 → 20
"""


@pytest.fixture
def packs(tmp_path):
    first, second = pack_copy(tmp_path / "a"), pack_copy(tmp_path / "b")
    edit(second, "pack.yaml", "version: '1'", "version: '2'")
    line = "{value: 120, status: verified, source: Law 2}"
    edit(second, "parameters/line.yaml", line, "{value: 130, status: unverified, source: Newspaper}")
    edit(second, "indicators/income/indicator.yaml", "  >= :line", "  > :line")
    edit(second, "indicators/income/indicator.yaml", "deadline_days: 10", "deadline_days: 20")
    return first, second


def run(*words):
    return CliRunner().invoke(app, ["standards", "diff", *map(str, words)])


@pytest.mark.parametrize(("language", "text"), [("zh", ZH), ("en", EN)])
def test_difference_reads_as_a_text(packs, language, text):
    result = run(*packs, "--lang", language)
    assert (result.exit_code, result.stdout) == (0, text)


def test_difference_as_json(packs):
    found = json.loads(run(*packs, "--json").stdout)
    assert (found["before"]["reference"], found["after"]["reference"]) == ("small@1", "small@2")
    line = next(d for d in found["differences"] if d["id"] == "line")
    assert line["aspects"] == [
        {
            "name": "value 2020-01-01 national",
            "before": {"value": "120", "status": "verified", "source": "Law 2"},
            "after": {"value": "130", "status": "unverified", "source": "Newspaper"},
        }
    ]


def test_equal_packs_say_so(packs):
    assert run(packs[0], packs[0]).stdout.endswith("两个标准包没有不同。\n")


def test_unknown_pack_is_refused(packs):
    result = run(packs[0], "no-such-pack")
    assert result.exit_code == 2
    assert "no-such-pack" in result.output
