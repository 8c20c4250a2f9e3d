"""The published JSON Schemas: the very shapes that the loaders check against."""

import json
from collections.abc import Mapping

from diguan.engine.catalogue.schema import json_schema as catalogue_schema
from docs.generate.markdown import table


def schemas() -> Mapping[str, tuple[str, object]]:
    """File name: what it describes, and the schema."""
    return {"catalogue": ("`data/catalogue/<subject>.yaml`", catalogue_schema())}


def files() -> dict[str, str]:
    """Path in the site and text of every schema."""
    return {
        f"reference/schemas/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, (_, schema) in schemas().items()
    }


def page() -> str:
    """The list of the schemas."""
    rows = [(f"[{name}.schema.json](schemas/{name}.schema.json)", what) for name, (what, _) in schemas().items()]
    return (
        "# 结构 Schemas\n\nJSON Schema 2020-12，由程序生成。 Generated from the shapes that the loaders check against.\n\n"
        + table(("文件 file", "描述 describes"), rows)
    )
