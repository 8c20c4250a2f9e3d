"""The tree of an expression: frozen values that the parser makes, the checker types and the binder ties to a day.

`Name` and `Call` occur only before the check; `Fact`, `Age`, `Months`, `Every`, `Any`, `Count`, `Sum` and `Verdicts` only after it;
`Parameter` only before binding; `Rewritten` only after it. Positions do not take part in equality.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from typing import Literal as OneOf

from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.places import Position
from diguan.engine.verdicts import Subject

Value = bool | int | float | str | date
ComparisonOperator = OneOf["=", "<>", "<", "<=", ">", ">="]
ArithmeticOperator = OneOf["+", "-", "*"]


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in a tree. `at`: its first character."""

    at: Position = field(compare=False)

    below: ClassVar[tuple[str, ...]] = ()

    @property
    def children(self) -> "tuple[Node, ...]":
        """Nodes directly below, left to right."""
        found: list[Node] = []
        for name in self.below:
            part = getattr(self, name)
            found.extend(part if isinstance(part, tuple) else () if part is None else (part,))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant. `unit` None fits any unit. After binding, `parameter` names the parameter it came from."""

    value: Value
    type: FieldType
    unit: str | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Null(Node):
    """The word NULL: allowed after IS only; elsewhere the checker refuses it."""


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name as written: `x`, or `household.x` with prefix "household"."""

    prefix: str | None
    name: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function as written."""

    function: str
    arguments: tuple[Node, ...]

    below: ClassVar[tuple[str, ...]] = ("arguments",)


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A stored field of a subject. Inside a member function, subject person means the member at hand."""

    subject: Subject
    field: str
    type: FieldType
    unit: str | None


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A dated value of the law, by name. Type, unit and, beside a code field, the codes its value must be among: set by the checker."""

    name: str
    type: FieldType = FieldType.NUMBER
    unit: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Not(Node):
    """True becomes false, unknown stays unknown."""

    operand: Node

    below: ClassVar[tuple[str, ...]] = ("operand",)


@dataclass(frozen=True, slots=True)
class And(Node):
    """Two or more operands."""

    operands: tuple[Node, ...]

    below: ClassVar[tuple[str, ...]] = ("operands",)


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Two or more operands."""

    operands: tuple[Node, ...]

    below: ClassVar[tuple[str, ...]] = ("operands",)


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A leaf: two values compared."""

    operator: ComparisonOperator
    left: Node
    right: Node

    below: ClassVar[tuple[str, ...]] = (
        "left",
        "right",
    )


@dataclass(frozen=True, slots=True)
class In(Node):
    """A leaf: a value among constants (literals or parameters)."""

    operand: Node
    items: tuple[Node, ...]
    negated: bool

    below: ClassVar[tuple[str, ...]] = (
        "operand",
        "items",
    )


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`low <= operand AND operand <= high`, both ends included; evaluated as that conjunction."""

    operand: Node
    low: Node
    high: Node
    negated: bool

    below: ClassVar[tuple[str, ...]] = (
        "operand",
        "low",
        "high",
    )


@dataclass(frozen=True, slots=True)
class IsNull(Node):
    """A leaf. Known value: false (`negated`: true); unknown: unknown, because what is not known may yet be filled in."""

    operand: Node
    negated: bool

    below: ClassVar[tuple[str, ...]] = ("operand",)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """A sum, difference or product. Type and unit are set by the checker."""

    operator: ArithmeticOperator
    left: Node
    right: Node
    type: FieldType = FieldType.NUMBER
    unit: str | None = None

    below: ClassVar[tuple[str, ...]] = (
        "left",
        "right",
    )


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """Minus one value."""

    operand: Node
    type: FieldType = FieldType.NUMBER
    unit: str | None = None

    below: ClassVar[tuple[str, ...]] = ("operand",)


@dataclass(frozen=True, slots=True)
class Age(Node):
    """Completed years from `born` to `on`; `on` None before binding means the as-of date. Unit "years"."""

    born: Node
    on: Node | None

    below: ClassVar[tuple[str, ...]] = (
        "born",
        "on",
    )


@dataclass(frozen=True, slots=True)
class Months(Node):
    """Completed months from `since` to `on`; `on` None before binding means the as-of date. Unit "months"."""

    since: Node
    on: Node | None = None

    below: ClassVar[tuple[str, ...]] = (
        "since",
        "on",
    )


@dataclass(frozen=True, slots=True)
class Every(Node):
    """every_member(p): can be false but never true where the roster is incomplete; unknown without members."""

    predicate: Node

    below: ClassVar[tuple[str, ...]] = ("predicate",)


@dataclass(frozen=True, slots=True)
class Any(Node):
    """any_member(p): can be true but never false where the roster is incomplete; unknown without members."""

    predicate: Node

    below: ClassVar[tuple[str, ...]] = ("predicate",)


@dataclass(frozen=True, slots=True)
class Count(Node):
    """count_members(p), in persons: an interval from the certain members to those that may be, open upwards on an incomplete roster."""

    predicate: Node

    below: ClassVar[tuple[str, ...]] = ("predicate",)


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """sum_members(x): unknown with one unknown term, an incomplete roster or no members."""

    term: Node
    type: FieldType = FieldType.NUMBER
    unit: str | None = None

    below: ClassVar[tuple[str, ...]] = ("term",)


@dataclass(frozen=True, slots=True)
class Verdicts(Node):
    """any_unmet, any_unknown or all_met over the household's verdicts; `indicators` are ids, `names` what was written."""

    function: OneOf["any_unmet", "any_unknown", "all_met"]
    names: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewritten(Node):
    """A leaf that the binder turned into a comparison with constants: `node` is evaluated, `origin` is what to tell people."""

    node: Node
    origin: Node

    below: ClassVar[tuple[str, ...]] = ("node",)


MEMBER_FUNCTIONS = Every | Any | Count | Sum
LEAVES = (Fact, Literal, Compare, In, IsNull, Verdicts, Rewritten, Between)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first, left to right; `Rewritten.origin` is not visited. Never recurses."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def facts_of(node: Node) -> frozenset[tuple[Subject, str]]:
    """(subject, field) of every stored fact below a node."""
    return frozenset((n.subject, n.field) for n in walk(node) if isinstance(n, Fact))


def type_of(node: Node) -> FieldType:
    """Type of a checked node's value; conditions are BOOLEAN, ages, months and counts INTEGER."""
    if isinstance(node, Literal | Fact | Parameter | Arithmetic | Negate | Sum):
        return node.type
    return FieldType.INTEGER if isinstance(node, Age | Months | Count) else FieldType.BOOLEAN


def unit_of(node: Node) -> str | None:
    """Unit of a checked node's value; None fits any unit."""
    if isinstance(node, Literal | Fact | Parameter | Arithmetic | Negate | Sum):
        return node.unit
    return _UNITS.get(type(node))


_UNITS: dict[type[Node], str] = {Age: "years", Months: "months", Count: "persons"}
