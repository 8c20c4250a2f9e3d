"""The list for the national system: what was seen goes back; what was only said, or is hidden, stays with its reason."""

from dataclasses import replace

import openpyxl

from diguan.engine.verdicts import Subject
from diguan.engine.visiting.carrying import CarriedBack
from diguan.exchange.visits.write_back import NAME, sorted_out, write_write_back
from tests.engine.visiting.test_taking import answer
from tests.factories import papers
from tests.factories.rounds import pack

HOUSE, HEALTH = (Subject.HOUSEHOLD, "N1", None, "dangerous_house"), (Subject.PERSON, "N1", "N1-1", "health_status")
SEEN = CarriedBack(HOUSE, ("true",), "false", (answer(),))
SILENT = CarriedBack((*HOUSE[:3], "drinking_water_safe"), (), "true", (answer("drinking_water_safe", value=True),))
SAID = replace(SEEN, answers=(answer(seen=False),))
ILL = CarriedBack(HEALTH, (), "长期慢性病", (answer("health_status", value="长期慢性病", person="N1-1"),))


def book(tmp_path, *found, masked=True, language="zh"):
    catalogue = pack().catalogue
    cover = replace(papers.COVER, reveal_reason=None if masked else "回填")
    write_write_back(tmp_path / NAME, sorted_out(found, catalogue, masked=masked), catalogue, cover, language)
    return openpyxl.load_workbook(tmp_path / NAME)


def rows(sheet):
    listed = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    return [row for row in listed if len(row) > 1]


def test_what_was_seen_goes_back_with_its_proof(tmp_path):
    made = book(tmp_path, SEEN, SILENT)
    heading, first, second = rows(made["回填清单"])
    assert heading[:6] == ["序号", "户编号", "人编号", "事项", "系统里的值", "值"]
    assert first == [1, "N1", first[2], "是", "否", "2019-06-12", "巴图", "a.xlsx", "问题", "K6"]
    assert second[:4] == [2, "N1", second[2], "是"]
    assert made.sheetnames == ["回填清单"]


def test_what_was_only_said_and_what_is_hidden_stays_and_says_why(tmp_path):
    made = book(tmp_path, SAID, ILL)
    assert "没有要回填的" in str(list(made["回填清单"].iter_rows(values_only=True)))
    _, said, ill = rows(made["不回填"])
    assert ("口头" in said[-1], "敏感" in ill[-1]) == (True, True)
    assert "长期慢性病" not in str(list(made["不回填"].iter_rows(values_only=True)))


def test_paper_with_a_reason_shows_what_is_sensitive(tmp_path):
    _, first = rows(book(tmp_path, ILL, masked=False, language="en")["To be carried back"])
    assert first[:3] == [1, "N1", "N1-1"]
