"""Values of nodes whose shape has been checked: what is absent comes back empty, never guessed."""

from datetime import date

from diguan.engine.documents.nodes import Kind, ListNode, MappingNode, Node, ScalarNode
from diguan.engine.documents.problems import Label

LANGUAGES = ("zh", "en")


def text_of(node: Node | None) -> str:
    """The text as written, without white space around it; empty when there is none."""
    return node.raw.strip() if isinstance(node, ScalarNode) else ""


def texts_of(node: Node | None) -> tuple[str, ...]:
    """The words of a list; empty when there is none."""
    return tuple(text_of(item) for item in items_of(node))


def label_of(node: Node | None) -> Label | None:
    """The label of a mapping {zh:, en:}; None when there is none.

    In {en: Two assurances, three guarantees} the comma ends the value for YAML, and the rest is a key without a value:
    it is the rest of the text, and is put back.
    """
    if not isinstance(node, MappingNode):
        return None
    texts: dict[str, str] = {}
    language = ""
    for key, value in node:
        if key.raw in LANGUAGES:
            language = key.raw
            texts[language] = text_of(value)
        elif language and is_rest_of_text(value):
            texts[language] += f", {key.raw}"
    return Label(texts.get("zh", ""), texts.get("en", ""))


def is_rest_of_text(value: Node) -> bool:
    """Whether a key stands without any value, not even a written null."""
    return isinstance(value, ScalarNode) and value.kind is Kind.NULL and not value.raw


def day_of(node: Node | None) -> date | None:
    """The date; None when there is none."""
    return node.day if isinstance(node, ScalarNode) else None


def number_of(node: Node | None) -> float | None:
    """The number; None when there is none."""
    return float(node.number) if isinstance(node, ScalarNode) else None


def flag_of(node: Node | None, *, otherwise: bool) -> bool:
    """The truth value, or what it is when nobody wrote one."""
    return node.flag if isinstance(node, ScalarNode) else otherwise


def items_of(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; empty when there is none."""
    return node.items if isinstance(node, ListNode) else ()


def mappings_of(node: Node | None) -> tuple[MappingNode, ...]:
    """The mappings of a list; empty when there is none."""
    return tuple(item for item in items_of(node) if isinstance(item, MappingNode))


def entries_of(node: Node | None) -> tuple[tuple[ScalarNode, Node], ...]:
    """The entries of a mapping; empty when there is none."""
    return node.entries if isinstance(node, MappingNode) else ()
