"""The published JSON Schemas: the very shapes that the loaders check against."""

import json
from collections.abc import Mapping

from diguan.engine.catalogue.schema import json_schema as catalogue
from diguan.engine.standards import shapes
from docs.generate.markdown import table

# Name of the schema: the files it describes (relative to src/diguan/data), and the schema.
SCHEMAS: Mapping[str, tuple[tuple[str, ...], Mapping[str, object]]] = {
    "catalogue": (("catalogue/*.yaml", "standards/*/catalogue.yaml"), catalogue()),
    "pack": (("standards/*/pack.yaml",), shapes.PACK.schema()),
    "parameter": (("standards/*/parameters/*.yaml",), shapes.PARAMETER.schema()),
    "indicator": (("standards/*/indicators/*/indicator.yaml",), shapes.INDICATOR.schema()),
    "cases": (("standards/*/indicators/*/cases.yaml",), shapes.CASES.schema()),
    "findings": (("standards/*/findings.yaml",), shapes.FINDINGS.schema()),
    "names": (("standards/*/departments.yaml", "standards/*/measures.yaml"), shapes.NAMED_LABELS.schema()),
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, object]:
    """One schema as it is published."""
    patterns, body = SCHEMAS[name]
    return {"$schema": DIALECT, "title": f"Diguan {name}", "description": ", ".join(patterns), **body}


def files() -> dict[str, str]:
    """Path in the site and text of every schema."""
    return {
        f"reference/schemas/{name}.schema.json": json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"
        for name in SCHEMAS
    }


def page() -> str:
    """The list of the schemas."""
    rows = [
        (f"[{name}.schema.json](schemas/{name}.schema.json)", ", ".join(f"`{pattern}`" for pattern in patterns))
        for name, (patterns, _) in SCHEMAS.items()
    ]
    intro = "JSON Schema 2020-12，由程序生成。 Generated from the shapes that the loaders check against.\n"
    return "\n".join(("# 结构 Schemas\n", intro, table(("文件 file", "描述 describes"), rows)))
