"""places.xlsx: a plan to be filled in."""

from datetime import date

import openpyxl

from diguan.engine.regions import load_regions
from diguan.engine.verdicts import Subject
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.count import Rejected, count_figures
from diguan.exchange.figures.model import Cover
from diguan.exchange.figures.tables import RoundTables
from diguan.exchange.places import PLACES, WIDTHS, write_places
from diguan.exchange.report.write import page
from tests.factories import papers
from tests.factories.facts import facts, inputs, source
from tests.factories.places import VILLAGES, screened_places
from tests.factories.rounds import pack, screened

DAY = date(2019, 6, 30)
SMALL = {"line": (110, "test"), "fuel_kinds": (2, "test")}

SCHOOL = {"facility_id": "s1", "region_code": VILLAGES[0], "facility_kind": "学校", "buildings_safe": False}


def cover(standard):
    return Cover(
        pack=standard.label,
        pack_id=standard.id,
        pack_version=standard.version,
        as_of=date(2019, 6, 30),
        region="",
        recipient="某局",
        reveal_reason=None,
        synthetic=True,
        retrospective=False,
        engine_version="0",
        round_mark="mark",
    )


def sheet_of(tmp_path, facilities, name="cn-facilities", language="zh"):
    standard = pack(name)
    with screened_places(name, [], facilities) as found:
        count = write_places(
            tmp_path, RoundTables(found.connection), standard, Places(load_regions()), cover(standard), language
        )
    book = openpyxl.load_workbook(tmp_path / PLACES)
    return count, [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_row_says_where_what_why_whose_and_leaves_room_for_the_plan(tmp_path):
    count, rows = sheet_of(tmp_path, [{**SCHOOL, "facility_name": "前进小学"}])
    assert (count, len(rows[4])) == (1, len(WIDTHS))
    assert rows[4][:7] == ["机构未达标", "科尔沁右翼前旗", "察尔森镇", "前进嘎查", "s1", "前进小学", "校舍安全"]
    assert rows[4][9:] == ["校舍加固改造", "教育部门", "2019-12-13", None, None, None, None]
    assert "某局" in rows[1][0]
    assert "SYNTHETIC" in rows[0][0]


def test_nothing_found_is_an_empty_list_not_a_missing_one(tmp_path):
    count, rows = sheet_of(tmp_path, [{**SCHOOL, "buildings_safe": True}])
    assert (count, len(rows)) == (0, 4)


def test_english_paper_is_english(tmp_path):
    _, rows = sheet_of(tmp_path, [SCHOOL], language="en")
    assert rows[4][5:7] == [None, "School buildings"]  # nobody named the school
    assert rows[3][0] == "Finding"


def test_standard_without_such_findings_writes_nothing(tmp_path):
    standard = pack("small")
    with screened(
        inputs(facts(Subject.HOUSEHOLD, source(1), [{"household_id": "h1"}], standard.catalogue)),
        "small",
        DAY,
        confirm=SMALL,
    ) as found:
        count = write_places(tmp_path, RoundTables(found.connection), standard, Places(None), cover(standard), "zh")
    assert (count, list(tmp_path.iterdir())) == (0, [])


def test_report_of_a_standard_about_places_speaks_of_places_alone(tmp_path):
    standard = pack("cn-facilities")
    clinic = {"facility_id": "c1", "region_code": VILLAGES[1], "facility_kind": "村卫生室", "functional_rooms": False}
    with screened_places("cn-facilities", [], [SCHOOL, clinic]) as found:
        record = found.record.model_dump(mode="json")
        figures = count_figures(RoundTables(found.connection), record, standard, Places(load_regions()), Rejected())
    assert figures.places_alone
    counted = {(each.kind.en, each.indicator.en): (each.findings, each.places) for each in figures.places}
    assert counted["Facility below its standard", "School buildings"] == (1, 1)
    assert counted["Facility below its standard", "Rooms of the village clinic"] == (1, 1)
    assert counted["Place to be looked at", "Doctor of the village clinic"] == (1, 1)
    text = page(figures, cover(standard), "zh")
    assert 'id="places"' in text
    assert [name for name in ("kinds", "areas", "groups", "statuses") if f'id="{name}"' in text] == []
    assert "有问题的户" not in text


def test_report_of_a_standard_about_households_has_no_section_about_places(tmp_path):
    text = page(papers.figures(30), papers.COVER, "zh")
    assert ('id="places"' in text, 'id="kinds"' in text) == (False, True)
