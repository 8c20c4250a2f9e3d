"""Up to which day facts are used: today's snapshot, or a look back with a day of its own for every household."""

from dataclasses import dataclass
from datetime import date

from diguan.engine.snapshot.intake import Carrier


@dataclass(frozen=True, slots=True)
class Scope:
    """Up to which day facts are used: one day for all, or by household (table `limits(household_id, until)`)."""

    prefix: str
    until: date
    limits: str | None = None

    def table(self, name: str) -> str:
        """Quoted name of a table of this scope."""
        return f'"{self.prefix}{name}"'

    def rows(self, carrier: Carrier, household: str) -> str:
        """FROM and WHERE of the usable rows `t` of a table; `household` is the expression of their household number."""
        if self.limits is None:
            return f"FROM {carrier.view} t WHERE t._day <= DATE '{self.until}'"
        return f"FROM {carrier.view} t JOIN {self.limits} l ON l.household_id = {household} WHERE t._day <= l.until"

    @property
    def limit(self) -> str:
        """The last usable day of a row of `rows`."""
        return f"DATE '{self.until}'" if self.limits is None else "l.until"
