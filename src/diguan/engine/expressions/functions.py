"""The functions of the language: what each takes, where it may stand, and why others are refused."""

from collections.abc import Callable
from dataclasses import dataclass

from diguan.engine.catalogue.model import FieldType, Label
from diguan.engine.expressions.places import Position, UnableToReadExpression, did_you_mean
from diguan.engine.expressions.tree import Age, Any, Call, Count, Every, Months, Node, Sum, type_of, unit_of


@dataclass(frozen=True, slots=True)
class Function:
    """`takes`: type of each argument, None for any number. `members`: its argument is about each member in turn."""

    takes: tuple[FieldType, ...]
    make: Callable[[Position, tuple[Node, ...]], Node]
    members: bool = False


def _sum(at: Position, arguments: tuple[Node, ...]) -> Node:
    return Sum(at, arguments[0], type_of(arguments[0]), unit_of(arguments[0]))


FUNCTIONS = {
    "age": Function((FieldType.DATE,), lambda at, a: Age(at, a[0], None)),
    "age_on": Function((FieldType.DATE, FieldType.DATE), lambda at, a: Age(at, a[0], a[1])),
    "months_since": Function((FieldType.DATE,), lambda at, a: Months(at, a[0])),
    "every_member": Function((FieldType.BOOLEAN,), lambda at, a: Every(at, a[0]), members=True),
    "any_member": Function((FieldType.BOOLEAN,), lambda at, a: Any(at, a[0]), members=True),
    "count_members": Function((FieldType.BOOLEAN,), lambda at, a: Count(at, a[0]), members=True),
    "sum_members": Function((FieldType.NUMBER,), _sum, members=True),
}
VERDICT_FUNCTIONS = ("any_unmet", "any_unknown", "all_met")
_UNKNOWN = Label(zh="没有这个函数", en="no such function")
_NUMBER_OF = Label(zh="参数个数不对", en="wrong number of arguments")


def function_named(call: Call) -> Function:
    """The function of a call with the right number of arguments; raises UnableToReadExpression with the nearest names."""
    names = [*FUNCTIONS, *VERDICT_FUNCTIONS]
    function = FUNCTIONS.get(call.function)
    if function is None:
        listed = Label(zh="、".join(names), en=", ".join(names))
        hint = did_you_mean(call.function, names)
        raise UnableToReadExpression(_UNKNOWN, call.at, found=f"{call.function}()", expected=listed, hint=hint)
    if len(call.arguments) != len(function.takes):
        wanted = str(len(function.takes))
        raise UnableToReadExpression(
            _NUMBER_OF, call.at, found=str(len(call.arguments)), expected=Label(zh=wanted, en=wanted)
        )
    return function
