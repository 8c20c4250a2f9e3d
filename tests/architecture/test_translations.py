"""Every text for people stands in Chinese and English beside each other; a missing half fails here before anybody meets it."""

import ast
import re
from collections.abc import Iterator

import pytest
import yaml

from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from tests.architecture.sources import SOURCE, modules, relative, tracked, tree

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
YAML_FILES = [p for p in tracked() if p.suffix == ".yaml" and p.is_relative_to(SOURCE)]
LABEL_KEYS = {"label", "question"}


def incomplete(value: object, place: str) -> Iterator[str]:
    """Places of texts that lack a language, below a YAML value."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from incomplete(item, f"{place}[{index}]")
    if not isinstance(value, dict):
        return
    if {"zh", "en"} & value.keys():
        yield from (f"{place}.{language}" for language in ("zh", "en") if not str(value.get(language) or "").strip())
        return
    for key, item in value.items():
        if key in LABEL_KEYS and not (isinstance(item, dict) and {"zh", "en"} <= item.keys()):
            yield f"{place}.{key}"
        yield from incomplete(item, f"{place}.{key}")


def text_of(node: ast.expr | None) -> str | None:
    """Text of a literal or the literal parts of an f-string; None when only running the code would tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return None


def labels(path) -> Iterator[tuple[str, str | None, str | None]]:
    """Place, Chinese and English of every `Label(...)` that a module writes."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label":
            named = {k.arg: k.value for k in node.keywords}
            given = [*node.args, None, None]
            zh, en = given[0] or named.get("zh"), given[1] or named.get("en")
            yield f"{relative(path)}:{node.lineno}", text_of(zh), text_of(en)


@pytest.mark.parametrize("path", YAML_FILES, ids=relative)
def test_data_have_both_languages(path):
    documents = yaml.safe_load_all(path.read_text(encoding="utf-8"))
    assert [place for document in documents for place in incomplete(document, path.name)] == []


def translated(zh: str | None, en: str | None) -> bool:
    """Whether a text has words of both languages, is notation alike in both (YYYY-MM-DD), or only joins values that have them."""
    if zh is None or en is None:
        return True
    if HAN.search(zh):
        return bool(LATIN.search(en))
    words = [re.sub(r"[^A-Za-z]", "", text) for text in (zh, en)]
    return (words[0] == words[1] and not HAN.search(en)) or (bool(zh) and not words[0])


def test_labels_in_code_have_both_languages():
    assert [place for path in modules() for place, zh, en in labels(path) if not translated(zh, en)] == []


def test_a_label_without_translation_is_found():
    assert not translated("缺少字段", "缺少字段")
    assert not translated("a field is missing", "the field is missing")
    assert not translated("缺少字段", "")
    assert not translated("", "a field is missing")
    assert translated("缺少字段", "a field is missing")
    assert translated("as_of: YYYY-MM-DD", "as_of: YYYY-MM-DD")


def test_codes_of_the_catalogue_have_an_english_name():
    fields = [field for subject in Subject for field in load_catalogue().fields(subject).values()]
    assert [f"{f.subject}.{f.name}: {c}" for f in fields for c in f.codes if c not in f.code_labels] == []
    assert [f"{f.name}: {c}" for f in fields for c, label in f.code_labels.items() if HAN.search(label.en)] == []
