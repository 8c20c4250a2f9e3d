"""`diguan keys`: which there are, another one, everything under it."""

import json

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.domain.registry.models import Identifiers
from tests.domain.registry.actions.test_resealing import PEOPLE, keys, load

__all__ = ["keys"]


def run(*words):
    return CliRunner().invoke(app, ["keys", *words])


@pytest.mark.django_db
def test_keys_are_listed_added_and_used(keys):
    load()
    assert "Key 2 seals from now on" in run("add").output
    listed = json.loads(run("list", "--json").output)["keys"]
    assert [(key["number"], key["current"], key["rows"]) for key in listed] == [(1, False, PEOPLE + 4), (2, True, 0)]
    assert json.loads(run("reseal", "--json").output) == {"rows": PEOPLE + 4}
    assert "seals from now on" in run("list").output
    Identifiers.objects.update(key_id=9)
    done = run("list")
    assert (done.exit_code, "not in the file" in done.output) == (2, True)
