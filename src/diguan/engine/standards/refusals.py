"""Why a parameter has no value that may be used, in both languages, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diguan.engine.documents import Label, nearest
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.standards.dated import Limit
from diguan.engine.standards.model import DatedValue, Parameter, ParameterValue
from diguan.engine.standards.ranges import Range, said
from diguan.engine.standards.values import EXPECTED


@dataclass(frozen=True, slots=True)
class Refusal:
    """A parameter without a value that may be used, and what to do about it."""

    name: str
    message: Label
    hint: Label | None = None

    def text(self, language: str) -> str:
        """The refusal in one line of one language."""
        between = "；" if language == "zh" else "; "
        return between.join([self.message[language], *([self.hint[language]] if self.hint else [])])


def _called(parameter: Parameter) -> Label:
    same = parameter.label.zh == parameter.name
    return Label(
        f"参数 {parameter.name}" + ("" if same else f"（{parameter.label.zh}）"),
        f"the parameter {parameter.name}" + ("" if same else f" ({parameter.label.en})"),
    )


def twice(name: str) -> Refusal:
    """Two confirmations of one value."""
    return Refusal(name, Label(f"参数 {name} 被确认了两次", f"the parameter {name} is confirmed twice"))


def unknown(name: str, known: Iterable[str]) -> Refusal:
    """A confirmation of a parameter that the standard has not."""
    return Refusal(name, Label(f"标准里没有参数 {name}", f"the standard has no parameter {name}"), nearest(name, known))


def wrong_type(parameter: Parameter, confirmation: Confirmation) -> Refusal:
    """A confirmation with a value of another type."""
    name, expected = _called(parameter), EXPECTED[parameter.type]
    return Refusal(
        parameter.name,
        Label(f"{name.zh}不能是“{confirmation.value}”", f"{name.en} cannot be '{confirmation.value}'"),
        Label(f"请写{expected.zh}", f"give {expected.en}"),
    )


def out_of_range(parameter: Parameter, confirmation: Confirmation, limits: Range) -> Refusal:
    """A confirmation with a value that makes no sense."""
    name, expected = _called(parameter), said(limits)
    return Refusal(
        parameter.name,
        Label(
            f"{name.zh}不能是 {confirmation.value}：超出合理范围",
            f"{name.en} cannot be {confirmation.value}: outside the range that makes sense",
        ),
        Label(f"请写{expected.zh}", f"give {expected.en}"),
    )


def no_such_date(parameter: Parameter, since: date) -> Refusal:
    """A confirmation of a dated value that there is none of."""
    name = _called(parameter)
    dates = ", ".join(str(v.since) for v in parameter.values) or "-"
    message = Label(f"{name.zh}没有自 {since} 起的值", f"{name.en} has no value dated {since}")
    return Refusal(parameter.name, message, Label(f"现有日期：{dates}", f"dates: {dates}"))


def nothing_in_force(parameter: Parameter, day: date) -> Refusal:
    """No value on the day, and none given."""
    name = _called(parameter)
    return Refusal(
        parameter.name,
        Label(f"{name.zh}在 {day} 没有有效的值", f"{name.en} has no value in force on {day}"),
        Label(
            f"请用 --confirm {parameter.name}=值@出处 给出（以前年份的：--confirm {parameter.name}[年-月-日]=值@出处），"
            "或由有权的一级用标准包给出",
            f"give it with --confirm {parameter.name}=VALUE@SOURCE (that of earlier years: "
            f"--confirm {parameter.name}[YYYY-MM-DD]=VALUE@SOURCE), or by a pack of an authority that may",
        ),
    )


def unverified(parameter: Parameter, dated: DatedValue) -> Refusal:
    """A value that nobody has looked up in its source."""
    name, value = _called(parameter), _shown(dated.value)
    return Refusal(
        parameter.name,
        Label(
            f"{name.zh}自 {dated.since} 起的值 {value} 未经核实（{dated.source}）",
            f"{name.en} has an unverified value {value} since {dated.since} ({dated.source})",
        ),
        Label(
            f"核对后写 --confirm {parameter.name}={value}@出处；数不对就写对的数和出处",
            f"look it up, then --confirm {parameter.name}={value}@SOURCE, or the right value with its source",
        ),
    )


def not_theirs(parameter: Parameter, dated: DatedValue, operator: str, owner: str) -> Refusal:
    """A verified value that the operator may not change."""
    name, value = _called(parameter), _shown(dated.value)
    return Refusal(
        parameter.name,
        Label(
            f"{name.zh}的值 {value} 已经核实，只有 {owner} 或其上级可以改（本次操作为 {operator}）",
            f"{name.en} has the verified value {value}; only {owner} or above may change it (this round is run by {operator})",
        ),
        Label("请由有权的一级发布覆盖标准包", "let an authority that may publish a pack that extends this one"),
    )


def broken_limit(parameter: Parameter, value: ParameterValue, limit: Limit) -> Refusal:
    """A value below a floor or above a ceiling."""
    name, bound = _called(parameter), _shown(limit.value.value)
    zh, sign = ("低于下限", ">=") if limit.kind == "floor" else ("高于上限", "<=")
    return Refusal(
        parameter.name,
        Label(
            f"{name.zh}的值 {_shown(value)} {zh} {bound}（{limit.level}，自 {limit.value.since} 起）",
            f"{name.en}: {_shown(value)} breaks the {limit.kind} {bound} ({limit.level}, since {limit.value.since})",
        ),
        Label(f"请写 {sign} {bound} 的值", f"give a value {sign} {bound}"),
    )


def _shown(value: ParameterValue) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)  # noqa: PLR2004  up to six digits %g is exact
