"""A browser at a live server on this machine, with whatever the pages complain of.

No test here depends on how fast the machine is. What is waited for has five minutes, and whoever clicks goes on when the page that
the click leads to is there. Playwright's own click may return before the browser has told that it is leaving: the page tells it
itself, in the moment of the click, and everything that acts on a page or looks at it waits until it has left and arrived.
"""

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

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
PATIENCE = 300_000  # ms: a limit on what never comes, not on what takes long
LEAVING = """
const leaving = () => { document.documentElement.dataset.leaving = ""; };
const here = () => location.href.split("#")[0];
addEventListener("submit", (event) => { if (!event.defaultPrevented && !event.target.target) leaving(); });
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || link.target || (link.hash && link.href.split("#")[0] === here())) return;
  leaving();
});
"""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def style():
    """Style and scripts of the pages, and axe."""
    if not bundled() or not AXE.is_file():
        pytest.skip("style of the pages is not bundled: make assets (needs Node.js 18)")


@pytest.fixture(scope="module")
def browsers(chromium, style):
    """The browser. Its player runs a loop of its own in this thread, beside which Django would not touch the database."""
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as player:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        for kind, names in ACTING.items():
            for name in names:
                patched.setattr(kind, name, arriving(getattr(kind, name)))
        expect.set_options(timeout=PATIENCE)
        opened = player.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()
        expect.set_options(timeout=None)


@pytest.fixture
def window(browsers, live_server, request):
    """A page at the live server in a window of a size; `asked` and `said` hold its requests and complaints."""
    context = browsers.new_context(viewport=getattr(request, "param", DESK), base_url=live_server.url, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(LEAVING)
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def arrived(page):
    """Waits until the page that a click or a key led to is there, whole."""
    page.wait_for_selector("html:not([data-leaving])", state="attached")
    page.wait_for_load_state()


def arriving(act):
    """An act of a page or of a place in it that begins when the page is there, and returns when the page it leads to is."""

    def acted(self, *given, **options):
        page = self if isinstance(self, Page) else self.page
        arrived(page)
        done = act(self, *given, **options)
        arrived(page)
        return done

    return acted


# What may lead to another page, and what looks at one without waiting for anything.
ACTING = {
    Page: ("click", "dblclick", "goto", "reload", "evaluate", "eval_on_selector_all", "screenshot"),
    Locator: ("click", "all", "inner_text", "all_text_contents"),
}


def downloaded(page, chosen):
    """The file that a link or a button hands over; the page stays where it is."""
    with page.expect_download() as taken:
        page.locator(chosen).dispatch_event("click")
    page.locator("html").evaluate("each => { delete each.dataset.leaving; }")
    return taken.value


def sign_in(page, account, password=PASSWORD):
    """Signs in as a person does."""
    page.goto("/sign-in/")
    page.fill("#id_username", account.username)
    page.fill("#id_password", password)
    page.click("main button")


def violations(page):
    """What axe finds wrong with the page: rule and place."""
    # the policy of the page forbids inline scripts: axe comes through the tools of the browser, not through the page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(v["id"], [node["target"] for node in v["nodes"]]) for v in found["violations"]]


def fits(page):
    """Whether nothing but tables scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
