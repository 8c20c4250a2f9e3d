"""Shorthand of the language spelled out, the same for every back end: BETWEEN, NOT IN, a count among numbers."""

from diguan.engine.expressions.tree import And, Between, Compare, Count, In, Node, Not, Or, Rewritten, walk


def plain(node: Node) -> Node:
    """The node without shorthand at its top: a Rewritten as what it was rewritten to, BETWEEN as two comparisons."""
    if isinstance(node, Rewritten):
        return plain(node.node)
    if isinstance(node, Between):
        low, high = Compare(node.at, ">=", node.operand, node.low), Compare(node.at, "<=", node.operand, node.high)
        inside = And(node.at, (low, high))
        return Not(node.at, inside) if node.negated else inside
    if isinstance(node, In) and holds_count(node.operand):
        among = Or(node.at, tuple(Compare(node.at, "=", node.operand, item) for item in node.items))
        return Not(node.at, among) if node.negated else among
    return node


def holds_count(node: Node) -> bool:
    """True when a value is an interval, because members are counted in it."""
    return any(isinstance(n, Count) for n in walk(node))


def literal_items(node: In) -> tuple[object, ...]:
    """Values of the constants of an IN; binding made all of them literals."""
    return tuple(getattr(item, "value") for item in node.items)  # noqa: B009 - literals all
