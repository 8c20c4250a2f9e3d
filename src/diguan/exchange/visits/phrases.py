"""A question in words: its text, the answers it takes, why it is asked and when it need not be."""

from diguan.engine.catalogue import Field, FieldType, Label
from diguan.engine.snapshot.wording import YES_NO, listed, number_text, unit_label
from diguan.engine.visiting.model import HouseholdVisit, Member, Question, VisitList
from diguan.exchange.figures.record import value_label
from diguan.locale import Language, texts

MOST_CODES = 12
WHETHER = "是否"


def question_text(field: Field) -> Label:
    """The question of the catalogue, else one made from the label of the field."""
    if field.question is not None:
        return field.question
    label, said = field.label, texts("visits")
    if field.type is FieldType.BOOLEAN and label.zh.startswith(WHETHER):
        return said.both("ask.whether", label=label)
    return said.both(f"ask.{field.type}", label=label)


def allowed_text(field: Field) -> Label:
    """Which answers a question takes."""
    said = texts("visits")
    if field.type is FieldType.BOOLEAN:
        return Label("是 / 否", "yes / no")
    if field.type is FieldType.CODE:
        every = choices(field)
        more = Label("……", " ...") if len(every) > MOST_CODES else Label("", "")
        some = listed(every[:MOST_CODES])
        return Label(some.zh + more.zh, some.en + more.en)
    if field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return _number(field)
    return said[f"allowed.{field.type}"]


def choices(field: Field) -> list[Label]:
    """The answers of a question that are chosen from a list; empty for the others."""
    if field.type is FieldType.BOOLEAN:
        return [YES_NO[True], YES_NO[False]]
    return [field.code_labels.get(code, Label(code, code)) for code in field.codes]


def _number(field: Field) -> Label:
    kind = texts("visits")[f"allowed.{field.type}"]
    unit = unit_label(field.unit)
    found = [kind, unit] if unit.zh else [kind]
    if field.range is not None:
        low, high = (number_text(end) for end in field.range)
        found.append(Label(f"{low} 至 {high}", f"{low} to {high}"))
    return Label("，".join(part.zh for part in found), ", ".join(part.en for part in found))


def why_text(question: Question, plan: VisitList, *, hidden: bool) -> Label:
    """The verdicts that are open, and why the fact is missing; of hidden facts it is not told what the sources say."""
    about = listed(plan.indicator_labels[name] for name in question.indicators)
    reason = texts("visits")[f"reason.{question.reason}"]
    if question.said and not hidden:
        said = listed(_told(question.field, value, source) for value, source in question.said)
        reason = Label(f"{reason.zh}：{said.zh}", f"{reason.en}: {said.en}")
    return Label(f"{about.zh}（{reason.zh}）", f"{about.en} ({reason.en})")


def _told(field: Field, value: str, source: str) -> Label:
    shown = value_label(field, value)
    return Label(f"{shown.zh}（{source}）", f"{shown.en} ({source})") if source else shown


def skip_text(question: Question) -> Label:
    """When a question need not be asked; empty for the first questions."""
    if question.first:
        return Label("", "")
    if question.skip is None:
        return texts("visits")["skip.maybe"]
    return texts("visits").both("skip.when", number=question.skip.number, answers=question.skip.answers)


def member_text(member: Member, language: Language) -> str:
    """A person without a name: place in the household, relation to the head, year of birth."""
    said = texts("visits")
    parts = [said.say("member.position", language, position=member.position)]
    if member.relation:
        parts.append(member.relation)
    if member.birth_date is not None:
        parts.append(said.say("member.born", language, year=member.birth_date.year))
    return " ".join(parts)


def state_text(visit: HouseholdVisit) -> Label:
    """How the household stands: unmet and unknown verdicts."""
    return texts("visits").both("state", unmet=visit.unmet, unknown=visit.unknown)
