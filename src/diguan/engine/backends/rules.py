"""What back ends are asked: rules with a verdict, conditions with a truth."""

from dataclasses import dataclass

from diguan.engine.expressions.binder import Bound


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule to be judged; its subject is that of `met`. `when` None applies to everybody."""

    id: str
    when: Bound | None
    met: Bound


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition to be asked of every subject it is about."""

    id: str
    holds: Bound
