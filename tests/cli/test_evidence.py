"""`diguan evidence forget`: what would go, what goes, by whom and why."""

import json
import os

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from diguan.domain.evidence.files import path_of, place
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(settings, tmp_path):
    """A file of long ago that no row knows."""
    settings.EVIDENCE = tmp_path / "evidence"
    path = path_of(place(b"nobody's"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def run(*words):
    return CliRunner().invoke(app, ["evidence", "forget", *words])


def test_dry_run_shows_what_would_go_and_touches_nothing(unknown):
    account("chen.tester")
    done = run("--by", "chen.tester", "--reason", "磁盘将满", "--dry-run", "--json")
    expected = {"path": f"{unknown.name[:2]}/{unknown.name}", "size": 8, "since": "2001-09-09T01:46:40+00:00"}
    assert json.loads(done.output) == {"removed": False, "bytes": 8, "files": [expected]}
    assert "nothing was touched" in run("--by", "chen.tester", "--reason", "磁盘将满", "--dry-run").output
    assert unknown.exists()
    assert not Entry.objects.filter(action="forget_unknown_files").exists()


def test_files_go_in_the_name_of_somebody_for_a_reason(unknown):
    who = account("chen.tester")
    done = run("--by", "chen.tester", "--reason", "磁盘将满")
    assert (done.exit_code, "1 files (8 bytes) are gone" in done.output) == (0, True)
    assert not unknown.exists()
    entry = Entry.objects.get(action="forget_unknown_files")
    assert (entry.actor, detail_of(entry)["reason"]) == (who.pk, "磁盘将满")
    assert "belongs to nothing" in run("--by", "chen.tester", "--reason", "再看一次").output


@pytest.mark.parametrize(
    "words", [("--by", "nobody.tester", "--reason", "磁盘将满"), ("--by", "chen.tester", "--reason", " ")]
)
def test_nobody_and_no_reason_are_refused(unknown, words):
    account("chen.tester")
    assert run(*words).exit_code == 2
    assert unknown.exists()
