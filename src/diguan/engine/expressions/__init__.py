"""The checked expression language: a tiny subset of SQL boolean expressions with four-valued care.

Belongs here: tokens, parser, tree, checker (names, types, units, codes), binding to a day and to parameter values.
Does not belong here: evaluation over data and missing facts (backends), files (standards).
"""

from diguan.engine.expressions.binder import Bound, UnableToBindExpression, bind
from diguan.engine.expressions.checker import Checked, check, check_derived, read_expression
from diguan.engine.expressions.dates import completed_months, completed_years
from diguan.engine.expressions.parser import parse
from diguan.engine.expressions.places import Position, UnableToReadExpression, nearest
from diguan.engine.expressions.scope import ParameterType, Scope
from diguan.engine.expressions.tree import Node, facts_of, type_of, unit_of, walk

__all__ = [
    "Bound",
    "Checked",
    "Node",
    "ParameterType",
    "Position",
    "Scope",
    "UnableToBindExpression",
    "UnableToReadExpression",
    "bind",
    "check",
    "check_derived",
    "completed_months",
    "completed_years",
    "facts_of",
    "nearest",
    "parse",
    "read_expression",
    "type_of",
    "unit_of",
    "walk",
]
