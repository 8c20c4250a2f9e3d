from datetime import date

from openpyxl import load_workbook

from diguan.domain.accounts.queries import departments
from diguan.engine.regions import load_regions
from diguan.exchange.posts import read_posts, write_template
from diguan.exchange.posts.read import Terms

TREE, ON = load_regions(), date(2019, 7, 1)


def test_the_sheet_that_is_handed_out_is_read_back_as_vacant_posts(tmp_path):
    path = tmp_path / "posts.xlsx"
    count = write_template(path, TREE, "152222000000", departments(), ON)
    found = read_posts([path], Terms(TREE, "152222000000", departments(), ON))
    assert (len(found.posts), found.helpers, found.refused, found.unknown_headers) == (count, [], [], {})
    assert {row.person for row in found.posts} == {None}
    villages = len(TREE.units("village", "152222"))
    assert sum(row.kind == "first_secretary" for row in found.posts) == villages
    assert {row.department for row in found.posts if row.kind == "department"} == set(departments())


def test_the_sheet_offers_choices_and_says_how_to_fill_it_in_and_is_the_same_each_time(tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (first, second):
        write_template(path, TREE, "152222100000", departments(), ON)
    assert first.read_bytes() == second.read_bytes()
    book = load_workbook(first)
    assert len(book["岗位"].data_validations.dataValidation) == 2
    assert book["选项"].sheet_state == "hidden"
    assert "一行一个岗位" in book["填写说明"]["A1"].value
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]
