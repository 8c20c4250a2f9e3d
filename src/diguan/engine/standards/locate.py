"""Where packs lie: the project's own, folders beside a pack, folders the caller names; by id, id@version or path."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from diguan.engine.documents import Label, MappingNode, UnableToReadDocument, nearest, read_document
from diguan.engine.documents.access import label_of, text_of
from diguan.engine.standards.folder import EXTENDED
from diguan.engine.standards.model import PackHeader

PROJECT_STANDARDS = Path(__file__).resolve().parents[2] / "data" / "standards"


class UnableToFindStandard(LookupError):
    """No pack, or more than one, answers to a name; `message` and `hint` in both languages."""

    def __init__(self, message: Label, hint: Label | None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message.zh} / {message.en}")


def list_standards(search: Sequence[Path] = ()) -> list[PackHeader]:
    """Every pack in the folders of `search` and in the project's own, by id and version; unreadable ones are left out."""
    found = [header for folder in (*search, PROJECT_STANDARDS) for header in _packs_in(folder)]
    return sorted(found, key=lambda h: (h.id, h.version, str(h.folder)))


def locate_standard(reference: str | Path, search: Sequence[Path] = ()) -> Path:
    """The folder of a pack. A name is looked up first, then taken as a folder; a path is a folder. UnableToFindStandard."""
    if isinstance(reference, Path) or _is_path(reference):
        return _existing(Path(reference))
    matches = _named(reference, (*search, PROJECT_STANDARDS))
    if matches:
        return matches[0].folder
    if (Path(reference) / "pack.yaml").is_file():
        return Path(reference).resolve()
    raise _nothing(reference, (*search, PROJECT_STANDARDS))


def locate_extended(reference: str, folder: Path, search: Sequence[Path] = ()) -> Path:
    """The folder of a pack that the pack in `folder` extends: its own saved copy, a relative folder, or a name."""
    saved = folder / EXTENDED / quote(reference, safe="")
    if saved.is_dir():
        return saved.resolve()
    if _is_path(reference):
        return _existing(folder / reference)
    places = (folder.parent, *search, PROJECT_STANDARDS)
    if matches := _named(reference, places):
        return matches[0].folder
    raise _nothing(reference, places)


def _is_path(reference: str) -> bool:
    return "/" in reference or "\\" in reference or reference.startswith(".")


def _existing(folder: Path) -> Path:
    if folder.is_dir():
        return folder.resolve()
    message = Label(f"没有文件夹 {folder.name}", f"there is no folder {folder.name}")
    raise UnableToFindStandard(message, Label(f"找的是 {folder}", f"looked for {folder}"))


def _named(reference: str, places: Iterable[Path]) -> list[PackHeader]:
    """Packs of that name in the first place that has any; several versions there and none asked for are refused."""
    id, _, version = reference.partition("@")
    for place in places:
        found = [h for h in _packs_in(place) if h.id == id and version in ("", h.version)]
        if len(found) > 1:
            shown = ", ".join(h.reference if len({x.reference for x in found}) > 1 else h.folder.name for h in found)
            message = Label(f"“{reference}”不止一个：{shown}", f"'{reference}' is ambiguous: {shown}")
            hint = Label("写明 编号@版本 或文件夹", "say id@version or the folder")
            raise UnableToFindStandard(message, hint)
        if found:
            return found
    return []


def _nothing(reference: str, places: Iterable[Path]) -> UnableToFindStandard:
    known = [h for place in places for h in _packs_in(place)]
    id = reference.partition("@")[0]
    shown = ", ".join(sorted({h.reference for h in known})) or "-"
    message = Label(f"找不到标准包“{reference}”；现有：{shown}", f"no standard '{reference}'; known: {shown}")
    return UnableToFindStandard(message, nearest(id, {h.id for h in known}))


def _packs_in(place: Path) -> list[PackHeader]:
    folders = sorted(f.parent for f in place.glob("*/pack.yaml")) if place.is_dir() else []
    return [header for folder in folders if (header := _header(folder))]


def _header(folder: Path) -> PackHeader | None:
    try:
        root = read_document(folder / "pack.yaml")
    except UnableToReadDocument:
        return None  # a pack that cannot be read has no name to be found by; checking its folder says why
    if not isinstance(root, MappingNode):
        return None
    label = label_of(root.get("label")) or Label("", "")
    return PackHeader(text_of(root.get("id")), text_of(root.get("version")), label, folder.resolve())
