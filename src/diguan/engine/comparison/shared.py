"""Which indicators two rounds share, and whether the rule or the day of one differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from diguan.engine.comparison.sides import Side, UnableToCompareRounds
from diguan.engine.documents import Label
from diguan.engine.expressions import Bound
from diguan.engine.expressions.tree import MEMBER_FUNCTIONS, Node, walk
from diguan.engine.screening.bound import BoundIndicator
from diguan.engine.verdicts import Subject

Value = float | int | str | date
Bindings = Mapping[tuple[bool, bool], Mapping[str, BoundIndicator]]  # (later standard, later day) -> rules
FACTS, STANDARD, DAY = 1, 2, 4  # factors that a difference can rest on, as bits


@dataclass(frozen=True, slots=True)
class Shared:
    """One indicator that both rounds judged. `standard`, `day`: whether a difference in them can matter; `members`: it asks members.

    `parameters`: values that differ, by name, before and after; `reads`: facts of either rule.
    """

    id: str
    subject: Subject
    standard: bool
    day: bool
    members: bool
    parameters: Mapping[str, tuple[Value | None, Value | None]]
    text_changed: bool
    reads: frozenset[tuple[Subject, str]]

    @property
    def varies(self) -> bool:
        """Whether anything but facts can make its verdicts differ."""
        return self.standard or self.day


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of both rounds on both days. `only_before`, `only_after`: indicators that one round alone judged by."""

    shared: tuple[Shared, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    bound: Bindings = field(repr=False)

    def of(self, subject: Subject) -> tuple[Shared, ...]:
        """Shared indicators on a kind of subject, in order."""
        return tuple(each for each in self.shared if each.subject is subject)


def share(before: Side, after: Side) -> Rules:
    """The rules of two rounds side by side; UnableToCompareRounds when they share no indicator."""
    bound: Bindings = {
        (False, False): before.indicators,
        (False, True): before.indicators if before.as_of == after.as_of else before.bind(after.as_of),
        (True, True): after.indicators,
        (True, False): after.indicators if before.as_of == after.as_of else after.bind(before.as_of),
    }
    same = [i for i in before.indicators if _is_shared(i, before, after)]
    if not same:
        message = Label(
            f"与 {before.name} 没有共同的指标", f"it has no indicator in common with {before.name}: nothing to compare"
        )
        hint = Label(
            "比较用同一标准（或其修订版）、判同类对象（户、人、村、机构）的轮次",
            "compare rounds by one standard or versions of it, about the same kind: households, people, villages, facilities",
        )
        raise UnableToCompareRounds(after.name, message, hint)
    return Rules(
        tuple(_shared(i, before, after, bound) for i in same),
        tuple(i for i in before.indicators if i not in same and _is_judged(i, before)),
        tuple(i for i in after.indicators if i not in same and _is_judged(i, after)),
        bound,
    )


def _is_judged(name: str, side: Side) -> bool:
    """Whether a round has any verdict by an indicator: not where nobody told it of a single village or facility."""
    return side.indicators[name].subject in side.verdicts


def _is_shared(name: str, before: Side, after: Side) -> bool:
    mine, theirs = before.indicators[name], after.indicators.get(name)
    return (
        theirs is not None
        and mine.subject is theirs.subject
        and mine.subject in before.verdicts
        and theirs.subject in after.verdicts
    )


def _shared(name: str, before: Side, after: Side, bound: Bindings) -> Shared:
    old, new = bound[False, False][name], bound[True, True][name]
    old_later, new_earlier = bound[False, True].get(name), bound[True, False].get(name)
    parameters = _differing(_parameters(before, old), _parameters(after, new))
    return Shared(
        id=name,
        subject=old.subject,
        standard=not (_same(old, new_earlier) and _same(old_later, new)),
        day=not (_same(old, old_later) and _same(new_earlier, new)),
        members=_asks_members(old) or _asks_members(new),
        parameters=parameters,
        text_changed=not (_same_text(old.met, new.met) and _same_text(old.when, new.when)),
        reads=old.facts | new.facts,
    )


def _same(mine: BoundIndicator | None, theirs: BoundIndicator | None) -> bool:
    """Whether two bound rules are one: a rule that cannot be bound is like no other."""
    if mine is None or theirs is None:
        return False
    return _tree(mine.met) == _tree(theirs.met) and _tree(mine.when) == _tree(theirs.when)


def _tree(bound: Bound | None) -> Node | None:
    return None if bound is None else bound.tree


def _same_text(mine: Bound | None, theirs: Bound | None) -> bool:
    """Whether two rules are the same before parameters and day are put in."""
    if mine is None or theirs is None:
        return mine is theirs
    return mine.checked.tree == theirs.checked.tree


def _asks_members(rule: BoundIndicator) -> bool:
    trees = [bound.tree for bound in (rule.met, rule.when) if bound is not None]
    return any(isinstance(node, MEMBER_FUNCTIONS) for tree in trees for node in walk(tree))


def _parameters(side: Side, rule: BoundIndicator) -> dict[str, Value]:
    """Values that a rule was bound with, by name."""
    named = {name for bound in (rule.met, rule.when) if bound is not None for name in bound.checked.parameters}
    return {name: side.values[name] for name in sorted(named)}


def _differing(mine: Mapping[str, Value], theirs: Mapping[str, Value]) -> dict[str, tuple[Value | None, Value | None]]:
    names = sorted(mine.keys() | theirs.keys())
    return {n: (mine.get(n), theirs.get(n)) for n in names if mine.get(n) != theirs.get(n)}
