"""Answers that do not fit a round: nobody there, no such fact, later than the day of judgement."""

from collections.abc import Mapping, Sequence
from datetime import date

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.answers import Answer, Refused
from diguan.engine.visiting.hearing import value_text


class UnableToFoldAnswers(Exception):
    """None of the answers can be folded into the round."""

    def __init__(self, message: Label, hint: Label) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message.zh}；{hint.zh}\n{message.en}; {hint.en}")

    @classmethod
    def backwards(cls, known: date, asked: date) -> "UnableToFoldAnswers":
        """The day of judgement would lie before that of the round."""
        return cls(
            Label(
                f"判定日 {asked} 早于原来一轮的 {known}", f"the as-of date {asked} is before {known}, that of the round"
            ),
            Label("请给不早于原来一轮的判定日", "give a day that is not before that of the round"),
        )


def refuse_unfit(
    answers: Sequence[Answer], cases: Mapping[str, CaseFile], catalogue: Catalogue, as_of: date
) -> tuple[list[Answer], list[Refused]]:
    """The answers that fit, and why the others do not. UnableToFoldAnswers when all of them are later than the as-of date."""
    late = [a.visited_on for a in answers if a.visited_on > as_of]
    if late and len(late) == len(answers):
        raise UnableToFoldAnswers(
            Label(
                f"全部答复都晚于判定日 {as_of}（最早为 {min(late)}）",
                f"all answers are later than the as-of date {as_of} (the earliest is of {min(late)})",
            ),
            Label(f"请加 --as-of {max(late)}", f"say --as-of {max(late)}"),
        )
    fitting, refused = [], []
    for answer in answers:
        problem = _problem(answer, cases, catalogue, as_of)
        if problem is None:
            fitting.append(answer)
        else:
            refused.append(_refused(answer, catalogue, *problem))
    return fitting, refused


def _problem(
    answer: Answer, cases: Mapping[str, CaseFile], catalogue: Catalogue, as_of: date
) -> tuple[Label, Label] | None:
    """Why an answer does not fit, and what would."""
    case = cases.get(answer.household_id)
    if case is None:
        reason = Label(f"本轮没有户 {answer.household_id}", f"the round has no household {answer.household_id}")
        return reason, Label("本轮里的户", "a household of the round")
    if answer.subject is Subject.PERSON and answer.person_id not in {m.id for m in case.members}:
        reason = Label(
            f"本轮的这一户没有人 {answer.person_id}", f"the household has no person {answer.person_id} in the round"
        )
        return reason, Label("本轮这一户的成员", "a member of the household in the round")
    if answer.field not in catalogue.fields(answer.subject):
        reason = Label(f"本轮没有事项 {answer.field}", f"the round knows no fact {answer.field}")
        return reason, Label("本轮标准包里的字段", "a field of the pack of the round")
    if answer.visited_on > as_of:
        reason = Label(
            f"走访日期 {answer.visited_on} 晚于判定日 {as_of}",
            f"the visit of {answer.visited_on} is later than the as-of date {as_of}",
        )
        return reason, Label(
            "不晚于判定日的日期，或用 --as-of 另定判定日", "a day not later, or a later day with --as-of"
        )
    return None


def _refused(answer: Answer, catalogue: Catalogue, reason: Label, expected: Label) -> Refused:
    known = catalogue.fields(answer.subject).get(answer.field)
    return Refused(
        place=answer.place,
        household_id=answer.household_id,
        person_id=answer.person_id or "",
        asked=known.label if known else Label(answer.field, answer.field),
        value=value_text(answer.value),
        reason=reason,
        expected=expected,
    )
