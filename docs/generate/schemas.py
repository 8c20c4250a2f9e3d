"""The published JSON Schemas, as the site offers them: of the files that people write, and of the records of a round."""

import json
from pathlib import Path

from diguan.engine.screening.record import json_schema as round_schema
from diguan.engine.snapshot.record import SnapshotRecord
from docs.generate.markdown import table

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def records() -> dict[str, dict[str, object]]:
    """Schemas of what a round writes, by file name."""
    title = "snapshot.json：一份快照的记录 / the record of a snapshot"
    head = {"$schema": DIALECT, "$id": "urn:diguan:schema:snapshot"}
    return {
        "round.json": round_schema(),
        "snapshot.json": {**head, **SnapshotRecord.model_json_schema(), "title": title},
    }


def schemas(folder: Path) -> dict[str, dict[str, object]]:
    """Every schema by file name."""
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {**written, **records()}


def files(folder: Path) -> dict[str, str]:
    """Path in the site and text of every schema."""
    return {
        f"reference/schemas/{name}": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas(folder).items()
    }


def page(folder: Path) -> str:
    """The list of the schemas."""
    intro = "JSON Schema 2020-12，由程序所检查、所写出的结构生成。 Generated from the shapes that the program checks and writes.\n"
    rows = ((f"[{name}](schemas/{name})", schema["title"]) for name, schema in schemas(folder).items())
    return "\n".join(("# 结构 Schemas\n", intro, table(("文件 file", "描述 describes"), rows)))
