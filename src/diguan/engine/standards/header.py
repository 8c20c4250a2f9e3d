"""pack.yaml as read: what a pack says of itself, every entry with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.documents import Label, MappingNode, Node, ScalarNode, Where
from diguan.engine.documents.access import (
    day_of,
    entries_of,
    items_of,
    label_of,
    mappings_of,
    number_of,
    text_of,
)
from diguan.engine.standards.folder import PackFolder
from diguan.engine.standards.model import FocusGroup

Placed = tuple[str, Where]


@dataclass(frozen=True, slots=True)
class Header:
    """The sound part of a pack.yaml; `complete` says that nothing was wrong with it."""

    id: str
    version: str
    label: Label
    in_force: tuple[date, date | None]
    extends: tuple[Placed, ...]
    issued_by: str
    authority: Mapping[str, Placed]
    floors: Mapping[str, Placed]
    ceilings: Mapping[str, Placed]
    focus_groups: tuple[FocusGroup, ...]
    uses: str
    weights: Mapping[str, tuple[float, Where]]
    cutoff: float | None
    weighting_field: Placed | None
    notes: tuple[Label, ...]
    places: Mapping[str, Where]
    complete: bool

    @property
    def reference(self) -> str:
        """id@version."""
        return f"{self.id}@{self.version}"

    def where(self, key: str) -> Where:
        """Place of a key of pack.yaml; its first line when the key is not there."""
        return self.places.get(key) or self.places[""]


def read_header(folder: PackFolder) -> Header:
    """The header of a pack folder. What is missing or broken is empty, and told among the folder's problems."""
    root = folder.trees.get("pack.yaml")
    node = root if isinstance(root, MappingNode) else MappingNode(Where(folder.show("pack.yaml"), 1), ())
    return Header(
        id=text_of(node.get("id")),
        version=text_of(node.get("version")),
        label=label_of(node.get("label")) or Label("", ""),
        in_force=_in_force(node.get("in_force")),
        extends=tuple((text_of(item), item.where) for item in items_of(node.get("extends"))),
        issued_by=text_of(node.get("issued_by")) or "national",
        authority=_levels(node.get("authority")),
        floors=_levels(node.get("floors")),
        ceilings=_levels(node.get("ceilings")),
        focus_groups=tuple(_focus_group(item) for item in mappings_of(node.get("focus_groups"))),
        uses=text_of(node.get("uses")) or "project_fields",
        weights={key.raw: (number_of(value) or 0.0, key.where) for key, value in entries_of(node.get("weights"))},
        cutoff=number_of(node.get("cutoff")),
        weighting_field=_placed(node.get("weighting_field")),
        notes=tuple(label for item in items_of(node.get("notes")) if (label := label_of(item))),
        places={"": node.where, **{key.raw: key.where for key, _ in node}},
        complete=isinstance(root, MappingNode) and "pack.yaml" not in folder.broken,
    )


def _in_force(node: Node | None) -> tuple[date, date | None]:
    if not isinstance(node, MappingNode):
        return date.min, None
    return day_of(node.get("from")) or date.min, day_of(node.get("to"))


def _levels(node: Node | None) -> dict[str, Placed]:
    return {key.raw: (text_of(value), key.where) for key, value in entries_of(node)}


def _placed(node: Node | None) -> Placed | None:
    return (text_of(node), node.where) if node else None


def _focus_group(node: MappingNode) -> FocusGroup:
    when, where = expression_of(node.get("when")) or ("", node.where)
    return FocusGroup(text_of(node.get("id")), label_of(node.get("label")) or Label("", ""), when, where)


def expression_of(node: Node | None) -> Placed | None:
    """Text of an expression with its line breaks, and its place; None when there is none."""
    return (node.unfolded, node.where) if isinstance(node, ScalarNode) else None
