"""The catalogue of fields, one section a kind of subject, one entry a field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from docs.generate.markdown import both, code, table

SUBJECTS = {
    "household": "户 Household",
    "person": "人 Person",
    "village": "村 Village",
    "facility": "设施 Facility",
}
# What an entry says, in reading order: key of the YAML, label of the row.
ROWS = {
    "type": "类型 type",
    "unit": "单位 unit",
    "range": "范围 range",
    "codes": "取值 codes",
    "codes_en": "取值的英文 codes in English",
    "spellings": "取值的其他写法 spellings",
    "aliases": "表头的其他写法 aliases",
    "precedence": "来源次序 precedence",
    "presumed": "未记录时 presumed",
    "implied_by": "由何推知 implied by",
    "expression": "算法 expression",
    "computed_by": "算法 computed by",
    "sensitivity": "敏感程度 sensitivity",
    "valid_for": "有效期 valid for",
    "dated_by": "以何日为准 dated by",
    "department": "部门 department",
    "ask": "询问 ask",
    "question": "问法 question",
}


def listed(values: Iterable[Any]) -> str:
    """Values with a Chinese comma between."""
    return "、".join(str(value) for value in values)


def mapped(pairs: Mapping[Any, Any]) -> str:
    """What stands for what."""
    return listed(f"{key} → {value}" for key, value in pairs.items())


# How a property is written; all others as YAML has them.
WRITERS: dict[str, Callable[[Any], str]] = {
    "codes": listed,
    "aliases": listed,
    "precedence": listed,
    "range": lambda bounds: f"{bounds[0]} – {bounds[1]}",
    "codes_en": mapped,
    "spellings": mapped,
    "question": both,
    "presumed": lambda presumed: f"{presumed['value']} ({presumed['when']})",
    "implied_by": lambda fields: "；".join(f"{code(name)}: {mapped(values)}" for name, values in fields.items()),
    "expression": code,
    "computed_by": code,
    "dated_by": code,
}


def entry(subject: str, name: str, field: dict[str, Any]) -> Iterator[str]:
    """Heading and table of one field."""
    yield f"### {name} {{ #{subject}-{name} }}\n"
    rows = [(label, WRITERS.get(key, str)(field[key])) for key, label in ROWS.items() if key in field]
    yield table((both(field["label"]), ""), rows)


def page(catalogue: Path) -> str:
    """The whole page from the folder of the catalogue."""
    parts = [
        "# 字段目录 Fields\n",
        "由 `src/diguan/data/catalogue/` 生成。 Generated from it; CONTRIBUTING.md says how to add a field.\n",
    ]
    for subject, title in SUBJECTS.items():
        fields = yaml.safe_load((catalogue / f"{subject}.yaml").read_text(encoding="utf-8")) or {}
        parts.append(f"## {title} {{ #{subject} }}\n\n{len(fields)} 个字段 fields\n")
        parts += [part for name, field in fields.items() for part in entry(subject, name, field)]
    return "\n".join(parts)
