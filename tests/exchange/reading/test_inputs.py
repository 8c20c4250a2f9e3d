from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.regions import load_regions
from diguan.engine.verdicts import Grade, Subject
from diguan.exchange.reading import UnableToReadInput, read_inputs
from tests.factories.grids import column_of, facts_of, grid, read_grids, read_rows
from tests.factories.old_workbooks import write_old_workbook
from tests.factories.visits import visit_workbook
from tests.factories.workbooks import PLACE, identity, person, table, write_csv, write_sheet, write_workbook

AS_OF = date(2019, 6, 30)


def read(*inputs, residents=None, rosters=None, region=None, **how):
    return read_inputs(list(inputs), residents, rosters or {}, load_catalogue(), load_regions(), region, AS_OF, **how)


def summary(found):
    return [(t.source.source_id, t.source.kind, t.source.label, t.subject.value, len(t.table)) for t in found.tables]


def test_inputs_of_all_roles_are_read_in_the_order_given(tmp_path):
    export = write_sheet(tmp_path / "export.xlsx", [person(1, 危房户="否"), person(2, 危房户="否")])
    base = write_csv(
        tmp_path / "base.csv", [{**PLACE, "户号": "7", "姓名": "甲", "证件号码": identity(2)}], encoding="gb18030"
    )
    health = write_csv(tmp_path / "health.csv", [{"证件号码": identity(2), "参保类型": "城乡居民"}], delimiter=";")
    old = tmp_path / "old.xls"
    write_old_workbook(old, table([person(3)]))
    told = []
    found = read(
        export, old, residents=base, rosters={"health_insurance": health}, progress=lambda *step: told.append(step)
    )
    assert summary(found) == [
        (1, "export", "export.xlsx", "person", 2),
        (1, "export", "export.xlsx", "household", 2),
        (2, "export", "old.xls", "person", 1),
        (3, "residents", "base.csv", "person", 1),
        (4, "roster:health_insurance", "health.csv", "person", 1),
    ]
    assert [s.grade for s in found.sources] == [Grade.DECLARED, Grade.DECLARED, Grade.ROSTER, Grade.ROSTER]
    assert [step[1:] for step in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(found.sources[0].sha256) == 64


def test_folder_of_plain_tables_is_read(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    homes = {"household_id": ["a", "b"], "village_code": ["v1", "v2"], "人均纯收入": [1.5, float("nan")], "odd": [1, 2]}
    pq.write_table(pa.table(homes), folder / "households.parquet")
    (folder / "persons.csv").write_text("household_id;person_id;sex;birth_date\na;1;女;2010-05-06\n", encoding="utf-8")
    (folder / "villages.csv").write_text("village_code,clinics\nv1,2\n", encoding="utf-8")
    found = read(folder)
    assert [(label, subject, rows) for _, _, label, subject, rows in summary(found)] == [
        ("households.parquet", "household", 2),
        ("persons.csv", "person", 1),
        ("villages.csv", "village", 1),
    ]
    assert column_of(found, Subject.HOUSEHOLD, "income_per_head") == [1.5, None]
    assert column_of(found, Subject.PERSON, "birth_date") == [date(2010, 5, 6)]
    assert facts_of(found, Subject.VILLAGE) == [{"row_ref": (2 << 32) + 2, "region_code": "v1", "clinics": 2}]
    assert found.unknown_headers == {"households.parquet": ["odd"]}


def test_row_reference_leads_back_to_file_sheet_and_row(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"一": table([person(1)]), "二": table([person(2)], header_row=3)})
    found = read(path)
    places = [found.sheet_of(row["row_ref"]) for n in (0, 1) for row in facts_of(found, Subject.PERSON, n)]
    assert [(sheet.file, sheet.sheet, row) for sheet, row in places] == [("a.xlsx", "一", 3), ("a.xlsx", "二", 4)]


def test_sheets_that_are_no_table_are_noted_and_passed_over(tmp_path):
    path = write_workbook(
        tmp_path / "a.xlsx", {"填表说明": [["请如实填写"]], "人员": table([person(1)]), "空表": [], "下月": table([])}
    )
    found = read(path)
    assert [len(t.table) for t in found.tables] == [1]
    assert [note.en for note in found.notes] == [
        "a.xlsx: sheet '填表说明' is no table of data and was not read",
        "a.xlsx: sheet '空表' is no table of data and was not read",
        "a.xlsx: sheet '下月' is no table of data and was not read",
    ]


def test_second_table_that_cannot_be_read_refuses_the_workbook():
    strange = [["甲", "乙", "丙", "丁"]] * 30
    with pytest.raises(UnableToReadInput) as refused:
        read_grids({"a.xlsx": [grid(table([person(1)]), "人员"), grid(strange, "第二张")]})
    assert refused.value.sheet == "第二张"


def test_header_without_rows_is_refused_where_nothing_else_is_there():
    with pytest.raises(UnableToReadInput) as refused:
        read_grids({"a.xlsx": [grid([list(person(1))])]})
    assert refused.value.found.en == "a header without a row of data"


def test_synthetic_numbers_are_bad_in_a_workbook_that_does_not_say_so():
    found = read_grids({"a.xlsx": [grid(table([person(1)], title="某县脱贫人口名单"))]})
    assert found.sources[0].synthetic is False
    assert ["never issued" in b.reason.en for b in found.bad_cells] == [True]


def test_one_sheet_that_says_synthetic_speaks_for_the_workbook():
    found = read_grids({"a.xlsx": [grid(table([person(1)], title=None), "人员"), grid([["合成数据"]], "说明")]})
    assert (found.sources[0].synthetic, found.bad_cells) == (True, [])


def test_region_narrows_where_names_are_looked_up(tmp_path):
    rows = [{**person(1), "县": None}, {**person(2), "县": None, "乡": "贲红镇", "村": "贲红村"}]
    found = read(write_sheet(tmp_path / "a.xlsx", rows), region="152221")
    assert [(r.key, r.place.cell) for r in found.rejected] == [("village", "C4")]


def test_row_of_another_county_is_read_though_the_round_is_cut(tmp_path):
    rows = [person(1), {**person(2), "县": "察右后旗", "乡": "贲红镇", "村": "贲红村"}]
    found = read(write_sheet(tmp_path / "a.xlsx", rows), region="152221")
    assert found.rejected == []
    assert [code[:6] for code in found.tables[0].table["region_code"].to_pylist()] == ["152221", "150928"]


def test_dates_far_ahead_of_the_day_are_slips():
    assert [b.value for b in read_rows([person(1, 出生日期="2091-01-01")]).bad_cells] == ["2091-01-01"]


def test_one_file_that_cannot_be_read_leaves_nothing_of_the_others(tmp_path):
    good = write_sheet(tmp_path / "good.xlsx", [person(1)])
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(UnableToReadInput) as refused:
        read(good, tmp_path / "bad.xlsx")
    assert refused.value.file == "bad.xlsx"


def test_cells_merged_downwards_hold_for_every_row():
    rows = table([person(1), person(2), person(3, "H2")])
    for column in range(4):
        rows[3][column] = None  # place and household number stand in the first row only
    found = read_grids({"a.xlsx": [grid(rows, merged=[(2, c, 3, c) for c in range(4)])]})
    assert column_of(found, Subject.PERSON, "household_id") == ["H1", "H1", "H2"]
    assert found.rejected == []


def test_same_inputs_give_the_same_facts(tmp_path):
    path = write_sheet(tmp_path / "a.xlsx", [person(n, f"H{n // 3}", 危房户="否") for n in range(50)])
    one, other = read(path), read(path)
    assert all(a.table.equals(b.table) for a, b in zip(one.tables, other.tables, strict=True))


def test_visit_workbooks_are_set_aside_for_whoever_takes_them(tmp_path):
    export = write_sheet(tmp_path / "export.xlsx", [person(1)])
    workbook = visit_workbook(tmp_path / "filled.xlsx", [("1001", None, "dangerous_house", "是")])
    aside = []
    found = read(workbook, export, visits=aside)
    assert [book.label for book in aside] == ["filled.xlsx"]
    assert {row[0] for row in summary(found)} == {1}
    assert read(workbook, visits=aside).tables == []
    for given in ({"residents": workbook}, {"rosters": {"education": workbook}}):
        with pytest.raises(UnableToReadInput, match="diguan load"):
            read(export, visits=aside, **given)
