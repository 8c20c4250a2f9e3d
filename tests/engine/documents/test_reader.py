from pathlib import Path

import pytest

from diguan.engine.documents import MappingNode, ScalarNode, UnableToReadDocument, read_document
from diguan.engine.documents.nodes import Kind
from diguan.engine.documents.reader import MAX_BYTES, MAX_DEPTH


def document(tmp_path: Path, text: str | bytes):
    path = tmp_path / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path)


def refusal(tmp_path: Path, text: str | bytes) -> tuple[int, str]:
    with pytest.raises(UnableToReadDocument) as caught:
        document(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.file == "a.yaml"
    return problem.line, problem.message.en


def scalar(tmp_path: Path, text: str) -> ScalarNode:
    root = document(tmp_path, f"key: {text}\n")
    assert isinstance(root, MappingNode)
    value = root.get("key")
    assert isinstance(value, ScalarNode)
    return value


def test_keys_and_values_have_their_lines(tmp_path):
    root = document(tmp_path, "# first\na: 1\n\nb:\n  c: x\n  d: [y, z]\n")
    places = [(key.raw, key.where.line, value.where.line) for key, value in root]
    assert places == [("a", 2, 2), ("b", 4, 5)]
    inner = root.get("b")
    assert [(key.raw, value.where.line) for key, value in inner] == [("c", 5), ("d", 6)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no", Kind.BOOLEAN),
        ("on", Kind.BOOLEAN),
        ("True", Kind.BOOLEAN),
        ("~", Kind.NULL),
        ("", Kind.NULL),
        ("12", Kind.INTEGER),
        ("-3", Kind.INTEGER),
        ("1.5", Kind.NUMBER),
        ("1e5", Kind.NUMBER),
        ("0123", Kind.NUMBER),
        ("12:30", Kind.NUMBER),
        (".nan", Kind.NUMBER),
        ("2019-01-01", Kind.DATE),
        ("2019-02-30", Kind.DATE),
        ("'no'", Kind.TEXT),
        ('"12"', Kind.TEXT),
        ("小学", Kind.TEXT),
        ("=", Kind.TEXT),
    ],
)
def test_bare_word_is_what_yaml_takes_it_for(tmp_path, text, kind):
    assert scalar(tmp_path, text).kind is kind


def test_same_tree_without_the_fast_parser(tmp_path, monkeypatch):
    import yaml

    text = "a: [1, {b: '没有'}]\nc: >\n  x\n  y\nd: |\n  z\n"
    fast = document(tmp_path, text)
    monkeypatch.setattr("diguan.engine.documents.reader.LOADER", yaml.SafeLoader)
    assert document(tmp_path, text) == fast


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' a second time (first on line 1)"),
        ("a: 1\nb: &x [1]\n", 2, "a YAML anchor or alias (& or *)"),
        ("a: 1\nb: *x\n", 2, "a YAML anchor or alias (& or *)"),
        (
            "a: !!python/object/apply:os.system [echo]\n",
            1,
            "the YAML tag 'tag:yaml.org,2002:python/object/apply:os.system'",
        ),
        ("a: 1\n---\nb: 2\n", 2, "the file holds several documents"),
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("[a]: 1\n", 1, "a key that is no single word"),
        ("a: 1\nb: \x07\n", 2, "a character that cannot be printed"),
        ("a: 1\nb: 中文\n".encode("gb18030"), 2, "the file is not UTF-8"),
        ("a: " + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), 1, "nested too deeply, or too many values"),
        ("a: [" + "x," * 250_000 + "]", 1, "nested too deeply, or too many values"),
        (b" " * (MAX_BYTES + 1), 1, f"the file has {MAX_BYTES + 1} bytes, which is too large"),
    ],
)
def test_surprises_are_refused(tmp_path, text, line, message):
    assert refusal(tmp_path, text) == (line, message)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: [1\nc: 2\n", 3), ("a: 'x\n", 1), ("\t", 1), ("a: b: c\n", 1), ("a:\n\t- x\n", 2), ("a: %x\n", 1)],
)
def test_syntax_error_names_its_line(tmp_path, text, line):
    found, message = refusal(tmp_path, text)
    assert (found, message.startswith("YAML syntax error (")) == (line, True)


def test_anchors_cannot_multiply(tmp_path):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert refusal(tmp_path, bomb) == (1, "a YAML anchor or alias (& or *)")


def test_file_that_is_not_there_is_a_problem(tmp_path):
    with pytest.raises(UnableToReadDocument) as caught:
        read_document(tmp_path / "none.yaml", "shown.yaml")
    assert str(caught.value.problems[0]).startswith("shown.yaml:1: 文件无法打开")


def test_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    root = document(tmp_path, "\ufeffa: 1\n")
    assert root.get("a") is not None


@pytest.mark.parametrize(
    "text", ["met: >\n  a = 1\n\n  or b = 2\n  or c = 3\n", "met: a = 1\n\n  or b = 2\n  or c = 3\n"]
)
def test_long_text_keeps_its_lines(tmp_path, text):
    node = document(tmp_path, text).get("met")
    assert isinstance(node, ScalarNode)
    assert node.unfolded == "a = 1\n\nor b = 2\nor c = 3"


def test_line_break_inside_quotes_stays_a_space(tmp_path):
    node = document(tmp_path, "met: >\n  a = 'x\n  y' or b\n  or c\n").get("met")
    assert isinstance(node, ScalarNode)
    assert node.unfolded == "a = 'x y' or b\nor c"


def test_comment_after_a_plain_value_is_no_part_of_it(tmp_path):
    node = document(tmp_path, "when: a = 1   # why\nmet: b\n").get("when")
    assert isinstance(node, ScalarNode)
    assert (node.raw, node.unfolded) == ("a = 1", "a = 1")


def test_value_that_is_missing_at_the_end_is_null(tmp_path):
    root = document(tmp_path, "a:\n  b:")
    inner = root.get("a")
    assert isinstance(inner, MappingNode)
    assert inner.get("b") == ScalarNode(inner.get("b").where, "", Kind.NULL, ("",))


def test_text_cut_off_inside_brackets_is_a_syntax_error(tmp_path):
    line, message = refusal(tmp_path, "a:\n  - {b: 1}\n  - {c")
    assert (line, message.startswith("YAML syntax error (")) == (3, True)
