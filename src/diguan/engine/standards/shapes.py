"""The shapes of a pack's files: what the loader checks and what the published JSON Schemas are made from."""

from diguan.engine.documents import Label
from diguan.engine.documents.shapes import (
    LABEL,
    Choice,
    Day,
    Either,
    Flag,
    Items,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Value,
)
from diguan.engine.standards.levels import LEVELS
from diguan.engine.standards.terms import DEADLINES
from diguan.engine.verdicts import Subject

FIELD = r"[^\W\d]\w*"
PACK_ID = r"[A-Za-z0-9][A-Za-z0-9_-]*"
PARAMETER_PATTERN = r"[a-z*][a-z0-9_*]*"
VERDICTS = ("unmet", "unknown", "met", "not_applicable")
SUBJECTS = tuple(subject.value for subject in Subject)

EXPRESSION = Text(means=Label("表达式（文字）", "an expression (text)"))
NAME = Text(
    r"[a-z][a-z0-9_]*", Label("名称：小写字母、数字、下划线", "a name: lower-case letters, digits, underscores")
)
FIELD_NAME = Text(FIELD, Label("字段名", "the name of a field"))
LEVEL = Choice(LEVELS)
FACTS = Table(Value(null=True), key=FIELD)

PACK = Record(
    {
        "id": Text(PACK_ID, Label("标准包编号：字母、数字、连字符", "an id: letters, digits, hyphens")),
        "version": Text(r"[0-9A-Za-z][0-9A-Za-z.+_-]*", Label("版本号", "a version"), loose=True),
        "label": LABEL,
        "in_force": Record({"from": Day(), "to": Day(null=True)}, ("from",)),
        "extends": Items(Text(means=Label("编号、编号@版本或相对文件夹", "id, id@version or a relative folder"))),
        "issued_by": LEVEL,
        "authority": Table(LEVEL, key=PARAMETER_PATTERN),
        "floors": Table(LEVEL, key=PARAMETER_PATTERN),
        "ceilings": Table(LEVEL, key=PARAMETER_PATTERN),
        "focus_groups": Items(Record({"id": NAME, "label": LABEL, "when": EXPRESSION}, ("id", "label", "when"))),
        "uses": Choice(("project_fields", "own_fields")),
        "weights": Table(Number(0), least=1),
        "cutoff": Number(above=0),
        "weighting_field": FIELD_NAME,
        "notes": Items(LABEL),
    },
    ("id", "version", "label", "in_force"),
)

DATED_VALUE = Record(
    {
        "value": Value(),
        "status": Choice(("verified", "unverified")),
        "source": Text(means=Label("出处", "where the value is written")),
        "checked_on": Day(),
        "note": Text(),
    },
    ("value", "status", "source"),
)
PARAMETER = Record(
    {
        "label": LABEL,
        "unit": Text(means=Label("单位", "a unit"), loose=True),
        "type": Choice(("number", "integer", "date", "text")),
        "optional": Flag(),
        "range": Items(Number(), least=2, most=2),
        "values": Table(DATED_VALUE, days=True),
    },
    ("values",),
)

ROUTE = Record({"when": EXPRESSION, "measure": NAME}, ("measure",))
CITE = Record({"document": Text(), "paragraph": Text(loose=True)}, ("document", "paragraph"))
DEADLINE = Number(minimum=1, whole=True)
INDICATOR = Record(
    {
        "id": NAME,
        "label": LABEL,
        "subject": Choice(SUBJECTS),
        "guarantee": NAME,
        "when": EXPRESSION,
        "met": EXPRESSION,
        "department": NAME,
        "deadline_days": DEADLINE,
        "routes": Items(ROUTE),
        "cites": Items(CITE, least=1),
        "weight": Number(above=0),
        "explain": LABEL,
    },
    ("id", "label", "subject", "guarantee", "met", "department", "deadline_days", "cites"),
)

CASE = Record(
    {
        "name": Text(),
        "as_of": Day(),
        **dict.fromkeys(SUBJECTS, FACTS),
        "members": Items(FACTS),
        "roster_complete": Flag(),
        "parameters": Table(Value()),
        "expect": Choice(VERDICTS),
    },
    ("name", "expect"),
)
CASES = Items(CASE, least=1)

FINDING = Record(
    {
        "id": NAME,
        "kind": NAME,
        "label": LABEL,
        "when": Either(scalar=EXPRESSION, items=Items(EXPRESSION, least=1)),
        "facts_as_of": FIELD_NAME,
        "met_as_of": FIELD_NAME,
        "unknown_as_of": FIELD_NAME,
        "unless": Either(scalar=EXPRESSION, mapping=Table(EXPRESSION, least=1)),
        "per": Choice(("indicator", "household")),
        "subject": Choice(("household", "unlisted_member", "village", "facility")),
        "unknown_because": Choice(("conflict", "missing")),
        "department": NAME,
        "deadline_days": DEADLINE,
        "routes": Items(ROUTE),
    },
    ("id", "when"),
)
FINDINGS = Items(FINDING)
NAMED_LABELS = Table(Record({"label": LABEL}, ("label",)))

FILE_SHAPES: dict[str, Shape] = {
    "pack.yaml": PACK,
    "findings.yaml": FINDINGS,
    "departments.yaml": NAMED_LABELS,
    "measures.yaml": NAMED_LABELS,
    "deadlines.yaml": DEADLINES,
}
