"""Adds the generated pages of the reference to the site; mkdocs calls `on_files`."""

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.generate import commands, fields, schemas, standards  # noqa: E402  found only once the root is on the path

from diguan.cli.main import app  # noqa: E402

DATA = ROOT / "src" / "diguan" / "data"


def pages() -> dict[str, str]:
    """Path in the site and text of every generated page."""
    return {
        "reference/commands.md": commands.page(app),
        "reference/fields.md": fields.page(DATA / "catalogue"),
        "reference/schemas.md": schemas.page(),
        **standards.pages(DATA / "standards"),
    }


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to the files of the site."""
    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
