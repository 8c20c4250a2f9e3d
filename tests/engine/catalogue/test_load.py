from pathlib import Path

import pytest

from diguan.engine.catalogue import Catalogue, FieldType, Label, Presumption, UnableToLoadCatalogue, load_catalogue
from diguan.engine.verdicts import Subject

SCHOOL = """school_status:
  label: {zh: 在校生状况, en: School status}
  type: code                      # code | boolean | integer | number | date | text | identifier
  codes: [学龄前儿童, 学前教育, 小学, 七年级]
  aliases: [在校状况]
  precedence: [roster:education, visit, export]
  sensitivity: personal           # public | personal | sensitive | identifier
  valid_for: 12 months            # asked again only after that
compulsory_schooling_over:        # derived
  derived: true
  type: boolean
"""


def loaded(tmp_path: Path, text: str, file: str = "person.yaml") -> Catalogue:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    return load_catalogue([path])


def told(tmp_path: Path, text: str, file: str = "person.yaml") -> list[tuple[int, str]]:
    with pytest.raises(UnableToLoadCatalogue) as caught:
        loaded(tmp_path, text, file)
    assert {p.file for p in caught.value.problems} == {file}
    return [(p.line, p.message.en) for p in caught.value.problems]


def field(name: str, *parts: str) -> str:
    return f"{name}: {{{', '.join(('label: {zh: 甲, en: A}', *parts))}}}\n"


def test_project_catalogue_loads_whole():
    catalogue = load_catalogue()
    assert {s: bool(catalogue.fields(s)) for s in Subject} == dict.fromkeys(Subject, True)
    assert catalogue.field(Subject.PERSON, "school_status").type is FieldType.CODE


def test_catalogue_of_the_same_bytes_is_read_once_and_anew_when_they_change(tmp_path):
    first = loaded(tmp_path, field("a", "type: boolean"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert loaded(elsewhere, field("a", "type: boolean")) is first
    assert loaded(elsewhere, field("b", "type: boolean")).fields(Subject.PERSON).keys() == {"b"}
    assert load_catalogue() is load_catalogue()


def test_example_entry_reads_as_written(tmp_path):
    catalogue = loaded(tmp_path, SCHOOL)
    status = catalogue.field(Subject.PERSON, "school_status")
    assert status.codes == ("学龄前儿童", "学前教育", "小学", "七年级")
    assert (status.label.zh, status.aliases, status.valid_for) == ("在校生状况", ("在校状况",), "12 months")
    assert [status.rank(k) for k in ("roster:education", "visit", "export", "tables", "residents")] == [0, 1, 2, 3, 3]
    assert (status.file, status.line) == ("person.yaml", 1)
    over = catalogue.field(Subject.PERSON, "compulsory_schooling_over")
    assert (over.derived, over.computed_by, over.label.en) == (
        True,
        "compulsory_schooling_over",
        "compulsory_schooling_over",
    )


def test_codes_with_labels_and_spellings(tmp_path):
    text = """kind:
  label: {zh: 类型, en: Kind}
  type: code
  codes:
    a: {label: {zh: 甲, en: First}, aliases: [甲类, 第一类]}
    b: {label: {zh: 乙, en: Second}}
  spellings: {乙类: b}
"""
    kind = loaded(tmp_path, text).field(Subject.PERSON, "kind")
    assert kind.codes == ("a", "b")
    assert kind.code_labels["a"].en == "First"
    assert kind.spellings == {"乙类": "b", "甲类": "a", "第一类": "a"}


def test_presumed_and_implied_values_have_the_type_of_the_field(tmp_path):
    text = field("house", "type: code", "codes: [A级, D级]", "aliases: [等级]") + (
        "dangerous: {label: {zh: 危房, en: Dangerous}, type: boolean, presumed: {value: false, when: not_carried}, "
        "implied_by: {house: {A级: false, D级: true}}}\n"
    )
    dangerous = loaded(tmp_path, text, "household.yaml").field(Subject.HOUSEHOLD, "dangerous")
    assert dangerous.presumed == Presumption(value=False, when="not_carried")
    assert dangerous.implied_by == {"house": {"A级": False, "D级": True}}


def test_presumption_of_an_empty_cell_is_a_mode_of_its_own(tmp_path):
    text = field("risk", "type: code", "codes: [无, 因病]", "presumed: {value: 无, when: empty_cell}")
    risk = loaded(tmp_path, text, "household.yaml").field(Subject.HOUSEHOLD, "risk")
    assert risk.presumed == Presumption(value="无", when="empty_cell")


def test_derived_expression_keeps_its_place(tmp_path):
    text = "old:\n  label: {zh: 老人, en: Old}\n  type: boolean\n  derived: true\n  expression: >\n    age(birth_date) >= 60\n"
    old = loaded(tmp_path, text).field(Subject.PERSON, "old")
    assert (old.expression, old.line, old.computed_by) == ("age(birth_date) >= 60", 6, None)


def test_pack_catalogue_has_subjects_as_keys(tmp_path):
    text = "household:\n  " + field("a", "type: boolean") + "village:\n  " + field("b", "type: date")
    catalogue = loaded(tmp_path, text, "catalogue.yaml")
    assert [f.name for s in Subject for f in catalogue.fields(s).values()] == ["a", "b"]


def test_later_catalogue_replaces_fields_of_one_name(tmp_path):
    first = loaded(tmp_path, field("a", "type: boolean"), "household.yaml")
    second = loaded(
        tmp_path,
        field("a", "type: date") + field("b", "type: date", "aliases: [乙]").replace("甲", "丙"),
        "household.yaml",
    )
    merged = first.merged(second)
    assert {n: f.type for n, f in merged.fields(Subject.HOUSEHOLD).items()} == {
        "a": FieldType.DATE,
        "b": FieldType.DATE,
    }


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("a: {type: boolean}\n", "'label' is missing"),
        ("a: {label: {zh: 甲}, type: boolean}\n", "'en' is missing"),
        ("a: {label: {zh: 甲, en: A}}\n", "'type' is missing"),
        (field("a", "type: bool"), "found text 'bool'"),
        (field("a", "type: code"), "the type code needs 'codes', which is missing"),
        (field("a", "type: boolean", "codes: [x]"), "the type boolean takes no 'codes'"),
        (field("a", "type: number"), "the type number needs 'unit', which is missing"),
        (field("a", "type: date", "unit: days"), "the type date takes no 'unit'"),
        (field("a", "type: code", "codes: [10, 20]"), "found a whole number '10'"),
        (field("a", "type: code", "codes: [x, x]"), "the code 'x' a second time"),
        (field("a", "type: code", "codes: [no, x]"), "found a truth value 'no'"),
        (field("a", "type: code", "codes: [x]", "spellings: {y: z}"), "'z' is no code of this field"),
        (field("a", "type: code", "codes: [x, y]", "spellings: {y: x}"), "'y' is a code itself"),
        (field("a", "type: number", "unit: m", "range: [5, 1]"), "the lower end of the range is above the upper end"),
        (field("a", "type: number", "unit: m", "range: [5]"), "found a list"),
        (field("a", "type: boolean", "presumed: {value: 1, when: empty}"), "the field 'a' is given a whole number '1'"),
        (
            field("a", "type: code", "codes: [x]", "presumed: {value: y, when: empty}"),
            "'y' is no code of the field 'a'",
        ),
        (field("a", "type: date", "presumed: {value: 2019-01-01, when: empty}"), "the type date takes no 'presumed'"),
        (field("a", "type: boolean", "presumed: {value: true, when: never}"), "found text 'never'"),
        (field("a", "type: boolean", "precedence: [rooster]"), "found text 'rooster'"),
        (field("a", "type: boolean", "valid_for: a year"), "found text 'a year'"),
        (field("a", "type: boolean", "computed_by: x"), "'computed_by' without 'derived: true'"),
        (
            field("a", "type: boolean", "derived: true", "computed_by: x", "expression: b"),
            "both expression and computed_by",
        ),
        (field("a", "type: boolean", "sensitivty: public"), "unknown key 'sensitivty'"),
        (field("household_id", "type: text"), "'household_id' is a reserved name"),
        (field("and", "type: text"), "'and' is a reserved name"),
        (field("listed", "type: boolean"), "'listed' is a reserved name"),
        (field("data_on", "type: date"), "'data_on' is a reserved name"),
        (field("rowid", "type: integer, unit: people"), "'rowid' is a reserved name"),
        (field("_Mask", "type: integer", "unit: people"), "'_Mask' is a reserved name"),
        (field("_key_0", "type: integer", "unit: people"), "'_key_0' is a reserved name"),
        (field("relation", "type: boolean"), "the program itself reads the field 'relation': no other type"),
        (field("a-b", "type: text"), "the name 'a-b'"),
        (
            field("a", "type: boolean", "implied_by: {b: {x: true}}"),
            "implied_by names 'b', which is no field with codes",
        ),
    ],
)
def test_entry_that_is_not_right_is_refused(tmp_path, entry, message):
    assert message in [m for _, m in told(tmp_path, entry)]


def test_every_problem_is_told_with_its_line(tmp_path):
    text = (
        field("a", "type: bool")
        + field("b", "type: number").replace("甲", "乙")
        + field("c", "type: date", "unit: x").replace("甲", "丙")
    )
    assert told(tmp_path, text) == [
        (1, "found text 'bool'"),
        (2, "the type number needs 'unit', which is missing"),
        (3, "the type date takes no 'unit'"),
    ]


def test_code_that_implies_must_exist(tmp_path):
    text = field("house", "type: code", "codes: [A级]") + (
        "dangerous: {label: {zh: 危房, en: Dangerous}, type: boolean, implied_by: {house: {B级: true}}}\n"
    )
    assert told(tmp_path, text) == [(2, "'B级' is no code of the field 'house'")]


def test_one_header_means_one_field(tmp_path):
    text = field("a", "type: boolean", "aliases: [面积 （亩）]") + "b: {label: {zh: 面积(亩), en: B}, type: boolean}\n"
    assert told(tmp_path, text) == [(2, "the header '面积(亩)' means the field 'b' and 'a' as well")]


def test_names_that_differ_in_case_only_are_refused(tmp_path):
    text = field("roof", "type: boolean") + "Roof: {label: {zh: 乙, en: B}, type: boolean}\n"
    assert told(tmp_path, text) == [(2, "'Roof' and 'roof' differ in case only")]


def test_unknown_file_and_empty_folder_are_refused(tmp_path):
    assert told(tmp_path, field("a", "type: boolean"), "persons.yaml") == [(1, "unknown file 'persons.yaml'")]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnableToLoadCatalogue, match="no catalogue file in the folder"):
        load_catalogue([tmp_path / "empty"])


def test_file_that_is_no_mapping_is_refused(tmp_path):
    assert told(tmp_path, "- a\n") == [(1, "found a list")]
    assert told(tmp_path, "people: {a: 1}\n", "catalogue.yaml") == [(1, "unknown key 'people'")]


def test_field_in_two_files_is_refused(tmp_path):
    (tmp_path / "household.yaml").write_text(field("a", "type: boolean"), encoding="utf-8")
    (tmp_path / "catalogue.yaml").write_text("household:\n  " + field("a", "type: boolean"), encoding="utf-8")
    with pytest.raises(UnableToLoadCatalogue, match="the field 'a' is in another file already"):
        load_catalogue([tmp_path / "catalogue.yaml", tmp_path / "household.yaml"])


def test_fact_may_be_dated_by_a_date_of_the_same_subject(tmp_path):
    text = field("cleared_on", "type: date") + "after: {label: {zh: 乙, en: B}, type: boolean, dated_by: cleared_on}\n"
    assert loaded(tmp_path, text).field(Subject.PERSON, "after").dated_by == "cleared_on"


def test_fact_dated_by_no_date_is_refused(tmp_path):
    text = field("cleared", "type: boolean") + "after: {label: {zh: 乙, en: B}, type: boolean, dated_by: cleared}\n"
    assert told(tmp_path, text) == [(2, "dated_by names 'cleared', which is no stored date")]


def test_codes_may_have_english_names(tmp_path):
    text = field("stove", "type: code", "codes: [柴草, 电]", "codes_en: {柴草: Firewood}")
    assert loaded(tmp_path, text).field(Subject.PERSON, "stove").code_labels == {"柴草": Label("柴草", "Firewood")}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("codes: [柴草, 电]", "codes_en: {煤: Coal}"), "'煤' is no code of this field"),
        (("codes: [柴草, 电]", "codes_en: {柴草: Stove, 电: stove}"), "'柴草' is called 'stove', too"),
        (("codes: {a: {label: {zh: 甲, en: A}}}", "codes_en: {a: B}"), "the codes have labels of their own"),
    ],
)
def test_english_names_that_do_not_fit_the_codes_are_refused(tmp_path, parts, message):
    assert [m for _, m in told(tmp_path, field("stove", "type: code", *parts))] == [message]


def test_only_codes_have_english_names(tmp_path):
    assert told(tmp_path, field("stove", "type: text", "codes_en: {a: B}")) == [
        (1, "the type text takes no 'codes_en'")
    ]
