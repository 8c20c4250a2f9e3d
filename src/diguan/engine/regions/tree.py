"""The region tree: codes to units, marks and ranges; names to codes through `resolve`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from diguan.engine.regions.format import RegionFormat
from diguan.engine.regions.matching import NameSearch
from diguan.engine.regions.model import Kind, Label, Level, Mark, MarkKind, Region, Source
from diguan.engine.regions.names import Closeness
from diguan.engine.regions.resolver import RegionResolver
from diguan.engine.regions.store import UnitStore


class UnableToFindRegion(LookupError):
    """No unit has this code, or none on this day."""

    def __init__(self, code: str, on: date | None = None) -> None:
        self.code = code
        day_zh, day_en = (f"在 {on} ", f" on {on}") if on else ("", "")
        super().__init__(
            f"{day_zh}没有代码为 {code} 的区划；请核对代码，或用 diguan regions find 按名称查找\n"
            f"no region has the code {code}{day_en}; check the code, or look the name up with diguan regions find"
        )


class UnableToFindTerm(LookupError):
    """A level or a kind of mark that the tree does not have."""

    def __init__(self, term: str, known: Iterable[str]) -> None:
        names = sorted(known)
        super().__init__(f"没有“{term}”；应为 {names} 之一\nthere is no '{term}'; expected one of {names}")


class RegionTree:
    """A tree of coded units. Codes may be given in full or as their significant part ("152222"); without a day the current state counts."""

    def __init__(self, store: UnitStore, marks: Mapping[str, tuple[Mark, ...]], search: NameSearch) -> None:
        self._store = store
        self._marks = marks
        self._search = search

    @property
    def form(self) -> RegionFormat:
        """The format of the folder: levels, kinds, code scheme."""
        return self._store.form

    @property
    def label(self) -> Label:
        """What the whole is called."""
        return self.form.label

    @property
    def source(self) -> Source:
        """Where the units come from."""
        return self.form.source

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels, top first."""
        return self.form.levels

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What a unit can be, by `Region.kind`."""
        return self.form.kinds

    @property
    def mark_kinds(self) -> Mapping[str, MarkKind]:
        """The marks a unit can carry."""
        return self.form.marks

    @property
    def loaded_parts(self) -> frozenset[str]:
        """The parts of the folder read so far, by the beginning of their codes."""
        return frozenset(self._store.loaded_parts)

    def __contains__(self, code: str) -> bool:
        try:
            return bool(self._store.history(self.form.scheme.complete(code)))
        except ValueError:
            return False

    def get(self, code: str, on: date | None = None) -> Region:
        """The unit of a code as it is now (its last state, if it has ended), or as it was on a day."""
        full = self.form.scheme.complete(code)
        states = self._store.history(full)
        found = states[-1:] if on is None else [state for state in states if state.in_force(on)]
        if not found:
            raise UnableToFindRegion(full, on)
        return found[0]

    def history(self, code: str) -> tuple[Region, ...]:
        """All states of a code, oldest first."""
        self.get(code)
        return self._store.history(self.form.scheme.complete(code))

    def units(self, level: str, within: str | None = None, on: date | None = None) -> list[Region]:
        """Units of a level ("county") in force, in the order of codes, at or below a unit."""
        (number,) = self._level_numbers([level])
        inside = None if within is None else self.get(within).code
        states = (state for code in self._store.codes(number, inside) for state in self._store.history(code))
        return [state for state in states if state.in_force(on)]

    def children(self, code: str, on: date | None = None) -> list[Region]:
        """Units in force one level below, in the order of codes."""
        level = self.get(code).level
        return [] if level == len(self.levels) else self.units(self.levels[level].id, code, on)

    def parent(self, code: str, on: date | None = None) -> Region | None:
        """The unit one level up; None at the top."""
        above = self.form.scheme.parent(self.get(code).code)
        return None if above is None else self.get(above, on)

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """The units above, top first, without the unit itself."""
        region = self.get(code)
        above = (self.form.scheme.ancestor(region.code, level) for level in range(1, region.level))
        return tuple(self.get(each) for each in above if each is not None)

    def path(self, code: str) -> tuple[str, ...]:
        """Names from the top down to the unit; a single top unit, which every path would begin with, is left out below it."""
        return self._store.path(self.get(code).code)

    def subtree_range(self, code: str) -> tuple[str, str]:
        """Half-open range `low <= code < high` of full codes: the unit and all below it."""
        return self.form.scheme.subtree_range(self.get(code).code)

    def level(self, code: str) -> Level:
        """The level a unit stands on."""
        return self.levels[self.get(code).level - 1]

    def marks(self, code: str, on: date, *, inherited: bool = False) -> tuple[Mark, ...]:
        """Marks a unit carries on a day; with `inherited`, those of the units above as well, top first."""
        line = (*self.ancestors(code), self.get(code)) if inherited else (self.get(code),)
        return tuple(mark for region in line for mark in self.mark_history(region.code) if mark.in_force(on))

    def mark_history(self, code: str) -> tuple[Mark, ...]:
        """All marks of a unit, of whatever day."""
        return self._marks.get(self.get(code).code, ())

    def marked(self, kind: str, on: date) -> list[Region]:
        """Units that carry a kind of mark on a day, in the order of codes."""
        if kind not in self.mark_kinds:
            raise UnableToFindTerm(kind, self.mark_kinds)
        codes = (
            code
            for code, marks in self._marks.items()
            if any(mark.kind.id == kind and mark.in_force(on) for mark in marks)
        )
        return [self.get(code) for code in sorted(codes)]

    def successors(self, code: str) -> tuple[Region, ...]:
        """The current units that took the place of one that has ended, at the end of the chain; a current unit itself."""
        region = self.get(code)
        if region.valid_to is None:
            return (region,)
        follow = [each for successor in region.succeeded_by for each in self.successors(successor)]
        return tuple({each.code: each for each in follow}.values())

    def resolve(
        self,
        names: Sequence[str | None],
        within: str | None = None,
        *,
        levels: Sequence[str] | None = None,
        on: date | None = None,
    ) -> Region:
        """The one unit that names mean, from upper to lower (county, township, village; None or "" where one is missing).

        `within` is a code that the unit must be at or below. `levels` says which level each name is of ("county", "township", "village"),
        which decides between a township and a village of one name; without it every level is tried.
        Raises UnableToResolveRegion if the names mean no unit or several; nothing is guessed.
        """
        return self.resolver(within, levels=levels, on=on).resolve(names)

    def code_of(self, region: str) -> str:
        """The full code of a unit given by its code or its name. UnableToResolveRegion."""
        return self.get(region).code if region in self else self.resolve([region]).code

    def resolver(
        self, within: str | None = None, *, levels: Sequence[str] | None = None, on: date | None = None
    ) -> RegionResolver:
        """A resolver that remembers, for many rows with few different names."""
        inside = None if within is None else self.get(within).code
        return RegionResolver(self._search, inside, None if levels is None else self._level_numbers(levels), on)

    def find(self, name: str, within: str | None = None) -> list[tuple[Region, Closeness]]:
        """All units that a name can mean, the closest first, then in the order of codes."""
        return self._search.find(name, None if within is None else self.get(within).code)

    def suggest(self, name: str, within: str | None = None) -> list[Region]:
        """Units with names of nearly this spelling, nearest first."""
        return self._search.suggest(name, None if within is None else self.get(within).code)

    def _level_numbers(self, levels: Sequence[str]) -> tuple[int, ...]:
        numbers = {level.id: level.number for level in self.levels}
        for level in levels:
            if level not in numbers:
                raise UnableToFindTerm(level, numbers)
        return tuple(numbers[level] for level in levels)
