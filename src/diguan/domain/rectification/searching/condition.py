"""A condition as somebody writes it, checked by the rules of the language: names, types, units, codes, and that it is about something."""

from dataclasses import dataclass

from diguan.domain.rectification.refusals import UnableToRegister
from diguan.engine.documents import Label
from diguan.engine.expressions import Checked, Scope, UnableToReadExpression, read_expression
from diguan.engine.standards import Pack
from diguan.engine.standards.rules import parameter_types
from diguan.engine.verdicts import Subject

SUBJECTS = (Subject.HOUSEHOLD, Subject.PERSON)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over households or persons, in the words of a standard's fields and values."""

    standard: str
    subject: Subject
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """Where the text of a condition begins: it is no file."""

    file: str = "expression"
    line: int = 1


def checked_condition(condition: Condition, pack: Pack) -> Checked:
    """The condition as the engine reads it. UnableToRegister with place, what stands there, what was expected, what to do."""
    text = condition.text.strip()
    if not text or len(text) > LONGEST:
        raise UnableToRegister(
            Label(f"没有写条件，或超过 {LONGEST} 字", f"no condition, or more than {LONGEST} characters"),
            Label("例如 dangerous_house", "such as dangerous_house"),
            "expression",
        )
    scope = Scope(condition.subject, pack.catalogue, parameter_types(pack.parameters))
    try:
        checked = read_expression(text, Line(), scope)
    except UnableToReadExpression as error:
        raise UnableToRegister(Label(error.message("zh"), error.message("en")), None, "expression") from error
    if not checked.facts:
        raise UnableToRegister(
            Label("条件里没有任何事实，对谁都一样", "no fact in the condition: it says the same of everybody"),
            Label("至少写一个字段", "name one field at least"),
            "expression",
        )
    return checked
