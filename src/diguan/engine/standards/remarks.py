"""What a pack may say and yet will hardly mean: no reason to refuse it, but told to whoever checks it.

A condition that emptiness would make true: `x is null` is false of a known fact and unknown of an unknown one, true of none
(docs/decisions/is-null-is-monotone.md), so a finding that waits for it is never found. And rounded weights whose sum misses the cutoff by
the rounding: twice 0.1666 is no third, and whoever is deprived in these two would not be poor.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from diguan.engine.documents import Label, Problem
from diguan.engine.expressions.tree import Fact, IsNull, Node, Not
from diguan.engine.standards.model import Pack

ROUNDING = Fraction(1, 1000)  # of all weights: what three decimals leave open
MOST_SUMS = 50_000
_HINT = Label(
    "要找没有记录的，用 any_unknown(…) 和 unknown_because: missing；空着本身有意义，就在 catalogue.yaml 写 presumed，再与那个值比较",
    "to find those of whom it was not recorded, use any_unknown(...) with unknown_because: missing; where emptiness is a statement, "
    "say so in catalogue.yaml (presumed) and compare with that value",
)


def remarks_on(pack: Pack) -> tuple[Problem, ...]:
    """Remarks in the order of the rules, each place once; then on the weights."""
    found: dict[tuple[str, int, int], Problem] = {}
    for checked in pack.rules.all():
        for node in _never_true(checked.tree):
            found.setdefault((node.at.file, node.at.line, node.at.column), _remark(node))
    return (*found.values(), *_rounded(pack))


def _rounded(pack: Pack) -> Iterator[Problem]:
    weights = [Fraction(str(weight)) for weight in pack.weights.values()]
    if pack.cutoff is None or all(weight.denominator == 1 for weight in weights):
        return
    cutoff, total = Fraction(str(pack.cutoff)), sum(weights, Fraction(0))
    missed = max((s for s in _sums(weights) if cutoff - ROUNDING * total <= s < cutoff), default=None)
    if missed is not None:
        message = Label(
            f"有些指标的权重之和是 {float(missed):g}，只因四舍五入没有达到临界值 {pack.cutoff:g}：这样的户不算贫困",
            f"weights add up to {float(missed):g}, short of the cutoff {pack.cutoff:g} by rounding alone: such households are not poor",
        )
        hint = Label(
            "把权重和临界值写成整数，如六分之一和十八分之一写 3 和 1，三分之一写 6",
            "write weights and cutoff as whole numbers, such as 3 and 1 for a sixth and an eighteenth, 6 for a third",
        )
        yield Problem("pack.yaml", 1, message, None, hint)


def _sums(weights: Iterable[Fraction]) -> set[Fraction]:
    """Every score there can be; as many as are quickly told."""
    sums = {Fraction(0)}
    for weight in weights:
        sums |= {each + weight for each in sums}
        if len(sums) > MOST_SUMS:
            break
    return sums


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
