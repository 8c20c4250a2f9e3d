"""A round started in the browser is brought to its end by the processes of `diguan serve`, even when they were stopped meanwhile."""

import http.cookiejar
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_serve import DIGUAN, served, surroundings
from tests.factories.accounts import PASSWORD
from tests.fixtures.handmade.build import ROLES, build

__all__ = ["served", "surroundings"]
ROOT = Path(__file__).parents[2]
COUNTY = "150928000000"
PATIENCE = 900  # seconds: a limit on what never comes
PREPARE = f"""
import django
django.setup()
from tests.factories.accounts import Role, holder
holder(Role.COUNTY, over="{COUNTY}")
"""


class Browser:
    """Pages by address, cookies kept, forms sent with their token."""

    def __init__(self, address):
        self.address = address.rstrip("/")
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path):
        with self.opener.open(f"{self.address}{path}", timeout=300) as answer:
            return answer.read().decode()

    def post(self, path, **said):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)).group(1)
        content = urllib.parse.urlencode({**said, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(f"{self.address}{path}", content, {"Referer": f"{self.address}{path}"})  # noqa: S310  our own server
        with self.opener.open(request, timeout=300) as answer:
            return answer.read().decode()


def run(surroundings, *words):
    done = subprocess.run(words, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_round_started_in_the_browser_ends_though_the_server_was_stopped(served, surroundings, tmp_path):
    process, address, _ = served
    settings = {**surroundings, "DJANGO_SETTINGS_MODULE": "diguan.config.settings"}
    run(settings, sys.executable, "-c", PREPARE)
    files = build(tmp_path / "handmade")
    rosters = [f"--roster={name}={files[name]}" for name in ("health_insurance", "education")]
    given = [str(files[role]) for role in ROLES]
    run(
        surroundings, *DIGUAN, "load", *given, "--residents", str(files["residents"]), *rosters, "--as-of", "2019-06-30"
    )
    browser = Browser(address)
    assert "/sign-out/" in browser.post("/sign-in/", username="county.tester", password=PASSWORD)
    chosen = {"standard": "cn-two-assurances", "as_of": "2019-06-30", "region_code": COUNTY}
    confirmed = {"value-poverty_line": "3218", "source-poverty_line": "县里通知"}
    said = browser.post(f"/rounds/start/?{urllib.parse.urlencode(chosen)}", **chosen, **confirmed)
    assert 'role="alert"' not in re.sub("<template.*?</template>", "", said, flags=re.DOTALL)
    process.send_signal(signal.SIGINT)
    assert process.wait(300) == 0
    port = urllib.parse.urlsplit(address).port
    with subprocess.Popen(
        [*DIGUAN, "serve", "--port", str(port)], env=surroundings, stdout=subprocess.PIPE, text=True
    ) as again:
        assert again.stdout is not None
        next(line for line in again.stdout if "Pages: http" in line)
        page, deadline = "", time.monotonic() + PATIENCE
        while 'href="/rounds/1/"' not in page and time.monotonic() < deadline:
            time.sleep(1)
            page = browser.get("/rounds/")
        assert 'href="/rounds/1/"' in page
        assert "ledger.xlsx" in browser.get("/rounds/1/")
        again.send_signal(signal.SIGINT)
        assert again.wait(300) == 0
    # the stopped worker gave the job back: one that is taken from a worker thought to be dead has two attempts
    with closing(sqlite3.connect(Path(surroundings["DIGUAN_DATA"]) / "registry.sqlite3")) as kept:
        assert kept.execute("SELECT state, attempts FROM jobs_job WHERE kind = 'round'").fetchall() == [("done", 1)]
