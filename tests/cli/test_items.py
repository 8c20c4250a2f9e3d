"""`diguan items from-check`: a check is looked at, taken into the ledger once, and refused when it was changed."""

import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.domain.ledger.models import Item
from diguan.domain.screening.models import Round
from tests.domain.ledger.actions.opening.test_checks import checked

__all__ = ["checked"]
pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(app, ["items", "from-check", *map(str, words)])


def test_check_is_looked_at_taken_once_and_changes_nothing_again(checked, settings):
    preview = run(checked, "--region", "152222", "--preview", "--json")
    assert preview.exit_code == 0, preview.output
    found = json.loads(preview.stdout)
    assert (found["opened"] > 0, Item.objects.count(), Round.objects.count(), list(settings.ROUNDS.iterdir())) == (
        True,
        0,
        0,
        [],
    )
    taken = run(checked, "--region", "152222")
    assert taken.exit_code == 0
    assert "校验结果已收入台账" in taken.stdout
    assert set(Item.objects.values_list("source", "opened_by")) == {("check", None)}
    assert Item.objects.count() == found["opened"]
    again = json.loads(run(checked, "--region", "152222", "--json").stdout)
    assert (again["opened"], Item.objects.count()) == (0, found["opened"])
    assert json.loads(run(checked, "--region", "152222", "--preview", "--json").stdout)["opened"] == 0
    assert Round.objects.count() == 1


def test_check_that_was_changed_unknown_places_and_no_check_are_refused(checked, tmp_path):
    assert run(tmp_path, "--region", "152222").exit_code == 2
    assert run(checked, "--region", "没有这个县").exit_code == 2
    with (checked / "findings.parquet").open("ab") as file:
        file.write(b"0")
    refused = run(checked, "--region", "152222")
    assert (refused.exit_code, Item.objects.count()) == (2, 0)
