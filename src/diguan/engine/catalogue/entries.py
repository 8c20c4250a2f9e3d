"""One entry of the catalogue made into a Field, with what a shape alone cannot see: parts that belong together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from diguan.engine.catalogue.facts import one_of, typed_value
from diguan.engine.catalogue.model import Field, FieldType, Label, Presumption, Scalar
from diguan.engine.documents import ListNode, MappingNode, Node, Problem, ScalarNode, Where, nearest
from diguan.engine.documents.access import entries_of, label_of, text_of, texts_of
from diguan.engine.verdicts import Subject

NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)
NEVER_PRESUMED = (FieldType.DATE, FieldType.IDENTIFIER)
KEYS = (
    "household_id",
    "person_id",
    "region_code",
    "village_code",
    "facility_id",
    "county",
    "roster_incomplete",
    "source_mask",
    "listed",
    "position",
    "until",
    "row_ref",
    "rowid",  # every table of DuckDB has one
    "data_on",
)
_WORDS = (FieldType.CODE, FieldType.TEXT)
_NAMES = (*_WORDS, FieldType.IDENTIFIER)
READ_AS: Mapping[tuple[Subject, str], Sequence[FieldType]] = {  # what the program itself reads, and as what
    (Subject.HOUSEHOLD, "status"): _WORDS,
    (Subject.HOUSEHOLD, "head_name"): _NAMES,
    (Subject.HOUSEHOLD, "household_size_current"): NUMERIC,
    (Subject.PERSON, "name"): _NAMES,
    (Subject.PERSON, "relation"): _WORDS,
    (Subject.PERSON, "birth_date"): (FieldType.DATE,),
}
RESERVED = ("and", "or", "not", "in", "between", "is", "null", "true", "false", "date")
OWN = "_"  # what the columns begin with that engine.snapshot has beside the fields


def field_of(subject: Subject, name: str, node: MappingNode, problems: list[Problem]) -> Field | None:
    """The field of an entry whose shape is right; None, with the problems appended, when its parts do not agree."""
    found = [*_name_problems(name, node.where), *_type_problems(node), *_derived_problems(node)]
    found += _meaning_problems(subject, name, node)
    if found:
        problems.extend(found)
        return None
    field = _field(subject, name, node)
    found = _value_problems(field, node)
    problems.extend(found)
    return None if found else _with_values(field, node)


def _name_problems(name: str, where: Where) -> list[Problem]:
    if name.lower() not in (*KEYS, *RESERVED) and not name.startswith(OWN):
        return []
    message = Label(f"“{name}”是保留的名称", f"'{name}' is a reserved name")
    return [Problem.at(where, message, Label("别的字段名", "another name for the field"))]


def _meaning_problems(subject: Subject, name: str, node: MappingNode) -> list[Problem]:
    wanted, given = READ_AS.get((subject, name)), node.key("type")
    if wanted is None or given is None or FieldType(text_of(node.get("type"))) in wanted:
        return []
    types = [type.value for type in wanted]
    message = Label(
        f"程序自己也读字段“{name}”，不能是别的类型", f"the program itself reads the field '{name}': no other type"
    )
    expected = Label(
        f"type: {'、'.join(types)}；或另起字段名", f"type: {' or '.join(types)}; or another name for the field"
    )
    return [Problem.at(given.where, message, expected)]


def _type_problems(node: MappingNode) -> list[Problem]:
    type = FieldType(text_of(node.get("type")))
    rules = (
        ("codes", type is FieldType.CODE, True),
        ("codes_en", type is FieldType.CODE, False),
        ("spellings", type is FieldType.CODE, False),
        ("unit", type in NUMERIC, True),
        ("range", type in NUMERIC, False),
        ("presumed", type not in NEVER_PRESUMED, False),
        ("implied_by", type not in NEVER_PRESUMED, False),
    )
    return [p for key, fits, needed in rules for p in _belongs(node, key, type, fits=fits, needed=needed)]


def _belongs(node: MappingNode, key: str, type: FieldType, *, fits: bool, needed: bool) -> list[Problem]:
    given = node.key(key)
    if given and not fits:
        message = Label(f"类型 {type.value} 不能有“{key}”", f"the type {type.value} takes no '{key}'")
        return [Problem.at(given.where, message, Label(f"不写“{key}”", f"no '{key}'"))]
    if fits and needed and not given:
        message = Label(f"类型 {type.value} 缺少“{key}”", f"the type {type.value} needs '{key}', which is missing")
        return [Problem.at(node.where, message, _expected_part(key))]
    return []


def _expected_part(key: str) -> Label:
    if key == "unit":
        return Label(
            "单位，如 yuan/person/year（无量纲写 '1'）", "a unit such as yuan/person/year ('1' when it has none)"
        )
    return Label("允许的值的列表", "the list of allowed values")


def _derived_problems(node: MappingNode) -> list[Problem]:
    derived, expression, computed = node.get("derived"), node.key("expression"), node.key("computed_by")
    is_derived = isinstance(derived, ScalarNode) and derived.flag
    problems = []
    if expression and computed:
        message = Label("expression 与 computed_by 只能写一个", "both expression and computed_by")
        problems.append(Problem.at(computed.where, message, Label("二者之一", "one of them")))
    if (first := expression or computed) and not is_derived:
        message = Label(f"有“{first.raw}”却没有 derived: true", f"'{first.raw}' without 'derived: true'")
        problems.append(Problem.at(first.where, message, Label("derived: true", "derived: true")))
    if not is_derived and node.get("label") is None:
        message = Label("缺少“label”", "'label' is missing")
        problems.append(Problem.at(node.where, message, Label("{zh: …, en: …}", "{zh: ..., en: ...}")))
    return problems


def _field(subject: Subject, name: str, node: MappingNode) -> Field:
    """The field without the parts that are values of its own type."""
    type = FieldType(text_of(node.get("type")))
    derived = node.get("derived")
    expression = node.get("expression")
    computed_by = text_of(node.get("computed_by")) or None
    if isinstance(derived, ScalarNode) and derived.flag and not expression and not computed_by:
        computed_by = name
    default = "identifier" if type is FieldType.IDENTIFIER else "personal"
    return Field(
        name=name,
        subject=subject,
        type=type,
        label=label_of(node.get("label")) or Label(name, name),
        codes=_codes(node.get("codes")),
        code_labels=_code_labels(node),
        spellings=_spellings(node),
        aliases=texts_of(node.get("aliases")),
        unit=text_of(node.get("unit")) or None,
        range=_range(node.get("range")),
        precedence=texts_of(node.get("precedence")),
        sensitivity=text_of(node.get("sensitivity")) or default,  # type: ignore[arg-type]  # the shape holds the words
        valid_for=text_of(node.get("valid_for")) or None,
        dated_by=text_of(node.get("dated_by")) or None,
        department=text_of(node.get("department")) or None,
        question=label_of(node.get("question")),
        ask_when_relevant=node.get("ask") is not None,
        expression=expression.unfolded if isinstance(expression, ScalarNode) else None,
        computed_by=computed_by,
        file=node.where.file,
        line=expression.where.line if isinstance(expression, ScalarNode) else node.where.line,
    )


def _value_problems(field: Field, node: MappingNode) -> list[Problem]:
    problems: list[Problem] = []
    if field.range and field.range[0] > field.range[1] and (key := node.key("range")):
        message = Label("范围的下限大于上限", "the lower end of the range is above the upper end")
        problems.append(Problem.at(key.where, message, Label("[下限, 上限]", "[lower, upper]")))
    problems += [*_spelling_problems(field, node), *_english_problems(field, node)]
    presumed = node.get("presumed")
    if isinstance(presumed, MappingNode) and isinstance(value := presumed.get("value"), ScalarNode):
        typed_value(field, value, problems)
    for value in _implied_values(node):
        typed_value(field, value, problems)
    return problems


def _spelling_problems(field: Field, node: MappingNode) -> list[Problem]:
    problems = []
    codes = node.get("codes")
    words = [w for w in codes.items if isinstance(w, ScalarNode)] if isinstance(codes, ListNode) else []
    for word in (w for n, w in enumerate(words) if w.raw in {earlier.raw for earlier in words[:n]}):
        message = Label(f"值“{word.raw}”重复", f"the code '{word.raw}' a second time")
        problems.append(Problem.at(word.where, message, Label("每个值只写一次", "every code once")))
    spellings = node.get("spellings")
    for key, value in entries_of(spellings):
        if (meant := text_of(value)) not in field.codes:
            message = Label(f"“{meant}”不是此字段的值", f"'{meant}' is no code of this field")
            problems.append(Problem.at(value.where, message, one_of(field.codes), nearest(meant, field.codes)))
        if key.raw in field.codes:
            message = Label(f"“{key.raw}”本身就是一个值", f"'{key.raw}' is a code itself")
            problems.append(Problem.at(key.where, message, Label("另一种写法", "another spelling")))
    return problems


def _english_problems(field: Field, node: MappingNode) -> list[Problem]:
    """English names of codes: of a code of the field that has no label yet, and no name twice."""
    problems = []
    named: dict[str, str] = {}
    for key, value in entries_of(node.get("codes_en")):
        other = named.setdefault(text_of(value).casefold(), key.raw)
        if key.raw not in field.codes:
            message = Label(f"“{key.raw}”不是此字段的值", f"'{key.raw}' is no code of this field")
            problems.append(Problem.at(key.where, message, one_of(field.codes), nearest(key.raw, field.codes)))
        elif other != key.raw:
            message = Label(f"“{other}”也叫“{text_of(value)}”", f"'{other}' is called '{text_of(value)}', too")
            problems.append(
                Problem.at(value.where, message, Label("每个值一个名称", "a name of its own for every code"))
            )
    if isinstance(node.get("codes"), MappingNode) and (given := node.key("codes_en")):
        message = Label("codes 里已有 label", "the codes have labels of their own")
        problems.append(Problem.at(given.where, message, Label("codes_en 只配列表", "codes_en beside a list only")))
    return problems


def _implied_values(node: MappingNode) -> list[ScalarNode]:
    implied = node.get("implied_by")
    return [v for _, table in entries_of(implied) for _, v in entries_of(table) if isinstance(v, ScalarNode)]


def _with_values(field: Field, node: MappingNode) -> Field:
    """The field with the parts that are values of its own type: what is presumed, what other fields imply."""
    presumed = node.get("presumed")
    implied = node.get("implied_by")
    return replace(
        field,
        presumed=_presumption(field, presumed) if isinstance(presumed, MappingNode) else None,
        implied_by={
            key.raw: {k.raw: _scalar(field, v) for k, v in entries_of(table)} for key, table in entries_of(implied)
        },
    )


def _presumption(field: Field, node: MappingNode) -> Presumption:
    when = text_of(node.get("when"))  # the shape holds the words
    return Presumption(_scalar(field, node.get("value")), when)  # type: ignore[arg-type]


def _scalar(field: Field, node: Node | None) -> Scalar:
    value = typed_value(field, node, []) if isinstance(node, ScalarNode) else None
    if value is None or not isinstance(value, bool | int | float | str):
        raise TypeError(f"{field.name}: a value that was checked before is gone")  # a fault of ours, not of the file
    return value


def _codes(node: Node | None) -> tuple[str, ...]:
    return tuple(key.raw for key, _ in node) if isinstance(node, MappingNode) else texts_of(node)


def _code_labels(node: MappingNode) -> dict[str, Label]:
    """Labels of codes: those written with the code, and `codes_en` beside codes that are Chinese words themselves."""
    entries = entries_of(node.get("codes"))
    labels = {key.raw: label_of(value.get("label")) for key, value in entries if isinstance(value, MappingNode)}
    found = {code: label for code, label in labels.items() if label}
    return found | {key.raw: Label(key.raw, text_of(value)) for key, value in entries_of(node.get("codes_en"))}


def _spellings(node: MappingNode) -> dict[str, str]:
    spellings, codes = node.get("spellings"), node.get("codes")
    found = {key.raw: text_of(value) for key, value in entries_of(spellings)}
    for code, entry in entries_of(codes):
        if isinstance(entry, MappingNode):
            found.update(dict.fromkeys(texts_of(entry.get("aliases")), code.raw))
    return found


def _range(node: Node | None) -> tuple[float, float] | None:
    if not isinstance(node, ListNode):
        return None
    low, high = (item.number for item in node.items if isinstance(item, ScalarNode))
    return float(low), float(high)
