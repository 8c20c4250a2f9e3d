"""What a back end is asked that judges a snapshot, and the embedded one.

An evaluator gets rules and the layout of relations that lie in DuckDB, and gives back queries of DuckDB: the keys of each subject, then
`<indicator>` and `<indicator>@grade` UTINYINT. Where the work is done in between is its own affair.
"""

from collections.abc import Sequence
from typing import Protocol

from diguan.engine.backends.layout import Layout
from diguan.engine.backends.sql import Passes, RuleSpec, verdict_passes
from diguan.engine.snapshot.database import Connection
from diguan.engine.snapshot.relations import ORDER, RELATIONS

KEYS = {RELATIONS[name]: order for name, order in ORDER.items() if name != "unlisted_members"}


class Evaluator(Protocol):
    """Judges the relations of a layout."""

    def verdicts(self, connection: Connection, rules: Sequence[RuleSpec], layout: Layout) -> Passes:
        """What to run, to ask and to clean up for the verdicts of the rules; columns as in the module."""


class InDuckDB:
    """The embedded engine: one pass over the persons."""

    def verdicts(self, connection: Connection, rules: Sequence[RuleSpec], layout: Layout) -> Passes:
        """Nothing is worked out before the queries run."""
        del connection
        return verdict_passes(rules, layout, KEYS)


IN_DUCKDB: Evaluator = InDuckDB()
