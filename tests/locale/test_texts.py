import re

import pytest

from diguan.engine.documents import Label, UnableToReadDocument
from diguan.locale import load_texts, texts
from diguan.locale.texts import FOLDER, UnableToFindText

CATALOGUES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
HAN = re.compile(r"[\u4e00-\u9fff]")
# Their Chinese says nothing but a name or values.
PAPERS = ("ledger", "checks", "roundtrip", "comparison", "visits", "campaign")
SAME_IN_BOTH = {f"{name}:{key}" for name in PAPERS for key in ("title_region", "statement")} | {
    "books:reason.evidence",
    *(f"comparison:why.{key}" for key in ("fact", "source", "source_parts", "between", "comma")),
    *("cli:difference.one", "cli:difference.both", "frame:colon", "home:and"),
    *("households:comma", "households:timeline.said", "items:stop"),
    *("lookback:comma", "posts:comma"),
    *("visits:ask.whether", "visits:member.position"),
}


def read(tmp_path, text):
    path = tmp_path / "door.yaml"
    path.write_text(text, encoding="utf-8")
    return load_texts(path)


def test_every_catalogue_is_here():
    papers = ["campaign", "checks", "comparison", "ledger", "measures", "report", "roundtrip", "visits"]
    pages = [
        "accounts",
        "api",
        "board",
        "audit",
        "books",
        "calendar",
        "checking",
        "events",
        "frame",
        "home",
        "households",
        "items",
        "loads",
        "lookback",
        "posts",
        "rectification",
        "reporting",
        "messages",
        "rounds",
        "saved",
        "server",
        "signing",
        "standards",
        "visiting",
        "workstyle",
    ]
    assert sorted([*papers, *pages, "cli", "words"]) == CATALOGUES


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_text_is_chinese_in_chinese(name):
    assert [
        key for key, label in texts(name).items() if not HAN.search(label.zh) and f"{name}:{key}" not in SAME_IN_BOTH
    ] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_text_has_an_english_of_its_own(name):
    assert [
        key for key, label in texts(name).items() if label.en == label.zh and f"{name}:{key}" not in SAME_IN_BOTH
    ] == []


def test_load_reads_nested_keys_with_dots(tmp_path):
    found = read(tmp_path, "a:\n  b: {zh: 甲, en: one}\nc: {zh: 乙, en: two}\n")
    assert dict(found) == {"a.b": Label("甲", "one"), "c": Label("乙", "two")}
    assert found.below("a") == {"b": Label("甲", "one")}


@pytest.mark.parametrize(
    "text", ["a: {zh: 甲}", "a: {zh: 甲, en: ''}", "a: {zh: 甲, en: one, fr: un}", "a: {zh: 甲, en: [one]}"]
)
def test_load_refuses_a_text_without_its_translation_with_its_line(tmp_path, text):
    with pytest.raises(UnableToReadDocument) as refused:
        read(tmp_path, f"ok: {{zh: 好, en: fine}}\n{text}\n")
    assert [(p.line, p.message.en) for p in refused.value.problems] == [(2, "'a': a text without its translation")]


def test_load_refuses_languages_that_name_different_values(tmp_path):
    with pytest.raises(UnableToReadDocument) as refused:
        read(tmp_path, "a: {zh: '{count} 户', en: '{number} households'}\n")
    assert [p.message.en for p in refused.value.problems] == ["'a': the languages name different {values}"]


def test_load_refuses_a_bare_value(tmp_path):
    with pytest.raises(UnableToReadDocument) as refused:
        read(tmp_path, "a: 甲\n")
    assert [p.message.en for p in refused.value.problems] == ["'a': no mapping"]


def test_say_fills_values_and_labels_speak_each_language(tmp_path):
    found = read(tmp_path, "a: {zh: '{what}有 {count} 户', en: '{count} households of {what}'}\n")
    assert found.both("a", what=Label("甲", "one"), count=3) == Label("甲有 3 户", "3 households of one")


def test_an_unknown_key_names_the_nearest(tmp_path):
    with pytest.raises(UnableToFindText, match="did you mean 'ledger'"):
        read(tmp_path, "ledger: {zh: 台账, en: ledger}\n")["legder"]
