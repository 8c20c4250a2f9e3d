"""Values of nodes whose shape has been checked: what is absent comes back empty, never guessed."""

from datetime import date

from diguan.engine.documents.nodes import ListNode, MappingNode, Node, ScalarNode
from diguan.engine.documents.problems import Label


def text_of(node: Node | None) -> str:
    """The text as written, without white space around it; empty when there is none."""
    return node.raw.strip() if isinstance(node, ScalarNode) else ""


def texts_of(node: Node | None) -> tuple[str, ...]:
    """The words of a list; empty when there is none."""
    return tuple(text_of(item) for item in items_of(node))


def label_of(node: Node | None) -> Label | None:
    """The label of a mapping {zh:, en:}; None when there is none."""
    return Label(text_of(node.get("zh")), text_of(node.get("en"))) if isinstance(node, MappingNode) else None


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
