"""Adds the generated pages of the reference to the site; mkdocs calls `on_files`."""

import logging
import sys
from pathlib import Path
from typing import Any

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from diguan.cli.main import app  # noqa: E402
from docs.generate import api, commands, fields, schemas, standards  # noqa: E402  found only once the root is on the path

jieba.setLogLevel(logging.WARNING)  # the index cuts Chinese into words; how it does so is no news

DATA = ROOT / "src" / "diguan" / "data"


def pages() -> dict[str, str]:
    """Path in the site and text of every generated page."""
    return {
        "reference/api.md": api.page(api.description()),
        "reference/commands.md": commands.page(app),
        "reference/fields.md": fields.page(DATA / "catalogue"),
        "reference/schemas.md": schemas.page(DATA / "schemas"),
        **schemas.files(DATA / "schemas"),
        **standards.pages(DATA / "standards"),
    }


def listed() -> dict[str, list[str]]:
    """Pages of the sections whose pages are found, not typed: title of the section in mkdocs.yml, pages in order."""
    decisions = sorted(p.name for p in (ROOT / "docs" / "decisions").glob("*.md") if p.name != "README.md")
    packs = sorted(p.parent.name for p in (DATA / "standards").glob("*/pack.yaml"))
    return {
        "测量 Benchmarks": [
            f"reference/{p.name}" for p in sorted((ROOT / "docs" / "reference").glob("benchmarks*.md"), reverse=True)
        ],
        "决定 Decisions": ["decisions/README.md", *(f"decisions/{name}" for name in decisions)],
        "标准 Standards": ["reference/standards.md", *(f"reference/standards/{name}.md" for name in packs)],
    }


def filled(nav: list[Any]) -> list[Any]:
    """A navigation whose listed sections have their pages."""
    found = listed()
    return [
        {title: found.get(title, filled(under) if isinstance(under, list) else under) for title, under in entry.items()}
        if isinstance(entry, dict)
        else entry
        for entry in nav
    ]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the listed pages into the navigation."""
    config.nav = filled(config.nav or [])
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to the files of the site."""
    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
