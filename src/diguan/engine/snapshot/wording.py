"""Words for values, units, grades and sources, the same in every sentence."""

from collections.abc import Iterable
from datetime import date

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.expressions.tree import Value
from diguan.engine.verdicts import Grade, Verdict

EXACT_WHOLE = 1e15
YES_NO = {True: Label("是", "yes"), False: Label("否", "no")}
HIDDEN = Label("（已隐去）", "(hidden)")
VERDICTS = {
    Verdict.UNMET: Label("未达标", "unmet"),
    Verdict.UNKNOWN: Label("待核实", "unknown"),
    Verdict.MET: Label("达标", "met"),
    Verdict.NOT_APPLICABLE: Label("不适用", "not applicable"),
}
GRADES = {
    Grade.NONE: Label("无依据", "no evidence"),
    Grade.DECLARED: Label("自报", "declared"),
    Grade.ROSTER: Label("名单", "roster"),
    Grade.SEEN: Label("亲见", "seen"),
}
# Of a unit of the catalogue such as yuan/person/year each part between the slashes; what is not here stays as it is.
UNITS = {
    "yuan": "元",
    "10000 yuan": "万元",
    "person": "人",
    "persons": "人",
    "household": "户",
    "households": "户",
    "year": "年",
    "years": "岁",
    "month": "月",
    "months": "个月",
    "day": "天",
    "days": "天",
    "minutes": "分钟",
    "count": "个",
    "mu": "亩",
    "km": "公里",
    "m2": "平方米",
    "L": "升",
    "date": "",
    "1": "",
}


def number_text(number: float) -> str:
    """A number as people write it: two decimals, more only where they would make it look whole."""
    if isinstance(number, int):
        return str(number)
    if number.is_integer() and abs(number) < EXACT_WHOLE:
        return str(int(number))
    rounded = round(number, 2)
    return repr(round(number, 6) if rounded.is_integer() else rounded)


def day_text(day: date) -> Label:
    """A day in both languages."""
    return Label(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def unit_label(unit: str | None) -> Label:
    """A unit in both languages; empty where a figure needs none."""
    if unit is None:
        return Label("", "")
    parts = unit.split("/")
    return Label("/".join(UNITS.get(p, p) for p in parts), "" if unit in ("1", "date") else unit)


def plain_value(value: Value, unit: str | None = None) -> Label:
    """A value in both languages, a number with its unit."""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return Label(value, value)
    unit_text = unit_label(unit)
    shown = number_text(value)
    counted = unit_text.en.removesuffix("s") if shown == "1" and "/" not in unit_text.en else unit_text.en
    return Label(shown + unit_text.zh, f"{shown} {counted}".strip())


def code_label(field: Field | None, code: str) -> Label:
    """What a code of a field is called; the code itself where the catalogue gives no label."""
    return field.code_labels.get(code, Label(code, code)) if field else Label(code, code)


def field_value(field: Field, value: Value) -> Label:
    """A value of a field: codes by their labels, texts in quotation marks, numbers with their unit."""
    if field.type is FieldType.CODE and isinstance(value, str):
        label = code_label(field, value)
        return Label(f"“{label.zh}”", f"'{label.en}'")
    if field.type is FieldType.BOOLEAN or isinstance(value, str):
        plain = plain_value(value)
        return Label(f"“{plain.zh}”", f"'{plain.en}'")
    return plain_value(value, field.unit)


def value_of_text(field: Field, text: str) -> Value:
    """A value back from the text that provenance keeps of it."""
    if field.type is FieldType.BOOLEAN:
        return text == "true"
    if field.type is FieldType.INTEGER:
        return int(text)
    if field.type is FieldType.NUMBER:
        return float(text)
    return date.fromisoformat(text) if field.type is FieldType.DATE else text


def listed(labels: Iterable[Label]) -> Label:
    """Several things in a row."""
    every = list(labels)
    return Label("、".join(x.zh for x in every), ", ".join(x.en for x in every))


def sentences(labels: Iterable[Label]) -> Label:
    """Several sentences one after another, each ended here."""
    every = [x for x in labels if x.zh]
    return Label("".join(f"{x.zh}。" for x in every), " ".join(f"{x.en[0].upper()}{x.en[1:]}." for x in every))
