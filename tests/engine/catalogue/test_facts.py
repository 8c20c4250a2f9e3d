from datetime import date

import pytest

from diguan.engine.catalogue import Field, FieldType, Label
from diguan.engine.catalogue.facts import typed_value
from diguan.engine.documents import MappingNode, read_document
from diguan.engine.verdicts import Subject

A = Label("甲", "A")


def value(tmp_path, type, written, **parts):
    path = tmp_path / "a.yaml"
    path.write_text(f"a: {written}\n", encoding="utf-8")
    root = read_document(path)
    assert isinstance(root, MappingNode)
    problems = []
    found = typed_value(Field("f", Subject.PERSON, type, A, **parts), root.get("a"), problems)
    return found, [p.message.en for p in problems]


@pytest.mark.parametrize(
    ("type", "written", "expected"),
    [
        (FieldType.BOOLEAN, "true", True),
        (FieldType.INTEGER, "12", 12),
        (FieldType.NUMBER, "12", 12.0),
        (FieldType.NUMBER, "99.99", 99.99),
        (FieldType.DATE, "2012-08-31", date(2012, 8, 31)),
        (FieldType.TEXT, "'12'", "12"),
    ],
)
def test_value_is_read_in_the_type_of_its_field(tmp_path, type, written, expected):
    found, problems = value(tmp_path, type, written)
    assert (found, problems) == (expected, [])
    assert isinstance(found, type_of := expected.__class__), type_of


@pytest.mark.parametrize(
    ("type", "written"),
    [
        (FieldType.BOOLEAN, "1"),
        (FieldType.INTEGER, "1.5"),
        (FieldType.NUMBER, "'1'"),
        (FieldType.DATE, "2012-02-30"),
        (FieldType.TEXT, "12"),
        (FieldType.IDENTIFIER, "abc"),
    ],
)
def test_value_of_another_type_is_a_problem(tmp_path, type, written):
    found, problems = value(tmp_path, type, written)
    assert found is None
    assert [p.startswith("the field 'f' is given ") for p in problems] == [True]


def test_code_outside_the_list_is_a_problem(tmp_path):
    assert value(tmp_path, FieldType.CODE, "小学", codes=("小学", "初中")) == ("小学", [])
    assert value(tmp_path, FieldType.CODE, "小班", codes=("小学", "初中")) == (
        None,
        ["'小班' is no code of the field 'f'"],
    )


def test_number_outside_the_range_is_a_problem(tmp_path):
    assert value(tmp_path, FieldType.NUMBER, "9", unit="m", range=(0, 9)) == (9.0, [])
    assert value(tmp_path, FieldType.NUMBER, "10", unit="m", range=(0, 9)) == (
        None,
        ["10 is outside the range of the field 'f'"],
    )
