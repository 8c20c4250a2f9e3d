import pytest
from jsonschema import Draft202012Validator

from diguan.engine.documents import read_document
from diguan.engine.documents.access import label_of
from diguan.engine.documents.shapes import (
    LABEL,
    Choice,
    Day,
    Either,
    Flag,
    Items,
    Number,
    Record,
    Table,
    Text,
    Value,
    sound_part,
)

SAMPLE = Record(
    {"name": Text(), "days": Number(minimum=1, whole=True), "kind": Choice(("person", "village"))}, ("name",)
)


def problems(tmp_path, shape, text):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    found = []
    shape.check(read_document(path), found)
    return [(p.line, p.message.en, p.expected.en if p.expected else None) for p in found]


def told(tmp_path, shape, text):
    return [message for _, message, _ in problems(tmp_path, shape, f"{text}\n")]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("no", "found a truth value 'no'"),
        ("on", "found a truth value 'on'"),
        ("2019-01-01", "found a date '2019-01-01'"),
        ("12", "found a whole number '12'"),
        ("~", "found null '~'"),
        ("''", "found text"),
        ("[a]", "found a list"),
        ("{a: b}", "found a mapping"),
    ],
)
def test_text_refuses_what_yaml_reads_otherwise(tmp_path, word, message):
    assert told(tmp_path, Text(), word) == [message]


def test_text_says_how_to_quote(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("no\n", encoding="utf-8")
    found = []
    Text().check(read_document(path), found)
    assert str(found[0]) == (
        "a.yaml:1: 写的是布尔值“no”；应为：文字；YAML 不把 no 读作文字，请加引号：'no'\n"
        "  a.yaml:1: found a truth value 'no'; expected: a text; YAML does not read no as text, quote it: 'no'"
    )


@pytest.mark.parametrize("word", ["2019.1", "12", "2019-01-01", "第十一条"])
def test_loose_text_takes_numbers_and_dates_as_written(tmp_path, word):
    assert told(tmp_path, Text(loose=True), word) == []


@pytest.mark.parametrize("word", ["1", "-1.5", "1e3", "0"])
def test_number_takes_decimals(tmp_path, word):
    assert told(tmp_path, Number(), word) == []


@pytest.mark.parametrize("word", ["0123", "1_000", "0x1F", "12:30", ".nan", ".inf", "'1'", "true", "1e999"])
def test_number_refuses_other_spellings(tmp_path, word):
    assert len(told(tmp_path, Number(), word)) == 1


def test_number_keeps_its_bounds(tmp_path):
    assert problems(tmp_path, Number(minimum=1, whole=True), "0") == [
        (1, "found a whole number '0'", "a whole number, at least 1")
    ]
    assert problems(tmp_path, Number(whole=True), "1.5") == [(1, "found a number '1.5'", "a whole number")]
    assert problems(tmp_path, Number(above=0), "0") == [(1, "found a whole number '0'", "a number above 0")]


@pytest.mark.parametrize("word", ["2019-02-30", "2019-1-1", "20190101", "2019", "no", "2019-01-01T00:00:00"])
def test_day_refuses_what_is_no_day(tmp_path, word):
    assert len(told(tmp_path, Day(), word)) == 1


@pytest.mark.parametrize("word", ["2019-01-01", "'2019-01-01'"])
def test_day_takes_iso_dates(tmp_path, word):
    assert told(tmp_path, Day(), word) == []


def test_flag_takes_truth_values_only(tmp_path):
    assert told(tmp_path, Flag(), "true") == []
    assert told(tmp_path, Flag(), "1") == ["found a whole number '1'"]


def test_choice_suggests_the_nearest_word(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("persn\n", encoding="utf-8")
    found = []
    Choice(("person", "village")).check(read_document(path), found)
    assert [(p.expected.en, p.hint.en) for p in found] == [("one of: person | village", "did you mean 'person'?")]


def test_record_names_unknown_and_missing_keys(tmp_path):
    assert problems(tmp_path, SAMPLE, "days: 3\nkin: person\n") == [
        (2, "unknown key 'kin'", "one of: days, kind, name"),
        (1, "'name' is missing", "a text"),
    ]


def test_table_refuses_names_that_do_not_fit(tmp_path):
    assert problems(tmp_path, Table(Value()), "good: 1\nBad-Name: 2\n") == [
        (2, "the name 'Bad-Name'", "lower-case letters, digits and underscores, a letter first")
    ]
    assert told(tmp_path, Table(Value(), days=True), "2019-01-01: 1\n2019-13-01: 2\n") == ["found a date '2019-13-01'"]
    assert told(tmp_path, Table(Value(), text_keys=True), "no: 1\n") == ["found a truth value 'no'"]


def test_value_refuses_null_unless_allowed(tmp_path):
    assert told(tmp_path, Value(), "~") == ["found null '~'"]
    assert told(tmp_path, Value(null=True), "~") == []
    assert told(tmp_path, Value(), "[1]") == ["found a list"]


def test_items_count(tmp_path):
    assert told(tmp_path, Items(Number(), least=2, most=2), "[1]") == ["found a list"]
    assert told(tmp_path, Items(Number(), least=2, most=2), "[1, 2]") == []
    assert told(tmp_path, Items(Number()), "[1, x]") == ["found text 'x'"]


def test_either_takes_each_kind_in_its_own_shape(tmp_path):
    shape = Either(scalar=Text(), items=Items(Text(), least=1))
    assert told(tmp_path, shape, "a") == []
    assert told(tmp_path, shape, "[]") == ["found a list"]
    assert told(tmp_path, shape, "{a: b}") == ["found a mapping"]


def test_label_needs_both_languages(tmp_path):
    assert problems(tmp_path, LABEL, "{zh: 教育}") == [(1, "'en' is missing", "a text")]
    assert told(tmp_path, LABEL, "{zh: 教育, en: ''}") == ["found text"]
    assert told(tmp_path, LABEL, "{zh: 教育, en: Education, fr: Ecole}") == ["unknown key 'fr'"]


def test_label_keeps_a_text_with_commas_together(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("{zh: 两不愁三保障, en: Two assurances, three guarantees}\n", encoding="utf-8")
    node = read_document(path)
    found = []
    LABEL.check(node, found)
    assert (found, label_of(node).en) == ([], "Two assurances, three guarantees")


def test_sound_part_leaves_out_what_has_problems(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("- {name: a, days: x}\n- {name: b, kind: person}\n- 3\n", encoding="utf-8")
    part = sound_part(read_document(path), Items(SAMPLE))
    assert [[key.raw for key, _ in item] for item in part.items] == [["name"], ["name", "kind"]]


def test_json_schema_of_a_shape_agrees_with_its_check():
    schema = SAMPLE.schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"name": "a", "days": 1, "kind": "person"})
    assert [validator.is_valid(d) for d in ({}, {"name": ""}, {"name": "a", "days": 0}, {"name": "a", "x": 1})] == [
        False
    ] * 4
