"""One deciding leaf of a rule in words: what the fact is, and how it stands to the threshold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from diguan.engine.backends.closures import Evaluator, value
from diguan.engine.backends.intervals import Interval
from diguan.engine.backends.reasons import Reason
from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.documents import Label
from diguan.engine.expressions.same import Same
from diguan.engine.expressions.tree import (
    Age,
    Arithmetic,
    Between,
    Compare,
    ComparisonOperator,
    Count,
    Fact,
    In,
    IsNull,
    Literal,
    Months,
    Negate,
    Node,
    Rewritten,
    Sum,
    Value,
    unit_of,
    walk,
)
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.snapshot.plans import Fact as FactName
from diguan.engine.snapshot.wording import HIDDEN, field_value, listed, plain_value

MOST_CODES = 3  # more codes than these are counted, not named
RELATIONS: Mapping[tuple[str, bool], Label] = {
    (">", True): Label("高于", "above"),
    (">", False): Label("不高于", "not above"),
    (">=", True): Label("不低于", "at least"),
    (">=", False): Label("低于", "below"),
    ("<", True): Label("低于", "below"),
    ("<", False): Label("不低于", "at least"),
    ("<=", True): Label("不高于", "at most"),
    ("<=", False): Label("高于", "above"),
    ("=", True): Label("等于", "equal to"),
    ("=", False): Label("不等于", "other than"),
    ("<>", True): Label("不等于", "other than"),
    ("<>", False): Label("等于", "equal to"),
}
DATES: Mapping[tuple[str, bool], Label] = {
    **{(op, truth): Label("晚于", "after") for op, truth in ((">", True), ("<=", False))},
    **{(op, truth): Label("早于", "before") for op, truth in (("<", True), (">=", False))},
    **{(op, truth): Label("不早于", "not before") for op, truth in ((">=", True), ("<", False))},
    **{(op, truth): Label("不晚于", "not after") for op, truth in (("<=", True), (">", False))},
}
MIRRORED: Mapping[str, ComparisonOperator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
ELAPSED_REACHED = {(">=", True), ("<", False)}
ELAPSED_SHORT = {("<", True), (">=", False)}


@dataclass(frozen=True, slots=True)
class Said:
    """A fact, and how it stands to a threshold or to what the rule names (None: the fact says it all)."""

    fact: Label
    stands: Label | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A leaf in words. `facts`: what it read; `member`: whom it is about; `parameters`: thresholds in it."""

    said: Said
    facts: tuple[FactName, ...]
    member: int | None
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaves:
    """Speaks of leaves. `hide`: facts whose values are not shown; `thresholds`: labels of the parameters."""

    catalogue: Catalogue
    hide: frozenset[FactName]
    thresholds: Mapping[str, Label]

    def phrase(self, reason: Reason, case: CaseFile) -> Phrase:
        """The phrase of a leaf that is true or false."""
        leaf = reason.leaf
        facts = tuple(dict.fromkeys((n.subject, n.field) for n in _own(leaf) if isinstance(n, Fact)))
        parameters = tuple(n.parameter for n in _own(leaf) if isinstance(n, Literal) and n.parameter)
        said = self._hidden(facts) if self.hide.intersection(facts) else _Speaker(self, reason, case).said(leaf)
        return Phrase(said, facts, reason.member, tuple(dict.fromkeys(parameters)))

    def field(self, fact: FactName) -> Field:
        """The field of a fact."""
        return self.catalogue.field(*fact)

    def _hidden(self, facts: tuple[FactName, ...]) -> Said:
        names = listed(self.field(f).label for f in facts)
        return Said(Label(names.zh + HIDDEN.zh, f"{names.en} {HIDDEN.en}"))


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Speaks of one leaf of one household."""

    leaves: Leaves
    reason: Reason
    case: CaseFile

    @property
    def truth(self) -> bool:
        return self.reason.truth > 0

    def said(self, leaf: Node) -> Said:
        if isinstance(leaf, Rewritten):
            return self.said(leaf.origin)
        if isinstance(leaf, Compare) and isinstance(leaf.left, Literal) and not isinstance(leaf.right, Literal):
            return self.said(replace(leaf, left=leaf.right, right=leaf.left, operator=MIRRORED[leaf.operator]))
        if isinstance(leaf, Compare):
            return self.elapsed(leaf) if isinstance(leaf.left, Age | Months) else self.compared(leaf)
        if isinstance(leaf, In):
            return self.among(leaf)
        return self.between(leaf) if isinstance(leaf, Between) else self.known(leaf)

    def known(self, leaf: Node) -> Said:
        if isinstance(leaf, IsNull):
            name = self.name(leaf.operand)
            return Said(Label(f"{name.zh}有记录", f"{name.en} is recorded"))
        return Said(self.is_(leaf))

    def is_(self, node: Node) -> Label:
        name, shown = self.name(node), self.value(node)
        return Label(f"{name.zh}为{shown.zh}", f"{name.en} is {shown.en}")

    def compared(self, leaf: Compare) -> Said:
        fact, right = self.is_(leaf.left), self.threshold(leaf.right, leaf.left)
        if leaf.operator in ("=", "<>") and isinstance(leaf.right, Literal) and not leaf.right.parameter:
            same = (leaf.operator == "=") is self.truth
            return Said(fact, None if same else Label(f"不是{right.zh}", f"not {right.en}"))
        dates = isinstance(_known(leaf.right), date) and leaf.operator not in ("=", "<>")
        relation = (DATES if dates else RELATIONS)[leaf.operator, self.truth]
        return Said(fact, Label(f"{relation.zh}{right.zh}", f"{relation.en} {right.en}"))

    def elapsed(self, leaf: Compare) -> Said:
        """Ages and months since, against a number: 'at least 6 years old', 'not yet 16'."""
        elapsed, limit = leaf.left, plain_value(_literal(leaf.right), unit_of(leaf.left))
        assert isinstance(elapsed, Age | Months)  # noqa: S101 - the caller asked
        key = (leaf.operator, self.truth)
        if key in ELAPSED_REACHED:
            relation = Label(f"已满{limit.zh}", f"at least {limit.en}")
        elif key in ELAPSED_SHORT:
            relation = Label(f"不满{limit.zh}", f"less than {limit.en}")
        else:
            relation = Label(RELATIONS[key].zh + limit.zh, f"{RELATIONS[key].en} {limit.en}")
        fact = self.is_(elapsed.born if isinstance(elapsed, Age) else elapsed.since)
        day, now = self.value(elapsed.on) if elapsed.on else Label("", ""), self.value(elapsed)
        return Said(fact, Label(f"{day.zh}为{now.zh}（{relation.zh}）", f"{now.en} on {day.en} ({relation.en})"))

    def among(self, leaf: In) -> Said:
        fact = self.is_(leaf.operand)
        if self.truth is not leaf.negated:
            return Said(fact)
        if len(leaf.items) <= MOST_CODES:
            items = listed(self.threshold(item, leaf.operand) for item in leaf.items)
            return Said(fact, Label(f"不是{items.zh}", f"not {items.en}"))
        return Said(fact, Label("不属规定的情形", "none of what the rule names"))

    def between(self, leaf: Between) -> Said:
        low, high = (self.threshold(end, leaf.operand) for end in (leaf.low, leaf.high))
        zh, en = ("在", "between") if self.truth is not leaf.negated else ("不在", "not between")
        stands = Label(f"{zh}{low.zh}至{high.zh}之间", f"{en} {low.en} and {high.en}")
        return Said(self.is_(leaf.operand), stands)

    def threshold(self, node: Node, beside: Node) -> Label:
        """What a value is compared with: a literal in the unit of the value, a parameter by name, an expression worked out."""
        if isinstance(node, Literal) and node.parameter is None:
            if isinstance(beside, Fact):
                return field_value(self.leaves.field((beside.subject, beside.field)), node.value)
            return plain_value(node.value, unit_of(beside))
        shown = self.value(node)
        name = self.name(node)
        return Label(f"{name.zh}{shown.zh}", f"{name.en} {shown.en}")

    def value(self, node: Node) -> Label:
        found = _evaluator(node)(self.case.facts, self.reason.member)
        if isinstance(found, Interval):
            low, high = plain_value(found.low or 0, unit_of(node)), found.high
            if high is None:
                return Label(f"至少{low.zh}", f"at least {low.en}")
            top = plain_value(high, unit_of(node))
            return top if low == top else Label(f"{low.zh}至{top.zh}", f"{low.en} to {top.en}")
        if found is None:
            return Label("未知", "unknown")
        return (
            field_value(self.leaves.field((node.subject, node.field)), found)
            if isinstance(node, Fact)
            else plain_value(found, unit_of(node))
        )

    def name(self, node: Node) -> Label:
        """What a value is called."""
        if isinstance(node, Fact):
            return self.leaves.field((node.subject, node.field)).label
        if isinstance(node, Literal):
            return self.leaves.thresholds.get(node.parameter or "", plain_value(node.value, node.unit))
        if (
            isinstance(node, Arithmetic)
            and isinstance(node.left, Months)
            and isinstance(node.right, Months)
            and node.operator == "-"
        ):
            first, then = self.name(node.left.since), self.name(node.right.since)
            return Label(f"{first.zh}到{then.zh}的月数", f"months from '{first.en}' to '{then.en}'")
        if isinstance(node, Arithmetic):
            left, right, sign = (
                self.name(node.left),
                self.name(node.right),
                {"*": "×"}.get(node.operator, node.operator),
            )
            return Label(f"{left.zh}{sign}{right.zh}", f"{left.en} {sign} {right.en}")
        if isinstance(node, Negate):
            inner = self.name(node.operand)
            return Label(f"负的{inner.zh}", f"minus {inner.en}")
        return self.measured(node)

    def measured(self, node: Node) -> Label:
        if isinstance(node, Age):
            return Label("年龄", "age")
        if isinstance(node, Months):
            since = self.name(node.since)
            return Label(f"{since.zh}至今的月数", f"months since '{since.en}'")
        if isinstance(node, Count):
            whole = isinstance(node.predicate, Literal)
            return (
                Label("家庭成员数", "number of members")
                if whole
                else Label("符合条件的成员数", "number of such members")
            )
        if isinstance(node, Sum):
            inner = self.name(node.term)
            return Label(f"全户{inner.zh}合计", f"{inner.en} of all members")
        return listed(self.leaves.field((n.subject, n.field)).label for n in _own(node) if isinstance(n, Fact))


def _evaluator(node: Node) -> Evaluator[Value | Interval | None]:
    return _evaluators(Same(node))


@lru_cache(maxsize=4096)
def _evaluators(node: Same[Node]) -> Evaluator[Value | Interval | None]:
    return value(node.one)


def _own(leaf: Node) -> tuple[Node, ...]:
    """A leaf's nodes as written, what the binder rewrote as it was."""
    return _owned(Same(leaf))


@lru_cache(maxsize=4096)
def _owned(same: Same[Node]) -> tuple[Node, ...]:
    leaf = same.one
    return tuple(_walk(leaf.origin if isinstance(leaf, Rewritten) else leaf))


def _walk(node: Node) -> Iterator[Node]:
    for each in walk(node):
        yield each
        if isinstance(each, Rewritten):
            yield from _walk(each.origin)


def _literal(node: Node) -> Value:
    assert isinstance(node, Literal)  # noqa: S101 - ages are compared with constants
    return node.value


def _known(node: Node) -> Value | None:
    return node.value if isinstance(node, Literal) else None
