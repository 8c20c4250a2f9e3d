"""Finds the unit that a row of names means: county, township, village in any combination, as files write them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from diguan.engine.regions.index import NEAREST, NameIndex
from diguan.engine.regions.model import Region
from diguan.engine.regions.names import Closeness, fold
from diguan.engine.regions.store import UnitStore

SEPARATORS = re.compile(r"[/\\>|→]+")
SHORTEST_PART = 2  # letters of a name that stands in front of another without a separator
FRONTS_KEPT = 1 << 16
Reason = Literal["empty", "unknown", "ambiguous"]
Vectors = frozenset[tuple[Closeness, ...]]


class UnableToResolveRegion(LookupError):
    """Names mean no unit or several. `candidates` and `suggestions` are units with their paths."""

    def __init__(  # what was looked for, what failed, and what there is instead
        self,
        names: Sequence[str | None],
        reason: Reason,
        *,
        name: str = "",
        inside: str = "",
        candidates: Mapping[str, str] | None = None,
        suggestions: Mapping[str, str] | None = None,
    ) -> None:
        self.names = tuple(names)
        self.reason = reason
        self.name = name
        self.inside = inside
        self.candidates = dict(candidates or {})
        self.suggestions = dict(suggestions or {})
        super().__init__(f"{self.message_zh}\n{self.message_en}")

    @property
    def written(self) -> str:
        """The names as the file gives them."""
        return " / ".join(name for name in self.names if name)

    @property
    def message_zh(self) -> str:
        """What is wrong, in Chinese."""
        if self.reason == "empty":
            return "没有写区划名称；至少要有一级的名称"
        if self.reason == "ambiguous":
            return f"“{self.written}”可以指 {len(self.candidates)} 个区划：{_listed(self.candidates, '；')}；请写全称、上级名称或代码"
        hint = f"；是否指：{_listed(self.suggestions, '；')}" if self.suggestions else ""
        return f"“{self.written}”：{self.inside or '区划表'}内没有“{self.name}”{hint}；请改正名称，或在别名表中加一行"

    @property
    def message_en(self) -> str:
        """What is wrong, in English."""
        if self.reason == "empty":
            return "no region is named; at least one name is needed"
        if self.reason == "ambiguous":
            return (
                f"'{self.written}' can mean {len(self.candidates)} regions: {_listed(self.candidates, '; ')}; "
                "write the full name, the names above it, or the code"
            )
        hint = f"; did you mean {_listed(self.suggestions, '; ')}" if self.suggestions else ""
        return f"'{self.written}': no '{self.name}' in {self.inside or 'the regions'}{hint}; correct the name or add an alias"


class State(NamedTuple):
    """How far a row of names has led: the unit reached (at first the one searched within) and the level of the last name used."""

    code: str | None
    reached: int

    def led_to(self, code: str, level: int, inside: int) -> "State":
        """The state after a name of a level. The own unit, which is of level `inside`, or one above it named again leads nowhere else."""
        return State(code, level) if level > inside else State(self.code, max(self.reached, level))


class Place(Enum):
    """Where a name stands."""

    FRONT = "front"  # in front of another name in one cell: 科右中旗 in 科右中旗巴彦呼舒镇
    MIDDLE = "middle"  # other cells follow
    LAST = "last"  # in the last cell that is filled


class NameSearch:
    """Leads a row of names through the tree, keeping every reading of it until one is left."""

    def __init__(self, store: UnitStore, index: NameIndex) -> None:
        self._store = store
        self._index = index
        self._last = len(store.form.levels)
        # Paths of many rows begin alike.
        self._front = lru_cache(maxsize=FRONTS_KEPT)(partial(self._whole, level=None, place=Place.FRONT))

    def resolve(
        self, names: Sequence[str | None], within: str | None, levels: Sequence[int] | None, on: date | None
    ) -> Region:
        """The one unit meant; raises UnableToResolveRegion."""
        given = [(position, name) for position, name in enumerate(names) if name is not None and name.strip()]
        if not given:
            raise UnableToResolveRegion(names, "empty")
        readings: dict[State, Vectors] = {State(within, 0): frozenset({()})}
        for position, name in given:
            level = None if levels is None else levels[position]
            last = position == given[-1][0]
            further = self._advance(readings, name, level, Place.LAST if last else Place.MIDDLE)
            if last:
                further = self._named_units(further, on)
            if not further:
                raise self._unknown(names, name, readings, level, within)
            readings = further
        return self._only_one(names, readings, on)

    def find(self, name: str, within: str | None) -> list[tuple[Region, Closeness]]:
        """All units that one name can mean, closest first."""
        if not name.strip():
            return []
        readings = self._named_units(self._advance({State(within, 0): frozenset({()})}, name, None, Place.LAST), None)
        found = {state.code: min(vector[-1] for vector in vectors) for state, vectors in readings.items() if state.code}
        return [
            (self._current(code), closeness)
            for code, closeness in sorted(found.items(), key=lambda hit: (hit[1], hit[0]))
        ]

    def suggest(self, name: str, within: str | None, levels: Iterable[int] | None = None) -> list[Region]:
        """Units with names spelt nearly like this, nearest first."""
        folded = fold(name)
        ratios: dict[str, float] = {}
        for level in range(1, self._last + 1) if levels is None else levels:
            ratios.update(self._index.nearest(level, folded, within))
        nearest = sorted(ratios, key=lambda code: (-ratios[code], code))[:NEAREST]
        return [self._current(code) for code in nearest]

    def _advance(
        self, readings: Mapping[State, Vectors], name: str, level: int | None, place: Place
    ) -> dict[State, Vectors]:
        """Where every reading leads by one more name, which may be a path itself."""
        parts = [part for part in SEPARATORS.split(unicodedata.normalize("NFKC", name)) if fold(part)]
        reached: dict[State, set[tuple[Closeness, ...]]] = {}
        for state, vectors in readings.items() if parts else ():
            steps = {state: Closeness.EXACT}
            for part in parts[:-1]:
                steps = self._after(steps, part, None, Place.FRONT)
            for further, closeness in self._after(steps, parts[-1], level, place).items():
                reached.setdefault(further, set()).update((*vector, closeness) for vector in vectors)
        return {state: frozenset(_closest(vectors)) for state, vectors in reached.items()}

    def _after(
        self, steps: Mapping[State, Closeness], part: str, level: int | None, place: Place
    ) -> dict[State, Closeness]:
        found: dict[State, Closeness] = {}
        for state, so_far in steps.items():
            by_code = self._by_code(part, state, level, place)
            for further, closeness in (by_code or self._read(fold(part), state, level, place)).items():
                _note(found, further, max(so_far, closeness))
        return found

    def _read(self, name: str, state: State, level: int | None, place: Place) -> dict[State, Closeness]:
        """Readings of a folded name: as one name, or as names of several levels written together."""
        found = self._whole(name, state, level, place)
        for cut in range(SHORTEST_PART, len(name) - SHORTEST_PART + 1):
            for above, closeness in self._front(name[:cut], state).items():
                for further, rest in self._read(name[cut:], above, level, place).items():
                    _note(found, further, max(closeness, rest))
        return found

    def _whole(self, name: str, state: State, level: int | None, place: Place) -> dict[State, Closeness]:
        found: dict[State, Closeness] = {}
        inside = self._level_of(state)
        for number in self._levels_for(state, level, place):
            within = state.code if number > inside else self._store.form.scheme.ancestor(state.code or "", number)
            for code, closeness in self._index.hits(number, name, within).items():
                _note(found, state.led_to(code, number, inside), closeness)
        return found

    def _by_code(self, part: str, state: State, level: int | None, place: Place) -> dict[State, Closeness]:
        scheme = self._store.form.scheme
        try:
            code = scheme.complete(part)
        except ValueError:
            return {}
        number = scheme.level_number(code)
        upper, lower = sorted((code, state.code or code), key=scheme.level_number)
        if (
            number in self._levels_for(state, level, place)
            and lower.startswith(scheme.significant(upper))
            and self._store.history(code)
        ):
            return {state.led_to(code, number, self._level_of(state)): Closeness.EXACT}
        return {}

    def _levels_for(self, state: State, level: int | None, place: Place) -> Iterable[int]:
        """The levels that a name can be of: in front of another name those above, named again, too; the last level only at the end."""
        lowest = 1 if place is Place.FRONT else state.reached + 1
        return [
            number for number in range(lowest, self._last + (place is Place.LAST)) if level is None or level == number
        ]

    def _level_of(self, state: State) -> int:
        return 0 if state.code is None else self._store.form.scheme.level_number(state.code)

    def _named_units(self, readings: Mapping[State, Vectors], on: date | None) -> dict[State, Vectors]:
        """Readings whose names reach the unit itself, not X."""
        level = self._store.form.scheme.level_number
        return {
            state: vectors
            for state, vectors in readings.items()
            if state.code is not None
            and state.reached >= level(state.code)
            and (on is None or any(unit.in_force(on) for unit in self._store.history(state.code)))
        }

    def _only_one(self, names: Sequence[str | None], readings: Mapping[State, Vectors], on: date | None) -> Region:
        closest = _closest({vector for vectors in readings.values() for vector in vectors})
        codes = {state.code for state, vectors in readings.items() if state.code is not None and vectors & closest}
        left = self._without_predecessors(codes)
        if len(left) > 1:
            raise UnableToResolveRegion(
                names, "ambiguous", candidates=self._listing(self._current(code) for code in sorted(left))
            )
        states = self._store.history(left.pop())
        return states[-1] if on is None else next(state for state in states if state.in_force(on))

    def _without_predecessors(self, codes: set[str]) -> set[str]:
        """Leaves out units that have ended where the unit that took their place is a candidate too."""
        return {code for code in codes if not (self._followers(code) & codes)}

    def _followers(self, code: str) -> set[str]:
        following = set(self._current(code).succeeded_by)
        return following.union(*(self._followers(each) for each in following))

    def _unknown(
        self, names: Sequence[str | None], name: str, readings: Iterable[State], level: int | None, within: str | None
    ) -> UnableToResolveRegion:
        scopes = sorted({state.code for state in readings if state.code is not None})
        lowest = min(state.reached for state in readings)
        levels = range(lowest + 1, self._last + 1) if level is None else (level,)
        near: list[Region] = []
        for scope in scopes or (None,):
            near += self._moved(name, scope, within, levels)
            near += self.suggest(name, scope, levels)
        inside = "、".join(self._path(scope) for scope in scopes)
        return UnableToResolveRegion(
            names, "unknown", name=name, inside=inside, suggestions=self._listing(near[:NEAREST])
        )

    def _moved(self, name: str, scope: str | None, within: str | None, levels: Iterable[int]) -> list[Region]:
        """Units of this very name beside the place where it was looked for: townships are merged and villages moved."""
        wider = None if scope is None or scope == within else self._store.parent(scope)
        if wider is None:
            return []
        return [self._current(code) for level in levels for code in self._index.hits(level, fold(name), wider)]

    def _current(self, code: str) -> Region:
        return self._store.history(code)[-1]

    def _listing(self, regions: Iterable[Region]) -> dict[str, str]:
        return {region.code: self._path(region.code) for region in regions}

    def _path(self, code: str) -> str:
        return "/".join(self._store.path(code))


def _note(found: dict[State, Closeness], state: State, closeness: Closeness) -> None:
    found[state] = min(closeness, found.get(state, closeness))


def _closest(vectors: set[tuple[Closeness, ...]]) -> set[tuple[Closeness, ...]]:
    """Readings that no other is at least as close as in every name and closer in one."""
    return {
        each
        for each in vectors
        if not any(
            other != each and all(mine >= theirs for mine, theirs in zip(each, other, strict=True)) for other in vectors
        )
    }


def _listed(units: Mapping[str, str], comma: str) -> str:
    return comma.join(f"{path} ({code})" for code, path in units.items())
