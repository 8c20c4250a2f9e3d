"""The examples of the documentation, run as they stand against a running server, in both languages."""

import os
import re
import subprocess
import sys

import pytest

from diguan.domain.accounts.permissions import Role
from tests.architecture.sources import ROOT
from tests.factories.accounts import holder
from tests.factories.programs import token
from tests.web.households.conftest import home, load

PAGES = ("api.md", "api.en.md")


def blocks(name, language):
    text = (ROOT / "docs" / "howto" / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def surroundings(live_server, settings, tmp_path):
    settings.API_LIMITS = {"token": 1000, "account": 1000}
    settings.UPLOADS = tmp_path / "uploads"
    (tmp_path / "export.csv").write_text("户编号,户主姓名\n0001,合成甲\n", encoding="utf-8")
    load(*(home(f"{n:04}") for n in range(5)))
    secret = token(holder(Role.COUNTY))
    return {
        **os.environ,
        "PWD": str(tmp_path),
        "DIGUAN_API": f"{live_server.url}/api/v1",
        "DIGUAN_TOKEN": secret,
        "NO_PROXY": "*",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", PAGES)
def test_examples_do_what_the_page_says(name, surroundings):
    for block in blocks(name, "bash"):
        for line in block.splitlines():
            done = subprocess.run(
                ["bash", "-c", f"{line} --fail-with-body"],
                env=surroundings,
                cwd=surroundings["PWD"],
                capture_output=True,
                check=False,
                text=True,
            )
            assert done.returncode == 0, done.stdout
            assert done.stdout.startswith("{")
    program = "\n".join(blocks(name, "python"))
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["5", "True", "True"]


def test_examples_of_both_languages_are_the_same_but_for_their_texts():
    plain = [
        [re.sub(r'"(evidence|reason)": "[^"]*"', "", b) for b in blocks(n, "python") + blocks(n, "bash")] for n in PAGES
    ]
    assert plain[0] == plain[1]
