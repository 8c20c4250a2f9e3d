import pytest

from diguan.engine.catalogue import Catalogue, Field, FieldType, Label, load_catalogue
from diguan.engine.verdicts import Subject
from diguan.exchange.masking import HEALTH_FIELDS, hidden_fields, mask_name, shown_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("欧阳修远", "欧**"),
        ("乌云其木格", "乌**"),
        (" 李 ", "李**"),
        ("", ""),
        ("  ", ""),
        (None, ""),
        ("𠮷田", "𠮷**"),
    ],
)
def test_mask_name_keeps_the_first_character_only(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(("age", "shown"), [(None, "张**"), (18, "张**"), (17, "（未成年人）"), (0, "（未成年人）")])
def test_a_minor_is_not_named_at_all(age, shown):
    assert shown_name("张三", age, "zh") == shown
    assert shown_name("张三", 5, "en") == "(minor)"


def test_health_fields_are_fields_of_the_catalogue():
    known = load_catalogue()
    assert [(s, f) for s, f in HEALTH_FIELDS if f not in known.fields(s)] == []


def test_hidden_fields_of_the_own_catalogue_are_the_health_fields():
    assert hidden_fields(load_catalogue()) == HEALTH_FIELDS


def test_hidden_fields_hold_what_a_pack_calls_sensitive():
    own = {
        "hiv": Field("hiv", Subject.PERSON, FieldType.BOOLEAN, Label("感染", "infected"), sensitivity="sensitive"),
        "colour": Field("colour", Subject.PERSON, FieldType.TEXT, Label("颜色", "colour"), sensitivity="personal"),
    }
    assert hidden_fields(Catalogue({Subject.PERSON: own})) == HEALTH_FIELDS | {(Subject.PERSON, "hiv")}
