"""The units of a region folder in memory. Upper levels are read at once, the parts below them when something in them is asked for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from diguan.engine.regions.format import RegionFormat
from diguan.engine.regions.model import Region
from diguan.engine.regions.tables import Row, columns, rows

HISTORY = ("valid_from", "valid_to", "succeeded_by")
OUTSIDE_PARTS = ""  # the bucket of units that no part file covers


class UnableToFollowSuccession(ValueError):
    """The column succeeded_by of some units does not lead to a unit."""

    def __init__(self, chain: tuple[str, ...], zh: str, en: str) -> None:
        codes = " → ".join(chain)
        super().__init__(
            f"区划沿革 {codes} {zh}；请改正 succeeded_by 一栏\nthe succession {codes} {en}; correct the column succeeded_by"
        )


class UnitStore:
    """History of each code, and the codes of each level in order."""

    def __init__(self, form: RegionFormat, parts: dict[str, Path]) -> None:
        self.form = form
        self._parts = parts
        self._histories: dict[str, tuple[Region, ...]] = {}
        self._by_level: dict[int, list[str]] = {level.number: [] for level in form.levels}
        self._replaced: set[str] = set()
        self._unchecked: list[tuple[Row, Region]] = []
        self.loaded_parts: set[str] = set()

    def add(self, file: Path, *, replaces: bool = False, part: str | None = None) -> None:
        """Reads a table of units. One that `replaces` says everything about the codes it names, whatever other tables say of them."""
        read: dict[str, list[tuple[Row, Region]]] = {}
        for row, region in read_units(file, self.form):
            if part is not None:
                self._check_part(part, row, region)
            if replaces or region.code not in self._replaced:
                read.setdefault(region.code, []).append((row, region))
        for code, states in read.items():
            self._keep(code, states, replaces=replaces)
        if replaces:
            self._replaced.update(read)
        for codes in self._by_level.values():
            codes.sort()
        self._unchecked += [states[0] for states in read.values()]

    def history(self, code: str) -> tuple[Region, ...]:
        """States of a full code, oldest first; empty if there is no such unit."""
        if code not in self._histories:
            self._load(self.form.scheme.significant(code))
        return self._histories.get(code, ())

    def codes(self, level: int, within: str | None = None) -> list[str]:
        """Codes of a level, ordered, at or below a unit (None: everywhere)."""
        if within is None:
            if self._is_deep(level):
                self._load("")
            return self._by_level[level]
        if self._is_deep(level):
            self._load(self.form.scheme.significant(within))
        low, high = self.form.scheme.subtree_range(within)
        ordered = self._by_level[level]
        return ordered[bisect_left(ordered, low) : bisect_left(ordered, high)]

    def buckets(self, level: int, within: str | None) -> list[str]:
        """The portions in which names of a level are indexed, as far as they can hold units at or below `within`."""
        if not self._is_deep(level):
            return [OUTSIDE_PARTS]
        head = "" if within is None else self.form.scheme.significant(within)
        return [OUTSIDE_PARTS, *self._overlapping(head)]

    def bucket(self, level: int, name: str) -> list[str]:
        """The codes of a level in one portion."""
        if not self._is_deep(level):
            return self._by_level[level]
        if name == OUTSIDE_PARTS:
            return [code for code in self._by_level[level] if not code.startswith(tuple(self._parts))]
        self._load(name)
        return [code for code in self._by_level[level] if code.startswith(name)]

    def parent(self, code: str) -> str | None:
        """The full code one level up; None at the top."""
        return self.form.scheme.parent(code)

    def path(self, code: str) -> tuple[str, ...]:
        """Names from the top down; a single top unit, which every path would begin with, is left out below it."""
        codes = [code]
        while (above := self.parent(codes[0])) is not None:
            codes.insert(0, above)
        skip = 1 if len(codes) > 1 and len(self._by_level[1]) == 1 else 0
        return tuple(self.history(each)[-1].name for each in codes[skip:])

    def check(self) -> None:
        """Refuses, among the units added since the last check, one without its parent, or succeeded by an unknown one or by itself."""
        added, self._unchecked = self._unchecked, []
        for row, region in added:
            self._check_parent(row, region)
            last = self._histories[region.code][-1]
            if last.succeeded_by:
                self._follow(last, ())

    def _is_deep(self, level: int) -> bool:
        return self.form.parts_from is not None and level >= self.form.parts_from

    def _overlapping(self, head: str) -> Iterable[str]:
        return (stem for stem in self._parts if stem.startswith(head) or head.startswith(stem))

    def _load(self, head: str) -> None:
        for stem in self._overlapping(head):
            if stem not in self.loaded_parts:
                self.loaded_parts.add(stem)
                self.add(self._parts[stem], part=stem)
        self.check()

    def _check_part(self, part: str, row: Row, region: Region) -> None:
        # In the wrong part a unit would be there or not there according to what was asked before.
        if not region.code.startswith(part) or not self._is_deep(region.level):
            raise row.refused(
                f"代码 {region.code} 不属于这个分表；表内代码须以 {part} 开头，级别不高于 regions.yaml 的 parts.from",
                f"code {region.code} does not belong in this part; codes in it begin with {part}, from the level parts.from down",
            )

    def _follow(self, state: Region, before: tuple[str, ...]) -> None:
        for successor in state.succeeded_by:
            chain = (*before, state.code, successor)
            if successor in chain[:-1]:
                raise UnableToFollowSuccession(chain, "成环", "comes back to itself")
            if not self.history(successor):
                raise UnableToFollowSuccession(chain, "指向不存在的代码", "leads to a code that does not exist")
            self._follow(self.history(successor)[-1], chain[:-1])

    def _keep(self, code: str, states: list[tuple[Row, Region]], *, replaces: bool) -> None:
        if len(states) > 1:
            self._order(code, states)
        if code not in self._histories:
            self._by_level[states[0][1].level].append(code)
        elif not replaces:
            raise states[0][0].refused(f"代码 {code} 已在别处出现", f"code {code} stands elsewhere already")
        self._histories[code] = tuple([region for _, region in states])

    def _order(self, code: str, states: list[tuple[Row, Region]]) -> None:
        states.sort(key=lambda state: state[1].valid_from.toordinal() if state[1].valid_from else 0)
        for (_, earlier), (row, later) in pairwise(states):
            if later.valid_from is None or earlier.valid_to is None or earlier.valid_to > later.valid_from:
                raise row.refused(
                    f"代码 {code} 的有效期与另一行重叠；同一代码的各行须首尾不相交",
                    f"code {code}: the interval overlaps that of another row; rows of one code must not",
                )

    def _check_parent(self, row: Row, region: Region) -> None:
        parent = self.form.scheme.ancestor(region.code, region.level - 1)
        if parent is not None and parent not in self._histories:
            raise row.refused(
                f"代码 {region.code} 的上级 {parent} 不存在", f"code {region.code}: its parent {parent} does not exist"
            )


def read_units(file: Path, form: RegionFormat) -> Iterator[tuple[Row, Region]]:
    """Units of a table, with the row that names each."""
    optional = ("kind", *HISTORY)
    undated = not set(columns(file)).intersection(HISTORY)
    for row in rows(file, required=("code", "name"), optional=optional):
        code = row.required("code")
        try:
            level = form.scheme.level_number(code)
        except ValueError as error:
            raise row.refused(*str(error).split("\n")) from error
        kind = row.text("kind") or form.levels[level - 1].id
        if form.kind_levels.get(kind) != level:
            raise row.refused(
                f"“{kind}”不是第 {level} 级可用的类别；类别见 regions.yaml 的 kinds",
                f"'{kind}' is no kind of level {level}; kinds are listed in regions.yaml",
            )
        if undated:  # as all the thousands of villages are
            yield row, Region(code, row.required("name"), level, kind)
            continue
        successors = tuple(row.text("succeeded_by").replace(";", " ").split())
        yield row, Region(code, row.required("name"), level, kind, *row.interval(), succeeded_by=successors)
