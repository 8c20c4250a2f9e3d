"""`diguan load`: the same words in, the registry filled; killed half-way it leaves nothing."""

import json
import os
import signal
import subprocess
import sys

import openpyxl
import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.domain.registry.models import Household, Load, Observation
from tests.fixtures.handmade.build import ROLES, build

# Ends itself without a farewell, as a power cut would, when everything is stored and nothing committed.
KILLED = """
import os, signal, sys
from diguan.cli import progress
progress.silent = lambda stage, done, total: stage == "folding" and os.kill(os.getpid(), signal.SIGKILL)
from diguan.cli.main import app
app(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    files = build(tmp_path_factory.mktemp("handmade"))
    rosters = [f"--roster={name}={files[name]}" for name in ("health_insurance", "education")]
    given = [files[role] for role in ROLES]
    return [str(word) for word in (*given, "--residents", files["residents"], *rosters, "--as-of", "2019-06-30")]


def run(*words):
    return CliRunner().invoke(app, ["load", *map(str, words)])


@pytest.mark.django_db
def test_load_stores_once_and_says_so(words, tmp_path):
    first = run(*words, "--json", "--rejected", tmp_path / "rejected.xlsx")
    said = json.loads(first.stdout)
    assert (first.exit_code, said["households"]["added"]) == (1, Household.objects.count())
    assert openpyxl.load_workbook(tmp_path / "rejected.xlsx").sheetnames
    again = run(*words)
    assert (again.exit_code, Load.objects.count()) == (0, 1)
    assert "nothing was changed" in again.stdout


@pytest.mark.django_db
def test_preview_says_what_would_change(words):
    found = run(*words, "--preview")
    assert "Preview, nothing was stored" in found.stdout
    assert Observation.objects.count() == 0


@pytest.mark.django_db
def test_unknown_region_is_refused(words):
    assert run(*words, "--region", "没有这个县").exit_code == 2
    assert Load.objects.count() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_load_killed_half_way_leaves_nothing_and_begins_anew(words, tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"DIGUAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "diguan.config.settings"}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, "load", *words], env=environment, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    command = [sys.executable, "-m", "diguan", "load", *words, "--json"]
    said = json.loads(subprocess.run(command, env=environment, capture_output=True, check=False).stdout)
    assert (said["known"], said["observations"] > 0) == ([], True)
