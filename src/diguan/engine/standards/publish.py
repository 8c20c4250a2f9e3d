"""The JSON Schemas of everything that people write for the engine, made from the shapes that the loaders check.

`python -m diguan.engine.standards.publish` writes them to data/schemas; a test keeps the files and the shapes equal.
"""

import json
from pathlib import Path

from diguan.engine.catalogue.schema import json_schema as catalogue_schema
from diguan.engine.documents import Label
from diguan.engine.documents.shapes import JsonSchema
from diguan.engine.standards.shapes import CASES, FINDINGS, INDICATOR, NAMED_LABELS, PACK, PARAMETER
from diguan.engine.standards.terms import DEADLINES

FOLDER = Path(__file__).resolve().parents[2] / "data" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "catalogue": Label("字段目录：每个字段一条", "Catalogue of fields: one entry a field"),
    "pack": Label("pack.yaml：标准包", "pack.yaml: a standard pack"),
    "parameter": Label(
        "parameters/名称.yaml：带日期和出处的参数", "parameters/NAME.yaml: a parameter with dated, cited values"
    ),
    "indicator": Label(
        "indicators/名称/indicator.yaml：一项指标", "indicators/NAME/indicator.yaml: a rule of the standard"
    ),
    "cases": Label("indicators/名称/cases.yaml：案例", "indicators/NAME/cases.yaml: worked cases"),
    "findings": Label("findings.yaml：问题类型", "findings.yaml: what verdicts mean for a status"),
    "labels": Label("departments.yaml、measures.yaml：名称", "departments.yaml, measures.yaml: labels of names"),
    "deadlines": Label("deadlines.yaml：办事期限", "deadlines.yaml: how long people have"),
}


def schemas() -> dict[str, JsonSchema]:
    """JSON Schema by file name without ending."""
    shapes = {
        "catalogue": catalogue_schema(),
        "pack": PACK.schema(),
        "parameter": PARAMETER.schema(),
        "indicator": INDICATOR.schema(),
        "cases": CASES.schema(),
        "findings": FINDINGS.schema(),
        "labels": NAMED_LABELS.schema(),
        "deadlines": DEADLINES.schema(),
    }
    return {name: _with_title(name, shape) for name, shape in shapes.items()}


def _with_title(name: str, shape: JsonSchema) -> JsonSchema:
    title = TITLES[name]
    return {"$schema": DIALECT, "$id": f"urn:diguan:schema:{name}", "title": f"{title.zh} / {title.en}", **shape}


def written(schema: JsonSchema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def publish(folder: Path = FOLDER) -> None:
    """Write every schema to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.json").write_text(written(schema), encoding="utf-8")


if __name__ == "__main__":
    publish()
