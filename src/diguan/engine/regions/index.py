"""Looks up the units that a single written name can mean."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from diguan.engine.regions.model import Region
from diguan.engine.regions.names import Closeness, SpellingRules, fold
from diguan.engine.regions.store import UnitStore

NEAREST = 5  # suggestions a person can take in
LIKENESS = 0.5  # difflib's ratio from which a spelling is worth suggesting


class NameTable:
    """The names of one level in one portion of the tree, by every way of writing them."""

    def __init__(self, rules: SpellingRules) -> None:
        self._rules = rules
        self._initials: set[str] = set()
        self._exact: dict[str, set[str]] = {}
        self._rewritten: dict[str, set[str]] = {}
        self._stems: dict[str, set[tuple[str, str]]] = {}

    def add(self, code: str, name: str, *, official: bool) -> None:
        """Adds a folded name; one that is not official (the parent's name cut off) never counts as exact."""
        spelling = self._rules.spell(name)
        self._initials.add(name[:1])
        if official:
            self._exact.setdefault(spelling.exact, set()).add(code)
        self._rewritten.setdefault(spelling.rewritten, set()).add(code)
        self._stems.setdefault(spelling.stem, set()).add((code, spelling.ending))

    def hits(self, name: str) -> dict[str, Closeness]:
        """Codes that a folded name can mean."""
        if name[:1] not in self._initials:  # no rewriting touches the first letter
            return {}
        spelling = self._rules.spell(name)
        # What ends like an ending may be part of the name: 昭君新村 is 昭君新村社区 without its ending.
        found = {
            code: Closeness.STEM
            for whole in (spelling.exact, spelling.rewritten)
            for code, _ in self._stems.get(whole, ())
        }
        found.update(
            (code, Closeness.STEM)
            for code, ending in self._stems.get(spelling.stem, ())
            if self._rules.agree(spelling.ending, ending)
        )
        found.update(dict.fromkeys(self._rewritten.get(spelling.rewritten, ()), Closeness.REWRITTEN))
        found.update(dict.fromkeys(self._exact.get(spelling.exact, ()), Closeness.EXACT))
        return found

    def likeness(self, name: str) -> dict[str, float]:
        """Codes whose names are spelt nearly like a folded name, with difflib's ratio."""
        wanted = self._rules.spell(name).rewritten
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        letters = set(wanted)
        found: dict[str, float] = {}
        for candidate, codes in self._rewritten.items():
            # The shared letters bound the ratio from above and are much quicker to count.
            if 2 * len(letters.intersection(candidate)) < LIKENESS * (len(letters) + len(set(candidate))):
                continue
            matcher.set_seq1(candidate)
            ratio = matcher.ratio()
            if ratio >= LIKENESS:
                found.update((code, max(ratio, found.get(code, 0.0))) for code in codes)
        return found


class NameIndex:
    """The names of all units; a portion of the tree is indexed when it is first searched."""

    def __init__(self, store: UnitStore, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self.store = store
        self._aliases = aliases
        self._tables: dict[tuple[int, str], NameTable] = {}
        self._fronts: dict[str, tuple[str, ...]] = {}

    def hits(self, level: int, name: str, within: str | None) -> dict[str, Closeness]:
        """Codes of a level at or below a unit that a folded name can mean."""
        head = "" if within is None else self.store.form.scheme.significant(within)
        return {
            code: closeness
            for table in self._searched(level, within)
            for code, closeness in table.hits(name).items()
            if code.startswith(head)
        }

    def nearest(self, level: int, name: str, within: str | None) -> dict[str, float]:
        """Codes of a level at or below a unit with names spelt nearly like this, with difflib's ratio."""
        head = "" if within is None else self.store.form.scheme.significant(within)
        return {
            code: ratio
            for table in self._searched(level, within)
            for code, ratio in table.likeness(name).items()
            if code.startswith(head)
        }

    def _searched(self, level: int, within: str | None) -> Iterable[NameTable]:
        for bucket in self.store.buckets(level, within):
            if (level, bucket) not in self._tables:
                self._tables[level, bucket] = self._table(level, bucket)
            yield self._tables[level, bucket]

    def _table(self, level: int, bucket: str) -> NameTable:
        rules = self.store.form.rules[level - 1]
        table = NameTable(rules)
        for code in self.store.bucket(level, bucket):
            fronts = self._fronts_below(self.store.parent(code))
            for name in self._written(self.store.history(code)):
                table.add(code, name, official=True)
                for bare in _without_fronts(name, fronts, rules):
                    table.add(code, bare, official=False)
        return table

    def _written(self, states: tuple[Region, ...]) -> set[str]:
        names = {fold(state.name) for state in states}
        names.update(fold(alias) for alias in self._aliases.get(states[0].code, ()))
        return names

    def _fronts_below(self, code: str | None) -> tuple[str, ...]:
        """What may stand in front of the names of a unit's children: the folded names of that unit and of those above."""
        if code is None:
            return ()
        if code not in self._fronts:
            own = self._written(self.store.history(code))
            self._fronts[code] = (*own, *self._fronts_below(self.store.parent(code)))
        return self._fronts[code]


def _without_fronts(name: str, fronts: tuple[str, ...], rules: SpellingRules) -> set[str]:
    """A name without the names of the units above in front; what would be left as a mere ending is kept whole."""
    found: set[str] = set()
    pending = [name]
    while pending:
        whole = pending.pop()
        for front in fronts:
            rest = whole[len(front) :]
            if whole.startswith(front) and len(rest) > 1 and not rules.is_ending(rest) and rest not in found:
                found.add(rest)
                pending.append(rest)
    return found
