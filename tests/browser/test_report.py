"""The report as people see it: in Chromium, offline, on a desk and on a phone, by keyboard and on paper."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import Error, sync_playwright

from diguan.exchange.report import write_report
from tests.factories import papers

pytestmark = pytest.mark.browser
# Chromium's own errands would be mistaken for requests of the page.
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, papers.figures(300), papers.COVER)
    return path


@pytest.fixture
def opened(browser, report, request):
    """The report in a window of a size, with whatever it asked for and complained of."""
    page = browser.new_page(viewport=getattr(request, "param", DESK))
    page.asked, page.said = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(report.as_uri())
    yield page
    page.close()


def visible(page, selector):
    return page.locator(selector).first.is_visible()


def test_page_asks_for_nothing_but_itself(opened, report):
    opened.mouse.wheel(0, 5_000)
    opened.click("label[for=show-en]")
    opened.wait_for_timeout(300)
    assert [url for url in opened.asked if not url.startswith("data:")] == [report.as_uri()]
    assert opened.said == []


def test_page_opens_in_chinese_and_turns_english_without_a_script(opened):
    assert (visible(opened, "h1 .zh"), visible(opened, "h1 .en")) == (True, False)
    opened.click("label[for=show-en]")
    assert (visible(opened, "h1 .zh"), visible(opened, "h1 .en")) == (False, True)
    leftovers = opened.evaluate("[...document.querySelectorAll('.zh')].filter(e => e.getClientRects().length).length")
    assert leftovers == 0


def test_language_turns_by_keyboard(opened):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.id") == "show-zh"
    opened.keyboard.press("ArrowRight")
    assert (opened.evaluate("document.activeElement.id"), visible(opened, "h1 .en")) == ("show-en", True)


def test_every_link_and_scroll_area_is_reached_by_keyboard(opened):
    wanted = opened.evaluate("document.querySelectorAll('a[href], .scroll').length")
    reached = set()
    for _ in range(wanted + 10):
        opened.keyboard.press("Tab")
        reached.add(opened.evaluate("(e => e.outerHTML.slice(0, 90))(document.activeElement)"))
    assert len([html for html in reached if html.startswith(("<a", '<div class="scroll"'))]) == wanted


def test_skip_link_leads_to_the_content(opened):
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    # the browser tells of the new address a moment later; what the link is for is where the page now stands
    opened.wait_for_url(lambda url: url.endswith("#main"))
    assert opened.evaluate("document.querySelector(':target').id") == "main"


@pytest.mark.parametrize("opened", [DESK, PHONE, {"width": 320, "height": 640}], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_fits_the_screen_and_only_tables_scroll(opened, language):
    opened.click(f"label[for=show-{language}]")
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wide = opened.evaluate(
        """[...document.querySelectorAll('p, h1, h2, dl, ul, pre')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1).map(e => e.tagName)"""
    )
    assert wide == []


@pytest.mark.parametrize("opened", [PHONE], indirect=True)
def test_targets_are_large_enough_for_a_finger(opened):
    heights = opened.evaluate(
        "[...document.querySelectorAll('.languages label, nav a')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24


def test_bars_are_as_long_as_their_figures(opened):
    found = opened.evaluate(
        """[...document.querySelectorAll('#areas-caption')][0].closest('table').querySelectorAll('tbody tr:not(.total)').length"""
    )
    assert found == len(papers.TOWNSHIPS)
    rows = opened.evaluate(
        """[...document.querySelector('#areas-caption').closest('table').querySelectorAll('tbody tr:not(.total)')].map(row => [
            Number(row.querySelectorAll('td.number')[1].textContent), row.querySelector('rect').getBoundingClientRect().width])"""
    )
    most, longest = max(rows)
    assert [round(width / longest, 2) for _, width in rows] == [round(value / most, 2) for value, _ in rows]


def test_verdicts_differ_by_pattern_and_not_by_colour_alone(opened):
    fills = opened.evaluate("[...document.querySelectorAll('.legend rect')].map(e => getComputedStyle(e).fill)")
    signs = opened.evaluate("[...document.querySelectorAll('.legend .sign')].map(e => e.textContent)")
    assert (len(set(fills)), len(set(signs))) == (6, 6)
    assert len([fill for fill in fills if "url" in fill]) == 2


def test_text_has_contrast(opened):
    pairs = opened.evaluate(
        """[...document.querySelectorAll('p, a, th, td, dt, dd, small, li, label, caption')]
            .filter(e => e.getClientRects().length).map(e => {
            let behind = e;
            while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
            return [getComputedStyle(e).color, behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)'];
        })"""
    )
    assert [pair for pair in {tuple(pair) for pair in pairs} if contrast(*pair) < 4.5] == []


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_table_is_named_and_headed(opened):
    unnamed = opened.evaluate(
        """[...document.querySelectorAll('table')].filter(t => !t.caption || !t.tHead ||
            [...t.tHead.rows[0].cells].some(c => c.scope !== 'col') ||
            [...t.tBodies[0].rows].some(r => r.cells[0].scope !== 'row')).length"""
    )
    assert unnamed == 0


def test_headings_go_down_one_level_at_a_time(opened):
    levels = opened.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1] == []


def test_policy_stops_what_does_not_belong_to_the_page(opened):
    with pytest.raises(Error, match="violates the following Content Security Policy"):
        opened.add_script_tag(content="window.ran = true")
    assert opened.evaluate("window.ran") is None


def test_paper_has_neither_switch_nor_contents(opened):
    opened.emulate_media(media="print")
    assert (visible(opened, ".languages"), visible(opened, "nav"), visible(opened, "h1 .zh")) == (False, False, True)
    assert len(opened.pdf(format="A4")) > 10_000


def test_empty_round_says_what_to_do_next(browser, tmp_path):
    empty = replace(papers.figures(0), indicators=(), areas=(), groups=(), statuses=(), parameters=())
    write_report(tmp_path / "report.html", empty, papers.COVER, language="en")
    page = browser.new_page(viewport=PHONE)
    page.goto((tmp_path / "report.html").as_uri())
    said = page.locator(".empty").all_inner_texts()
    page.close()
    assert len(said) == 7
    assert said[1].startswith("No findings. Look at “Coverage” first")
