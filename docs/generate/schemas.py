"""The published JSON Schemas, as the site offers them."""

import json
from pathlib import Path

from docs.generate.markdown import table


def files(folder: Path) -> dict[str, str]:
    """Path in the site and text of every schema."""
    return {
        f"reference/schemas/{path.name}": path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))
    }


def page(folder: Path) -> str:
    """The list of the schemas."""
    titles = {
        path.name: json.loads(path.read_text(encoding="utf-8"))["title"] for path in sorted(folder.glob("*.json"))
    }
    intro = (
        "JSON Schema 2020-12，由装载程序所检查的结构生成。 Generated from the shapes that the loaders check against.\n"
    )
    rows = ((f"[{name}](schemas/{name})", title) for name, title in titles.items())
    return "\n".join(("# 结构 Schemas\n", intro, table(("文件 file", "描述 describes"), rows)))
