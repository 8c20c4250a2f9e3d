import shutil

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from diguan.exchange.reading.layout import LAYOUTS, UnableToLoadLayout, load_layout


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(LAYOUTS, tmp_path / "layouts")


def test_layout_of_the_project_loads():
    layout = load_layout()
    assert "户编号" in layout.keys["household_id"]
    assert layout.words.units["万元"].times == 10_000
    assert layout.status_rules


def test_no_header_means_two_keys():
    layout = load_layout()
    lists = [*layout.keys.values(), *layout.regions.values(), layout.village_code, layout.data_on, layout.ignored]
    spellings = [spelling for aliases in lists for spelling in aliases]
    assert sorted(spellings) == sorted(set(spellings))


def test_rules_speak_of_fields_and_codes_of_the_catalogue():
    layout, fields = load_layout(), load_catalogue().fields(Subject.HOUSEHOLD)
    assert {name for rule in layout.status_rules for name in rule.when} <= set(fields)
    assert {rule.status for rule in layout.status_rules} <= set(fields["status"].codes)
    assert set(layout.says_none) <= set(fields)
    persons = load_catalogue().fields(Subject.PERSON)
    assert all(e.says in persons[e.field].codes and e.when_filled in persons for e in layout.empty_cells)


def test_yes_is_never_no():
    words = load_layout().words
    assert words.yes & words.no == frozenset()
    assert set(words.yes_before) & set(words.no_before) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "word"),
    [
        ("columns.yaml", "keys:", "kees:", 4, "kees"),
        ("words.yaml", "synthetic: 合成数据", "synthetic: ''", None, "text"),
        ("words.yaml", "times: 10000", "times: -1", None, "above 0"),
        ("exports.yaml", "monitored_kind: filled", "monitored_kind: full", None, "'full'"),
    ],
)
def test_slip_in_a_layout_is_refused_with_its_line(folder, file, old, new, line, word):
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UnableToLoadLayout) as refused:
        load_layout(folder)
    assert any(p.file == file and line in (None, p.line) and word in p.text("en") for p in refused.value.problems)
