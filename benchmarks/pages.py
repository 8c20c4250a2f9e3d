"""Pages of a large registry against an empty page of the same app: gunicorn, PostgreSQL, fifty people who have signed in and never pause.

Runs on the database of DATABASE_URL, which belongs to the benchmark alone; it is filled unless an earlier run did so:
`.ci/postgres python -m benchmarks.pages --households 1000000`. Bar: 95% of the list pages, of the pages of one household
and of the first views of the board within 4 times what an empty page takes. Everybody asks for the same kind of page at a
time, so that no page waits behind one of another kind.
"""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode, urlsplit

from benchmarks.board import AT as COUNTED_AT
from benchmarks.board import ON, ready
from benchmarks.database import asked, registry_at_hand
from benchmarks.measure import Result, percentile, show

USERS, WORKERS, TURNS = 50, 3, 2
ASKED = 3  # pages of a kind that everybody asks for in one turn
PASSWORD = "long-enough-word-7"  # noqa: S105  of invented accounts
BAR, STRETCH = 4.0, 2.0
EMPTY = "/nothing/"  # the frame for whoever has signed in, and one sentence: the first page counts figures


@dataclass(slots=True)
class Browser:
    """Somebody who has signed in: an address and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> tuple[float, str]:
        """Seconds until the whole page is there, and the page."""
        start = time.perf_counter()
        status, _, body = self._ask("GET", path)
        assert status == (404 if path == EMPTY else 200), (status, path)
        return time.perf_counter() - start, body

    def sign_in(self, username: str) -> None:
        """Through the form, as anybody does."""
        _, page = self.get("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        status, _, _ = self._ask("POST", "/sign-in/", urlencode(form))
        assert status == 302, status

    def search(self, words: str) -> str:
        """The address of a list of what was searched for; words never stand in it readable."""
        _, page = self.get("/households/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = urlencode({"words": words, "csrfmiddlewaretoken": token[1]})
        _, where, _ = self._ask("POST", "/households/", form)
        return where

    def _ask(self, method: str, path: str, form: str | None = None) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, form, headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        for said in answer.headers.get_all("Set-Cookie", []):
            name, _, value = said.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        where = urlsplit(answer.headers.get("Location", ""))
        return answer.status, f"{where.path}?{where.query}", body


@contextmanager
def served() -> Iterator[int]:
    """Gunicorn as docs/howto/operate.md has it; gives its port."""
    port = 18_653
    arguments = (
        "--workers",
        str(WORKERS),
        "--bind",
        f"127.0.0.1:{port}",
        "--no-control-socket",
        "--log-level",
        "error",
    )
    command = [sys.executable, "-m", "gunicorn", *arguments, "diguan.config.wsgi"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                Browser(port).get("/sign-in/")
                break
            except OSError:
                time.sleep(0.5)
        yield port
    finally:
        server.terminate()
        server.wait()


def accounts() -> None:
    """Fifty accounts: every tenth sees the whole region, the others a county each."""
    from diguan.domain.accounts.actions import create_account, grant_role
    from diguan.domain.accounts.choices import Role
    from diguan.domain.registry.models import Household

    at, on = datetime(2019, 7, 1, tzinfo=UTC), date(2019, 7, 1)
    counties = list(Household.objects.values_list("county", flat=True).distinct().order_by("county"))
    for number in range(USERS):
        everything = number % 10 == 0
        role, over = (Role.REGION, "15") if everything else (Role.COUNTY, counties[number % len(counties)])
        code = over.ljust(12, "0")
        made, _ = create_account(username=f"user{number}", name="测试", region_code=code, actor=None, at=at)
        made.set_password(PASSWORD)
        made.must_change_password = False
        made.save()
        grant_role(account=made, role=role, region_code=code, department="", since_on=on, actor=None, at=at, on=on)


def places(browser: Browser) -> dict[str, list[str]]:
    """What somebody asks for: by kind, addresses in turn."""
    _, first = browser.get("/households/")
    numbers = list(dict.fromkeys(re.findall(r'href="(/households/[0-9]+/)"', first)))
    assert numbers
    names = [browser.search(words) for words in ("王", "wang", "lxm", "陈一")]
    return {"empty": [EMPTY], "list": ["/households/"], "household": numbers, "search": names, "board": ["/board/"]}


def asked_of(browsers: list[Browser], wanted: list[list[str]], turn: int) -> list[float]:
    """Everybody asks for pages of one kind, all at once, as fast as they come."""

    def ask(number: int) -> list[float]:
        own = wanted[number]
        return [browsers[number].get(own[(turn * ASKED + n + number) % len(own)])[0] for n in range(ASKED)]

    with ThreadPoolExecutor(len(browsers)) as people:
        return [seconds for each in people.map(ask, range(len(browsers))) for seconds in each]


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Fill, serve, ask in turn."""
    if not registry_at_hand():
        return []
    households = asked("--households", 10_000 if quick else 100_000)
    from django.db import connection

    from diguan.domain.accounts.models import Account
    from diguan.domain.insight.actions import count_figures

    ready(households)
    count_figures(on=ON, at=COUNTED_AT)
    if not Account.objects.exists():
        accounts()
    names = [f"user{number}" for number in range(USERS)]
    connection.close()
    with served() as port:
        browsers = [Browser(port) for _ in names]
        for browser, name in zip(browsers, names, strict=True):
            browser.sign_in(name)
        wanted = [places(browser) for browser in browsers]
        taken: dict[str, list[list[float]]] = {kind: [] for kind in wanted[0]}
        for turn in range(TURNS + 1):
            for kind, turns in taken.items():
                seconds = asked_of(browsers, [w[kind] for w in wanted], turn)
                turns.extend([seconds] if turn else [])  # the first is for warming up
    p95 = {kind: median(percentile(seconds, 0.95) for seconds in turns) for kind, turns in taken.items()}
    return [
        Result(
            f"{kind} page, {USERS} users / empty page, p95",
            p95[kind] / p95["empty"],
            BAR,
            stretch=STRETCH,
            detail=f"{households} households: {p95[kind] * 1000:.0f} ms, empty {p95['empty'] * 1000:.0f} ms",
        )
        for kind in ("list", "household", "search", "board")
    ]


if __name__ == "__main__":
    show(main)
