"""A rule's verdict as a CASE over its truths."""

from collections.abc import Callable
from dataclasses import dataclass

from diguan.engine.backends.dialects import Dialect
from diguan.engine.backends.sql_text import Tri, cases, negation, unknown
from diguan.engine.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Truths:
    """What a rule's `when` and `met` are at a threshold; `at_first`: its `when` at the lowest one.

    Without `at_first` a rule that does not apply on declared facts could come out as met on seen ones, because its `when` is unknown there:
    another verdict, so it lends the first one no evidence.
    """

    when: Tri
    met: Tri
    at_first: Tri

    def over(self, column: Callable[[Tri], Tri]) -> "Truths":
        """The same truths, each read from a column."""
        return Truths(column(self.when), column(self.met), column(self.at_first))

    def branches(self) -> list[tuple[Tri, Verdict]]:
        """Conditions to be tried in order, every unknown before the end; nothing true means unmet."""
        return [
            (negation(self.when), Verdict.NOT_APPLICABLE),
            (False if self.at_first == self.when else negation(self.at_first), Verdict.UNKNOWN),
            (self.met, Verdict.MET),
            (unknown(self.met), Verdict.UNKNOWN),
            (unknown(self.when), Verdict.UNKNOWN),
        ]


def codes(dialect: Dialect) -> dict[Verdict, str]:
    """Every verdict as a constant."""
    return {verdict: dialect.small(int(verdict)) for verdict in Verdict}


def coded(truths: Truths, results: dict[Verdict, str]) -> str:
    """CASE that gives each verdict its result."""
    return cases(((truth, results[verdict]) for truth, verdict in truths.branches()), results[Verdict.UNMET])
