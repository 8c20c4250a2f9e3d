"""A pack written out with everything it rests on, so that it loads and judges the same years later."""

import shutil
from pathlib import Path
from urllib.parse import quote

from diguan.engine.catalogue.load import PROJECT_CATALOGUE
from diguan.engine.standards.folder import EXTENDED, FILES, FOLDERS, INDICATOR_FILES, PROJECT_FIELDS, read_pack_file
from diguan.engine.standards.header import read_header
from diguan.engine.standards.locate import locate_extended
from diguan.engine.standards.model import Pack


def save_pack(pack: Pack, folder: Path, search: tuple[Path, ...] = ()) -> None:
    """The files of a pack into a folder (made if it is not there), with the packs it extends and the project's catalogue.

    `load_standard(folder)` then gives the same pack wherever and whenever. `search`: what the pack was loaded with.
    """
    saved_catalogue = pack.folder / PROJECT_FIELDS
    source = saved_catalogue if saved_catalogue.is_dir() else PROJECT_CATALOGUE
    _copy(pack.folder, folder, search)
    (folder / PROJECT_FIELDS).mkdir(exist_ok=True)
    for path in sorted(source.glob("*.yaml")):
        shutil.copyfile(path, folder / PROJECT_FIELDS / path.name)


def _copy(source: Path, folder: Path, search: tuple[Path, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in _own_files(source):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for reference, _ in read_header(read_pack_file(source)).extends:
        base = locate_extended(reference, source, search)
        _copy(base, folder / EXTENDED / quote(reference, safe=""), search)


def _own_files(source: Path) -> list[Path]:
    found = [source / name for name in FILES]
    found += sorted((source / FOLDERS[0]).glob("*.yaml"))
    found += [path for name in INDICATOR_FILES for path in sorted((source / FOLDERS[1]).glob(f"*/{name}"))]
    return [path for path in found if path.is_file()]
