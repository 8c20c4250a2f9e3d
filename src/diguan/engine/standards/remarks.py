"""What a pack may say and yet will hardly mean: no reason to refuse it, but told to whoever checks it.

Now: a condition that emptiness would make true. `x is null` is false of a known fact and unknown of an unknown one, true of none
(docs/decisions/is-null-is-monotone.md), so a finding that waits for it is never found.
"""

from collections.abc import Iterator

from diguan.engine.documents import Label, Problem
from diguan.engine.expressions.tree import Fact, IsNull, Node, Not
from diguan.engine.standards.model import Pack

_HINT = Label(
    "要找没有记录的，用 any_unknown(…) 和 unknown_because: missing；空着本身有意义，就在 catalogue.yaml 写 presumed，再与那个值比较",
    "to find those of whom it was not recorded, use any_unknown(...) with unknown_because: missing; where emptiness is a statement, "
    "say so in catalogue.yaml (presumed) and compare with that value",
)


def remarks_on(pack: Pack) -> tuple[Problem, ...]:
    """Remarks in the order of the rules, each place once."""
    found: dict[tuple[str, int, int], Problem] = {}
    for checked in pack.rules.all():
        for node in _never_true(checked.tree):
            found.setdefault((node.at.file, node.at.line, node.at.column), _remark(node))
    return tuple(found.values())


def _never_true(tree: Node) -> Iterator[IsNull]:
    """Tests for emptiness that could only be false or unknown where the condition needs them to be true."""
    waiting = [(tree, True)]
    while waiting:
        node, needed = waiting.pop()
        if isinstance(node, IsNull) and node.negated is not needed:
            yield node
        needed = needed is not isinstance(node, Not)
        waiting.extend((child, needed) for child in reversed(node.children))


def _remark(node: IsNull) -> Problem:
    name = node.operand.field if isinstance(node.operand, Fact) else "…"
    message = Label(
        f"“{name} is null”对谁都不会成立：已知的为假，未知的为未知",
        f"'{name} is null' is true of nobody: of a known fact it is false, of an unknown one unknown",
    )
    return Problem(node.at.file, node.at.line, message, None, _HINT)
