"""A browser at a live server on this machine, with whatever the pages complain of."""

import os

import pytest
from playwright.sync_api import sync_playwright

from diguan.web.shared.assets import bundled
from tests.architecture.sources import ROOT
from tests.factories.accounts import PASSWORD

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def style():
    """Style and scripts of the pages, and axe."""
    if not bundled() or not AXE.is_file():
        pytest.skip("style of the pages is not bundled: make assets (needs Node.js 18)")


@pytest.fixture(scope="module")
def browsers(chromium, style):
    """The browser. Its player runs a loop of its own in this thread, beside which Django would not touch the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(browsers, live_server, request):
    """A page at the live server in a window of a size; `asked` and `said` hold its requests and complaints."""
    context = browsers.new_context(viewport=getattr(request, "param", DESK), base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.click = settled(page, page.click)
    yield page
    context.close()


def settled(page, click):
    """A click that returns when the page it leads to is there: a click itself returns as soon as the way is taken."""

    def clicked(*chosen, **options):
        click(*chosen, **options)
        page.wait_for_load_state()

    return clicked


def sign_in(page, account, password=PASSWORD):
    """Signs in as a person does."""
    page.goto("/sign-in/")
    page.fill("#id_username", account.username)
    page.fill("#id_password", password)
    page.click("main button")
    page.wait_for_load_state()


def violations(page):
    """What axe finds wrong with the page: rule and place."""
    # the policy of the page forbids inline scripts: axe comes through the tools of the browser, not through the page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(v["id"], [node["target"] for node in v["nodes"]]) for v in found["violations"]]


def fits(page):
    """Whether nothing but tables scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
