"""Numbers that may hold counts of members, as closures: their interval at each evidence grade."""

from collections.abc import Callable

from diguan.engine.backends import intervals
from diguan.engine.backends.facts import View, views_of_members
from diguan.engine.backends.intervals import Ends, Number
from diguan.engine.backends.plain import holds_count
from diguan.engine.backends.values import Truth, value_of, weakest_of
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.tree import Arithmetic, Count, Literal, Negate, Node

# Intervals when facts below grade 1, 2, 3 are taken as unknown: at the first place everything known counts.
Graded = tuple[Ends, Ends, Ends]
Span = Callable[[View], Graded]


def span_of(node: Node, truth_of: Callable[[Node], Truth]) -> Span:
    """Closure of a number that may hold counts; `truth_of` makes closures of conditions."""
    if not holds_count(node):
        return _plain(node)
    if isinstance(node, Count):
        return _count(truth_of(node.predicate))
    if isinstance(node, Negate):
        operand = span_of(node.operand, truth_of)
        return lambda view: _each(operand(view), intervals.negated)
    assert isinstance(node, Arithmetic)  # noqa: S101 - nothing else holds counts
    return _product(node, truth_of) if node.operator == "*" else _total(node, truth_of)


def _each(graded: Graded, change: Callable[[Ends], Ends]) -> Graded:
    return change(graded[0]), change(graded[1]), change(graded[2])


def _plain(node: Node) -> Span:
    if isinstance(node, Literal):
        constant: Ends = (node.value, node.value)  # type: ignore[assignment]
        return lambda _: (constant, constant, constant)
    value, weakest = value_of(node), weakest_of(node)

    def span(view: View) -> Graded:
        number = value(view)
        if number is None:
            return intervals.UNKNOWN, intervals.UNKNOWN, intervals.UNKNOWN
        known: Ends = (number, number)  # type: ignore[assignment]
        grade = weakest(view)
        return known, known if grade > 1 else intervals.UNKNOWN, known if grade > 2 else intervals.UNKNOWN  # noqa: PLR2004 - seen

    return span


def _count(predicate: Truth) -> Span:
    """Members by the grade of their answer; an incomplete roster, or an empty one, has no upper end."""

    def span(view: View) -> Graded:
        certain, out = [0, 0, 0, 0], [0, 0, 0, 0]
        seen_by = views_of_members(view)
        for seen in seen_by:
            truth = predicate(seen)
            if truth > 0:
                certain[truth] += 1
            else:
                out[-truth] += 1
        _, one, two, three = certain
        lows = one + two + three, two + three, three
        heads = len(seen_by)
        if not heads or not view[4].roster_complete:
            return (lows[0], None), (lows[1], None), (lows[2], None)
        _, one, two, three = out
        return (lows[0], heads - one - two - three), (lows[1], heads - two - three), (lows[2], heads - three)

    return span


def _product(node: Arithmetic, truth_of: Callable[[Node], Truth]) -> Span:
    """A count times a constant: the checker allows nothing else."""
    counted, factor = (node.left, node.right) if isinstance(node.right, Literal) else (node.right, node.left)
    assert isinstance(factor, Literal)  # noqa: S101 - binding made a literal of it
    operand, number = span_of(counted, truth_of), _number(node, factor)
    return lambda view: _each(operand(view), lambda ends: intervals.scaled(ends, number))


def _number(node: Arithmetic, factor: Literal) -> Number:
    """The constant in the type in which the product is worked out."""
    value: Number = factor.value  # type: ignore[assignment]
    return float(value) if node.type is FieldType.NUMBER else value


def _total(node: Arithmetic, truth_of: Callable[[Node], Truth]) -> Span:
    left, right = span_of(node.left, truth_of), span_of(node.right, truth_of)
    if node.operator == "-":
        right = _negated(right)

    def span(view: View) -> Graded:
        a, b = left(view), right(view)
        return intervals.added(a[0], b[0]), intervals.added(a[1], b[1]), intervals.added(a[2], b[2])

    return span


def _negated(span: Span) -> Span:
    return lambda view: _each(span(view), intervals.negated)
