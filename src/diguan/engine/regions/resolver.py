"""Resolves many rows that repeat few names: every distinct row is looked up once."""

from collections.abc import Iterable, Sequence
from datetime import date

from diguan.engine.regions.matching import NameSearch, UnableToResolveRegion
from diguan.engine.regions.model import Region

Outcome = Region | UnableToResolveRegion


class UnableToReadRow(ValueError):
    """A row has another number of names than levels were announced."""

    def __init__(self, names: Sequence[str | None], expected: int) -> None:
        super().__init__(
            f"一行有 {len(names)} 个名称 {list(names)}，而约定了 {expected} 级；每级须有一格，缺的留空\n"
            f"a row has {len(names)} names {list(names)} for {expected} levels; give one per level and leave missing ones empty"
        )


class RegionResolver:
    """Names to units within one subtree, with a memory of what was asked before."""

    def __init__(self, search: NameSearch, within: str | None, levels: tuple[int, ...] | None, on: date | None) -> None:
        self._search = search
        self._within = within
        self._levels = levels
        self._on = on
        self._outcomes: dict[tuple[str | None, ...], Outcome] = {}

    def resolve(self, names: Sequence[str | None]) -> Region:
        """The one unit that names mean; raises UnableToResolveRegion."""
        outcome = self._outcome(tuple(names))
        if isinstance(outcome, UnableToResolveRegion):
            raise UnableToResolveRegion(
                outcome.names,
                outcome.reason,
                name=outcome.name,
                inside=outcome.inside,
                candidates=outcome.candidates,
                suggestions=outcome.suggestions,
            )
        return outcome

    def resolve_many(self, rows: Iterable[Sequence[str | None]]) -> list[Outcome]:
        """For every row its unit, or the error that says why there is none, in the order of the rows."""
        outcomes = self._outcomes
        return [outcomes.get(names) or self._outcome(names) for names in map(tuple, rows)]

    def _outcome(self, names: tuple[str | None, ...]) -> Outcome:
        if names not in self._outcomes:
            if self._levels is not None and len(names) != len(self._levels):
                raise UnableToReadRow(names, len(self._levels))
            try:
                self._outcomes[names] = self._search.resolve(names, self._within, self._levels, self._on)
            except UnableToResolveRegion as error:
                # Kept without its traceback, which would keep every frame of the search alive.
                self._outcomes[names] = error.with_traceback(None)
        return self._outcomes[names]
