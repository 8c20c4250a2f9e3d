"""Each standard pack as a text to read: parameters with citations, indicators with their cases, findings."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from docs.generate.markdown import both, code, table

VERDICTS = {"unmet": "未达标", "unknown": "待核实", "met": "达标", "not_applicable": "不适用"}


def read(path: Path) -> Any:  # noqa: ANN401  whatever YAML holds
    """Content of a YAML file; an empty mapping when there is no such file."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}


def parameters(pack: Path) -> Iterator[tuple[str, ...]]:
    """One row a dated value."""
    for path in sorted((pack / "parameters").glob("*.yaml")):
        parameter = read(path)
        for since, value in parameter["values"].items():
            unit = parameter.get("unit") or ""
            name = f"{code(path.stem)} {both(parameter.get('label', ''))}"
            yield name, str(since), f"{value['value']} {unit}", value["status"], value["source"]


def rule(title: str, text: str | None) -> str:
    """A rule in its own block."""
    return f"**{title}**\n\n```sql\n{text.strip()}\n```\n" if text else ""


def facts(case: dict[str, Any]) -> str:
    """What a worked case says of its subject."""
    said = {
        key: case[key] for key in ("household", "person", "village", "facility", "members", "parameters") if key in case
    }
    written = yaml.safe_dump(said, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False)
    return code(written.strip().removeprefix("{").removesuffix("}"))


def indicator(folder: Path) -> str:
    """One indicator: rule, owner, citations, worked cases."""
    rules = read(folder / "indicator.yaml")
    cites = "；".join(f"{c['document']} {c['paragraph']}" for c in rules["cites"])
    routes = [(code(str(r.get("when", ""))), r["measure"]) for r in rules.get("routes", [])]
    cases = [
        (case["name"], facts(case), f"{VERDICTS[case['expect']]} {case['expect']}")
        for case in read(folder / "cases.yaml")
    ]
    return "\n".join(
        (
            f"### {both(rules['label'])} {{ #{rules['id']} }}\n",
            table(
                ("", ""),
                [
                    ("id", code(rules["id"])),
                    ("对象 subject", rules["subject"]),
                    ("保障 guarantee", rules["guarantee"]),
                    ("部门 department", rules["department"]),
                    ("期限（工作日） deadline (working days)", rules["deadline_days"]),
                    ("依据 cites", cites),
                ],
            ),
            rule("适用 when", rules.get("when")),
            rule("达标 met", rules["met"]),
            table(("路径 route", "措施 measure"), routes),
            table(("算例 case", "事实 facts", "结论 verdict"), cases),
        )
    )


def labelled(entries: list[dict[str, Any]], kinds: Mapping[str, object]) -> Iterator[tuple[dict[str, Any], object]]:
    """Entries with their labels: their own, that of an earlier entry of the kind, or the kind's."""
    known = dict(kinds)
    for entry in entries:
        kind = entry.get("kind", entry["id"])
        known[kind] = entry.get("label", known.get(kind, ""))
        yield entry, known[kind]


def exculpations(unless: str | dict[str, str]) -> str:
    """What suppresses a finding, by the indicator or guarantee it speaks of."""
    if isinstance(unless, str):
        return code(unless)
    return "<br>".join(f"{name}: {code(text)}" for name, text in unless.items())


def finding(entry: dict[str, Any], label: object) -> tuple[str, str, str, str]:
    """One row a finding rule: id, label, what raises it, what suppresses it."""
    when = entry.get("when", "")
    raised = [code(str(text)) for text in (when if isinstance(when, list) else [when])]
    raised += [f"{key}: {code(entry[key])}" for key in ("facts_as_of", "met_as_of", "unknown_as_of") if key in entry]
    raised += [f"{key}: {entry[key]}" for key in ("subject", "per", "unknown_because") if key in entry]
    return code(entry["id"]), both(label), "<br>".join(raised), exculpations(entry.get("unless", ""))


def page(pack: Path) -> str:
    """The whole page of one pack."""
    head = read(pack / "pack.yaml")
    in_force = head["in_force"]
    folders = sorted((pack / "indicators").glob("*/"))
    return "\n".join(
        (
            f"# {both(head['label'])}\n",
            f"{code(head['id'])} {head['version']}，{in_force['from']} – {in_force.get('to') or ''}\n",
            "## 参数 Parameters\n",
            table(("参数 parameter", "自 since", "值 value", "核实 status", "出处 source"), parameters(pack)),
            "## 指标 Indicators\n",
            *(indicator(folder) for folder in folders),
            "## 发现 Findings\n",
            "次序即优先次序；皆为疑似，由人认定。 In order of priority; each is a suspicion that a person determines.\n",
            table(
                ("id", "名称 label", "提出 raised when", "免去 unless"),
                (
                    finding(*pair)
                    for pair in labelled(read(pack / "findings.yaml") or [], read(pack.parent / "finding-kinds.yaml"))
                ),
            ),
        )
    )


def pages(standards: Path) -> dict[str, str]:
    """Path in the site and text: a list of the packs, and one page a pack."""
    packs = sorted(p.parent for p in standards.glob("*/pack.yaml"))
    heads = [(pack.name, read(pack / "pack.yaml")) for pack in packs]
    rows = [(f"[{both(head['label'])}](standards/{name}.md)", code(name), head["version"]) for name, head in heads]
    index = "# 标准 Standards\n\n" + table(("标准 standard", "id", "版本 version"), rows)
    return {"reference/standards.md": index, **{f"reference/standards/{pack.name}.md": page(pack) for pack in packs}}
