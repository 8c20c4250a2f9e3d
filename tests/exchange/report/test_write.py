import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from diguan.engine.documents import Label
from diguan.exchange.figures.model import CoverageNote, Tally
from diguan.exchange.report import write_report
from diguan.exchange.report.areas import HIDDEN
from diguan.exchange.report.write import page
from tests.factories import papers

VOID = {"meta", "link", "input", "br"}
SECTIONS = [
    "indicators",
    "kinds",
    "areas",
    "grades",
    "groups",
    "statuses",
    "coverage",
    "sources",
    "parameters",
    "recompute",
]


class Reader(HTMLParser):
    """Collects elements and checks that they nest."""

    def __init__(self):
        super().__init__()
        self.open, self.elements, self.badly_nested = [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.badly_nested.append(tag)


def read(text):
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.fixture(scope="module")
def text():
    return page(papers.figures(300), papers.COVER, "zh")


def test_page_nests_and_every_id_is_there_once(text):
    reader = read(text)
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert (reader.open, reader.badly_nested) == ([], [])
    assert len(ids) == len(set(ids))


def test_page_has_no_script_and_nothing_to_fetch(text):
    reader = read(text)
    assert not {tag for tag, _ in reader.elements} & {"script", "img", "iframe", "object", "form", "a:href"}
    links = [a[name] for _, a in reader.elements for name in ("href", "src", "action") if name in a]
    assert [link for link in links if not link.startswith("#") and link != "data:,"] == []
    assert re.findall(r"url\((?!#)|@import|https?:", text) == []


def test_page_forbids_everything_but_its_own_style(text):
    style = re.search(r"<style>(.*)</style>", text, flags=re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a["content"] for t, a in read(text).elements if t == "meta" and "http-equiv" in a)
    assert (
        policy == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert 'style="' not in text


def test_page_has_every_section_and_a_link_to_each(text):
    links = re.findall(r'<a href="#(\w+)">', text)
    assert links == SECTIONS
    assert all(f'<h2 id="{name}">' in text for name in SECTIONS)


def test_page_opens_in_the_language_that_is_asked_for():
    for language, tongue in (("zh", "zh-CN"), ("en", "en")):
        found = page(papers.figures(), papers.COVER, language)
        checked = [a["id"] for _, a in read(found).elements if "checked" in a]
        assert (checked, f'<html lang="{tongue}">' in found) == ([f"show-{language}"], True)


def test_health_rules_do_not_show_small_counts_by_township(text):
    column = re.findall(r'<tr><th scope="row">\S+?</th>((?:<td class="number">[^<]*</td>){7})</tr>', text)
    cells = [re.findall(r">([^<]*)</td>", row)[4] for row in column]
    assert cells == [HIDDEN] * len(papers.TOWNSHIPS)
    assert "涉及健康保障的户数" in text


def test_totals_of_the_page_are_the_figures(text):
    assert '<dt><span class="zh" lang="zh">户</span>' in text
    assert "<dd>10,750<small>" in text
    assert "<dd>300<small>" in text


def test_texts_of_packs_and_files_cannot_become_markup():
    hostile = Label("<script>alert(1)</script>", "<script>alert(2)</script>")
    figures = replace(papers.figures(), coverage=(CoverageNote("notes", hostile),))
    found = page(figures, replace(papers.COVER, region='"><img src=x>', recipient="<b>x"), "zh")
    assert ("<script" in found, "<img" in found, "<b>" in found) == (False, False, False)


def test_what_the_standard_says_of_itself_comes_before_what_is_missing():
    said = CoverageNote("standard", Label("阈值是工作取值", "thresholds are working values"))
    found = page(replace(papers.figures(), coverage=(*papers.figures().coverage, said)), papers.COVER, "en")
    places = [
        found.index(text) for text in ("What the standard says of itself", said.text.en, "No data, hence unknown")
    ]
    assert places == sorted(places)


def test_empty_round_says_what_to_do_next():
    empty = replace(
        papers.figures(0),
        indicators=(),
        areas=(),
        groups=(),
        statuses=(),
        coverage=(),
        parameters=(),
        contradictions_by_field=(),
    )
    found = page(empty, papers.COVER, "zh")
    assert found.count('class="empty"') == 8
    assert "没有发现问题。先看“覆盖情况”" in found


def test_poverty_measures_stand_there_when_the_standard_has_them():
    found = page(
        replace(papers.figures(), poverty={"headcount_ratio": 0.4625, "intensity": 0.5, "mpi": 0.23125}),
        papers.COVER,
        "en",
    )
    assert "0.4625" in found
    assert '<h2 id="poverty">' in found


def test_write_report_gives_the_same_bytes_for_the_same_figures(tmp_path):
    for name in ("a", "b"):
        write_report(tmp_path / name, papers.figures(), papers.COVER)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_indicator_that_nobody_could_decide_shows_no_zero_by_township():
    undecided = replace(
        papers.areas()[0], indicators={"food": Tally(unknown=390, not_applicable=10), "income": Tally(met_seen=400)}
    )
    found = page(replace(papers.figures(), areas=(undecided,)), papers.COVER, "zh")
    row = re.search(r'<tr><th scope="row">天义镇</th>((?:<td class="number">[^<]*</td>){7})</tr>', found).group(1)
    assert re.findall(r">([^<]*)</td>", row)[:3] == ["0", "?", "0"]
    assert "全部待核实" in found
