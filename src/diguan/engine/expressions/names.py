"""Which field or verdict a name means at a place in an expression, and what to say when it means none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diguan.engine.catalogue.model import Field, FieldType, Label
from diguan.engine.expressions.places import UnableToReadExpression, did_you_mean
from diguan.engine.expressions.scope import STEPS_UP, Scope
from diguan.engine.expressions.tree import Call, Literal, Name, Node, Verdicts
from diguan.engine.verdicts import Subject

_UNKNOWN = Label(zh="没有这个字段", en="no such field")
_NO_STEP = Label(zh="这里不能这样上溯", en="no such step up from here")
_IDENTIFIER = Label(zh="证件号不能写进规则", en="an identifier cannot be used in a rule")
_VERDICT_NAMES = Label(zh="括号里写指标或保障的名称", en="names of indicators or guarantees stand in the brackets")
_NO_VERDICT = Label(
    zh="没有这个指标或保障（须能落到户）", en="no such indicator or guarantee with a verdict on households"
)
_TEXT_HINT = Label(zh="文字用单引号：'文字'", en="text goes in single quotes: 'text'")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where in a tree one stands: whose fields go by their bare name, and whether that is a member inside a member function."""

    subject: Subject
    member: bool = False

    @property
    def members_allowed(self) -> bool:
        """True where member functions may stand."""
        return self.subject is Subject.HOUSEHOLD

    @property
    def verdicts_allowed(self) -> bool:
        """True where verdicts may stand: of a household, a village or a facility, never of one member."""
        return self.subject is not Subject.PERSON


def field_named(name: Name, reach: Reach, scope: Scope) -> Field:
    """The field a name means; raises UnableToReadExpression with the nearest spellings."""
    subject = reach.subject if name.prefix is None else _step(name, reach)
    found = scope.fields(subject).get(name.name)
    if found is None:
        raise _unknown(name, subject, reach, scope)
    if found.type is FieldType.IDENTIFIER:
        raise UnableToReadExpression(_IDENTIFIER, name.at, found=name.name)
    return found


def _step(name: Name, reach: Reach) -> Subject:
    steps = (reach.subject, *STEPS_UP[reach.subject])
    for subject in steps:
        if name.prefix == subject.value:
            return subject
    ways = [f"{s.value}.x" for s in steps[1:]]
    expected = Label(zh="、".join(["本级字段", *ways]), en=", ".join(["a field of the subject itself", *ways]))
    hint = did_you_mean(str(name.prefix), [s.value for s in steps])
    raise UnableToReadExpression(_NO_STEP, name.at, found=f"{name.prefix}.{name.name}", expected=expected, hint=hint)


def _unknown(name: Name, subject: Subject, reach: Reach, scope: Scope) -> UnableToReadExpression:
    return UnableToReadExpression(
        _UNKNOWN, name.at, found=name.name, expected=_whose(subject), hint=_hint(name, subject, reach, scope)
    )


def _whose(subject: Subject) -> Label:
    zh = {Subject.HOUSEHOLD: "户", Subject.PERSON: "人", Subject.VILLAGE: "村", Subject.FACILITY: "设施"}[subject]
    return Label(zh=f"目录里{zh}的字段", en=f"a field of the {subject.value} in the catalogue")


def _hint(name: Name, subject: Subject, reach: Reach, scope: Scope) -> Label | None:
    if name.quoted:
        return _TEXT_HINT
    for above in STEPS_UP[reach.subject]:
        if name.prefix is None and name.name in scope.fields(above):
            return Label(zh=f"请写 {above.value}.{name.name}", en=f"write {above.value}.{name.name}")
    if subject is Subject.HOUSEHOLD and name.name in scope.fields(Subject.PERSON):
        return Label(
            zh=f"这是人的字段，请放进 any_member(...)、every_member(...) 等：any_member({name.name} ...)",
            en=f"this is a field of persons: put it inside any_member(...), every_member(...) and so on: any_member({name.name} ...)",
        )
    if any(name.name in f.codes for f in scope.fields(subject).values()):
        return _TEXT_HINT
    usable = [f.name for f in scope.fields(subject).values() if f.type is not FieldType.IDENTIFIER]
    return did_you_mean(name.name, usable)


def verdicts_named(call: Call, known: Mapping[str, tuple[str, ...]]) -> Verdicts:
    """The verdicts that any_unmet(...), any_unknown(...) or all_met(...) ask about."""
    names = [_verdict_name(argument, known) for argument in call.arguments]
    if not names:
        raise UnableToReadExpression(_VERDICT_NAMES, call.at, expected=_listed(known))
    indicators = tuple(dict.fromkeys(i for name in names for i in known[name]))
    return Verdicts(call.at, call.function, tuple(names), indicators)  # type: ignore[arg-type]


def _verdict_name(argument: Node, known: Mapping[str, tuple[str, ...]]) -> str:
    if not isinstance(argument, Name) or argument.prefix is not None:
        found = str(argument.value) if isinstance(argument, Literal) else type(argument).__name__
        raise UnableToReadExpression(_VERDICT_NAMES, argument.at, found=found, expected=_listed(known))
    if not known.get(argument.name):
        hint = did_you_mean(argument.name, known)
        raise UnableToReadExpression(_NO_VERDICT, argument.at, found=argument.name, expected=_listed(known), hint=hint)
    return argument.name


def _listed(known: Iterable[str]) -> Label:
    names = sorted(known)
    return Label(zh="、".join(names), en=", ".join(names))
