"""How large whole numbers can get, so that integer arithmetic never overflows a BIGINT: what might is done in DOUBLE, in every back end."""

from diguan.engine.catalogue.model import Catalogue, FieldType
from diguan.engine.expressions.tree import Arithmetic, Fact, Literal, Negate, Node, Parameter, Sum, type_of

_BIGINT = 2.0**62
_ANY_FIELD = 2.0**63
_PARAMETER = 2.0**53
_DAYS_AND_HEADS = 10.0**7


def arithmetic_type(operator: str, left: Node, right: Node, catalogue: Catalogue) -> FieldType:
    """INTEGER when both sides are and the result surely fits a BIGINT, else NUMBER."""
    if FieldType.NUMBER in (type_of(left), type_of(right)):
        return FieldType.NUMBER
    sizes = _size(left, catalogue), _size(right, catalogue)
    size = sizes[0] * sizes[1] if operator == "*" else sizes[0] + sizes[1]
    return FieldType.INTEGER if size <= _BIGINT else FieldType.NUMBER


def _size(node: Node, catalogue: Catalogue) -> float:
    """Largest absolute value an integer node can have."""
    if isinstance(node, Literal):
        return abs(float(node.value))  # type: ignore[arg-type]
    if isinstance(node, Fact):
        limits = catalogue.field(node.subject, node.field).range
        return max(abs(limits[0]), abs(limits[1])) if limits else _ANY_FIELD
    if isinstance(node, Arithmetic):
        sizes = _size(node.left, catalogue), _size(node.right, catalogue)
        return sizes[0] * sizes[1] if node.operator == "*" else sizes[0] + sizes[1]
    if isinstance(node, Negate):
        return _size(node.operand, catalogue)
    if isinstance(node, Sum):
        return _size(node.term, catalogue) * _DAYS_AND_HEADS
    return _PARAMETER if isinstance(node, Parameter) else _DAYS_AND_HEADS
