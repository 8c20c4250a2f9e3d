"""What an earlier release left behind opens in this one: its database is carried on, its round is recomputed."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest

from tests.acceptance.command import diguan
from tests.architecture.sources import TESTS

LEFT = TESTS / "fixtures" / "release-0.1"
ROUND = "round-00000001"
HOUSEHOLDS = 30
STANDARD = ("--standard", "cn-two-assurances", "--as-of", "2019-06-30", "--region", "150928")
FIGURES = ("poverty_line=3218", "relocation_area_per_head=25", "microloan_ceiling=50000")
# Every identifier opens with the keys that came along, every password of the demonstration is still accepted.
OPENED = """
import json, django
django.setup()
from django.conf import settings
from diguan.domain.accounts.models import Account
from diguan.domain.registry.models import Identifiers
from diguan.domain.sealing import about, seals
rows = json.loads((settings.DATA / "demonstration-accounts.json").read_text(encoding="utf-8"))
for row in rows:
    assert Account.objects.get(username=row["username"]).check_password(row["password"]), row["username"]
opened = [seals().unseal(bytes(r.sealed), r.key_id, about(r.pk)) for r in Identifiers.objects.all()]
print(len(rows), len(opened), all(opened))
"""


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The data folder of the earlier release, and commands that use it."""
    folder = tmp_path / "data"
    (folder / "rounds").mkdir(parents=True)
    for kept in ("audit.keys", "identifiers.keys", "demonstration-accounts.json"):
        shutil.copy(LEFT / kept, folder)
    shutil.copytree(LEFT / ROUND, folder / "rounds" / ROUND)
    database = sqlite3.connect(folder / "registry.sqlite3")
    database.create_function("regexp", 2, lambda pattern, text: re.search(pattern, text) is not None)
    database.executescript((LEFT / "registry.sql").read_text(encoding="utf-8"))
    database.close()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DIGUAN_DATA", str(folder))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "diguan.config.settings")
    return folder


def test_database_is_carried_on_with_its_acts_accounts_and_identifiers(data):
    upgraded = diguan("upgrade")
    assert upgraded.code == 0, upgraded.text
    verified = diguan("audit", "verify", "--json")
    assert (verified.code, verified.answer["ok"], verified.answer["entries"] > 0) == (0, True, True)
    opened = subprocess.run(
        [sys.executable, "-c", OPENED], env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert opened.stdout.split() == ["8", "90", "True"], opened.stderr


def test_round_of_the_earlier_release_is_listed_and_recomputed(data):
    (listed,) = diguan("rounds", "list", "--json").answer["rounds"]
    assert (listed["households"], listed["folder"]) == (HOUSEHOLDS, str(data / "rounds" / ROUND))
    verified = diguan("round", "verify", listed["folder"])
    assert verified.code == 0, verified.text


def test_new_round_runs_over_what_the_earlier_release_stored(data):
    confirmed = [word for figure in FIGURES for word in ("--confirm", f"{figure}@demonstration")]
    made = diguan("rounds", "run", *STANDARD, *confirmed, "--json")
    assert made.code == 0, made.text
    assert made.answer["households"] == HOUSEHOLDS
