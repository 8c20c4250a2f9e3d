"""The unit of a post: its code, or the lowest of the names in its row."""

from dataclasses import dataclass, field

from diguan.engine.documents import Label
from diguan.engine.regions import RegionTree, UnableToFindRegion, UnableToReadCode, UnableToResolveRegion
from diguan.exchange.posts.cells import Cells

LEVELS = ("prefecture", "county", "township", "village")
EXPECTED = Label("本次导入范围内的一个区划", "one unit within the region of this import")


@dataclass(slots=True)
class Places:
    """Names and codes to units at or below one; what was asked before is remembered."""

    tree: RegionTree
    within: str
    _known: dict[tuple[str, ...], str | Label] = field(default_factory=dict)

    def code_of(self, row: Cells) -> str:
        """Full code of the unit of a row; "" with the reason among what is wrong. A row that names nothing is of the whole region."""
        code = row.text("code")
        names = tuple(row.text(level) for level in LEVELS)
        asked = (code,) if code else names
        if asked not in self._known:
            self._known[asked] = self._by_code(code) if code else self._by_names(names)
        found = self._known[asked]
        if isinstance(found, Label):
            lowest = next(
                (level for level, name in zip(reversed(LEVELS), reversed(names), strict=True) if name), "code"
            )
            row.miss("code" if code else lowest, found, EXPECTED)
            return ""
        return found

    def _by_code(self, code: str) -> str | Label:
        try:
            unit = self.tree.get(code).code
        except (UnableToFindRegion, UnableToReadCode):
            return Label(f"区划表中没有代码 {code}", f"no region {code} in the tables")
        low, high = self.tree.subtree_range(self.within)
        if not low <= unit < high:
            return Label(f"{code} 不在导入范围内", f"{code} lies outside the region of the import")
        return unit

    def _by_names(self, names: tuple[str, ...]) -> str | Label:
        given = [(level, name) for level, name in zip(LEVELS, names, strict=True) if name]
        if not given:
            return self.tree.get(self.within).code
        top = self.tree.get(self.within)
        if len(given) == 1 and given[0][1] in (top.name, *self.tree.path(top.code)[-1:]):
            return top.code
        try:
            return (
                self.tree.resolver(self.within, levels=[level for level, _ in given])
                .resolve([n for _, n in given])
                .code
            )
        except UnableToResolveRegion as error:
            return Label(error.message_zh, error.message_en)
