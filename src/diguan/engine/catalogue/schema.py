"""The shape of the catalogue's files: what `load` checks and what the published JSON Schema is made from."""

from diguan.engine.documents import Label
from diguan.engine.documents.shapes import (
    LABEL,
    Choice,
    Either,
    Flag,
    Items,
    JsonSchema,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Value,
)
from diguan.engine.verdicts import Subject

FIELD_NAME = r"[^\W\d]\w*"
SOURCE_KIND = Text(
    r"export|residents|visit|tables|roster:[^\W\d]\w*",
    Label(
        "来源类型：export、residents、visit、tables 或 roster:名称",
        "a kind of source: export, residents, visit, tables or roster:NAME",
    ),
)
VALID_FOR = Text(r"[1-9][0-9]* (days|months|years)", Label("有效期，如 12 months", "a span such as '12 months'"))
CODE = Record({"label": LABEL, "aliases": Items(Text())})

FIELD = Record(
    {
        "label": LABEL,
        "type": Choice(("code", "boolean", "integer", "number", "date", "text", "identifier")),
        "codes": Either(items=Items(Text(), least=1), mapping=Table(CODE, text_keys=True, least=1)),
        "codes_en": Table(Text(), text_keys=True, least=1),
        "spellings": Table(Text(), text_keys=True),
        "aliases": Items(Text()),
        "unit": Text(means=Label("单位（无量纲写 '1'）", "a unit ('1' when it has none)"), loose=True),
        "range": Items(Number(), least=2, most=2),
        "precedence": Items(SOURCE_KIND),
        "sensitivity": Choice(("public", "personal", "sensitive", "identifier")),
        "valid_for": VALID_FOR,
        "dated_by": Text(FIELD_NAME),
        "department": Text(),
        "question": LABEL,
        "presumed": Record(
            {"value": Value(), "when": Choice(("empty", "empty_cell", "not_carried"))}, ("value", "when")
        ),
        "ask": Choice(("when_relevant",)),
        "implied_by": Table(Table(Value(), text_keys=True, least=1), key=FIELD_NAME, least=1),
        "derived": Flag(),
        "expression": Text(means=Label("表达式", "an expression")),
        "computed_by": Text(FIELD_NAME),
    },
    ("type",),
)
FIELDS: Shape = Table(FIELD, key=FIELD_NAME)
SUBJECT_FILE = FIELDS
PACK_FILE = Record({subject.value: FIELDS for subject in Subject})


def json_schema() -> JsonSchema:
    """JSON Schema of a catalogue file: either the fields of one subject (household.yaml ...) or subjects with their fields."""
    return {"anyOf": [PACK_FILE.schema(), SUBJECT_FILE.schema()]}
