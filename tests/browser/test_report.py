"""report.html as a person meets it: opened in Chromium from a folder, without a network, on a desk, a phone and paper."""

import pytest
from playwright.sync_api import sync_playwright

from diguan.exchange.report import write_report
from tests.factories import papers

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking", "--disable-quic"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, papers.figures(300), papers.COVER, language=request.param)
    return path


@pytest.fixture
def visit(browser, report):
    """Opens the report at a size; gives the page, what it asked for and what it complained of."""
    pages = []

    def open_at(viewport):
        page = browser.new_page(viewport=viewport)
        requests, complaints = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(report.as_uri())
        pages.append(page)
        return page, requests, complaints

    yield open_at
    for page in pages:
        page.close()


def test_report_asks_for_nothing_and_complains_of_nothing(visit, report):
    _, requests, complaints = visit(DESK)
    assert [url for url in requests if not url.startswith("data:")] == [report.as_uri()]
    assert complaints == []


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_report_does_not_scroll_sideways(visit, viewport):
    page, _, _ = visit(viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_every_chart_has_a_visible_size(visit):
    page, _, _ = visit(DESK)
    boxes = page.eval_on_selector_all(
        "svg:not(.patterns)", "all => all.map(svg => [svg.clientWidth, svg.clientHeight])"
    )
    assert boxes
    assert [box for box in boxes if min(box) < 1] == []


def test_the_other_language_is_one_click_away(visit):
    page, _, _ = visit(DESK)
    for language, other in (("en", "zh"), ("zh", "en")):
        page.click(f"label[for=show-{language}]")
        assert page.locator(f"h1 [lang={language}]").is_visible()
        assert not page.locator(f"h1 [lang={other}]").is_visible()


def test_report_prints(visit):
    page, _, _ = visit(DESK)
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
