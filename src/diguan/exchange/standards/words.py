"""A rule as a sentence: fields, parameters and codes by their labels, in Chinese or English."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from diguan.engine.catalogue import Field, Label
from diguan.engine.documents import Where
from diguan.engine.expressions import parse
from diguan.engine.expressions import tree as trees
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject

SIGNS = {"=": "=", "<>": "≠", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
PREFIXES = {"household": Subject.HOUSEHOLD, "village": Subject.VILLAGE}
OWNERS = {Subject.HOUSEHOLD: Label("本户", "the household's"), Subject.VILLAGE: Label("本村", "the village's")}
WORDS = {
    "and": Label(" 且 ", " and "),
    "or": Label(" 或 ", " or "),
    "not": Label("不是〔{0}〕", "not [{0}]"),
    "in": Label("{0} 属于 {1}", "{0} is one of {1}"),
    "not in": Label("{0} 不属于 {1}", "{0} is none of {1}"),
    "between": Label("{0} 在 {1} 到 {2} 之间", "{0} is between {1} and {2}"),
    "not between": Label("{0} 不在 {1} 到 {2} 之间", "{0} is not between {1} and {2}"),
    "null": Label("{0} 没有值", "{0} has no value"),
    "not null": Label("{0} 有值", "{0} has a value"),
    "age": Label("{0} 至今的周岁", "the age in years since {0}"),
    "age_on": Label("{0} 到 {1} 的周岁", "the age in years from {0} to {1}"),
    "months_since": Label("{0} 至今的月数", "the months since {0}"),
    "every_member": Label("每名成员〔{0}〕", "every member [{0}]"),
    "any_member": Label("有成员〔{0}〕", "some member [{0}]"),
    "count_members": Label("成员数〔{0}〕", "the number of members [{0}]"),
    "sum_members": Label("成员合计〔{0}〕", "the sum over members [{0}]"),
    "any_unmet": Label("有未达标的〔{0}〕", "something is unmet of [{0}]"),
    "any_unknown": Label("有待核实的〔{0}〕", "something is unknown of [{0}]"),
    "all_met": Label("全部达标〔{0}〕", "all are met of [{0}]"),
    "true": Label("是", "true"),
    "false": Label("否", "false"),
}
MEMBERS = ("every_member", "any_member", "count_members", "sum_members")
VERDICTS = ("any_unmet", "any_unknown", "all_met")


def sentence(pack: Pack, language: str, expression: str, subject: Subject) -> str:
    """An expression of a checked pack in words; `subject`: what it is about."""
    tree = parse(expression, Where("", 1))
    return _Sentence(pack, language, subject).of(tree)


class _Sentence:
    def __init__(self, pack: Pack, language: str, subject: Subject) -> None:
        self.pack, self.language, self.subject = pack, language, subject

    def of(self, node: trees.Node) -> str:
        return _PARTS[type(node)](self, node)

    def say(self, word: str, *parts: str) -> str:
        return WORDS[word][self.language].format(*parts)

    def listed(self, parts: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)

    def field(self, node: trees.Node) -> Field | None:
        if not isinstance(node, trees.Name):
            return None
        subject = PREFIXES[node.prefix] if node.prefix else self.subject
        return self.pack.catalogue.fields(subject).get(node.name)

    def name(self, node: trees.Name) -> str:
        field = self.field(node)
        label = field.label[self.language] if field else node.name
        owner = OWNERS[PREFIXES[node.prefix]][self.language] if node.prefix else ""
        return f"{owner}{' ' if owner and self.language == 'en' else ''}{label}"

    def value(self, node: trees.Node, beside: Field | None) -> str:
        """A text beside a field with labelled codes is said by its label."""
        if not isinstance(node, trees.Literal) or not isinstance(node.value, str):
            return self.of(node)
        label = beside.code_labels.get(node.value) if beside else None
        text = label[self.language] if label else node.value
        return f"“{text}”" if self.language == "zh" else f"'{text}'"

    def literal(self, node: trees.Literal) -> str:
        if isinstance(node.value, bool):
            return self.say("true" if node.value else "false")
        return (
            node.value.isoformat()
            if isinstance(node.value, date)
            else f"{node.value:g}"
            if isinstance(node.value, float)
            else str(node.value)
        )

    def parameter(self, node: trees.Parameter) -> str:
        return self.pack.parameters[node.name].label[self.language]

    def joined(self, node: trees.And | trees.Or) -> str:
        word = "and" if isinstance(node, trees.And) else "or"
        return WORDS[word][self.language].join(self.inside(part) for part in node.operands)

    def inside(self, node: trees.Node) -> str:
        text = self.of(node)
        return f"({text})" if isinstance(node, trees.And | trees.Or) else text

    def compared(self, node: trees.Compare) -> str:
        left, right = self.value(node.left, self.field(node.right)), self.value(node.right, self.field(node.left))
        return f"{left} {SIGNS[node.operator]} {right}"

    def one_of(self, node: trees.In) -> str:
        beside = self.field(node.operand)
        items = self.listed([self.value(item, beside) for item in node.items])
        return self.say("not in" if node.negated else "in", self.of(node.operand), items)

    def between(self, node: trees.Between) -> str:
        parts = (self.of(part) for part in (node.operand, node.low, node.high))
        return self.say("not between" if node.negated else "between", *parts)

    def empty(self, node: trees.IsNull) -> str:
        return self.say("not null" if node.negated else "null", self.of(node.operand))

    def computed(self, node: trees.Arithmetic) -> str:
        sides = (f"({self.of(s)})" if isinstance(s, trees.Arithmetic) else self.of(s) for s in (node.left, node.right))
        return f" {node.operator.replace('*', '×')} ".join(sides)

    def called(self, node: trees.Call) -> str:
        if node.function in VERDICTS:
            return self.say(node.function, self.listed([self.judged(part) for part in node.arguments]))
        inner = _Sentence(self.pack, self.language, Subject.PERSON) if node.function in MEMBERS else self
        return self.say(node.function, *(inner.of(part) for part in node.arguments))

    def judged(self, node: trees.Node) -> str:
        """A name in any_unmet(...) by the labels of the indicators it means."""
        name = node.name if isinstance(node, trees.Name) else ""
        return self.listed([indicator.label[self.language] for indicator in self.pack.named(name)]) or name


_PARTS: Mapping[type[trees.Node], Callable[..., str]] = {
    trees.Name: _Sentence.name,
    trees.Literal: _Sentence.literal,
    trees.Parameter: _Sentence.parameter,
    trees.And: _Sentence.joined,
    trees.Or: _Sentence.joined,
    trees.Not: lambda self, node: self.say("not", self.of(node.operand)),
    trees.Negate: lambda self, node: f"-{self.of(node.operand)}",
    trees.Compare: _Sentence.compared,
    trees.In: _Sentence.one_of,
    trees.Between: _Sentence.between,
    trees.IsNull: _Sentence.empty,
    trees.Arithmetic: _Sentence.computed,
    trees.Call: _Sentence.called,
}
