"""The sheets of the workbook: questions, households, what is not asked at the door, and the sheet that explains."""

from collections.abc import Sequence

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.model import HouseholdVisit, Question
from diguan.exchange.visits.book import Table, VisitBook
from diguan.exchange.visits.columns import HOUSEHOLDS, QUESTIONS, SHEETS, Column
from diguan.exchange.visits.handout import Handout
from diguan.exchange.visits.keys import RowKey
from diguan.exchange.visits.phrases import (
    allowed_text,
    choices,
    member_text,
    question_text,
    skip_text,
    state_text,
    why_text,
)
from diguan.locale import texts

WHOLE = 9_007_199_254_740_991
ELSEWHERE = (
    Column("household", 16),
    Column("head", 9),
    Column("person", 16),
    Column("field", 26),
    Column("where", 34),
    Column("why", 30),
)
GUIDE_WIDTHS = (34, 60, 70)


def write_questions(book: VisitBook, handout: Handout) -> None:
    """One row a question, numbered within its household."""
    table = Table(book, "questions", QUESTIONS, handout.plan.id)
    by_field: dict[tuple[Subject, str], tuple[Field, list[int]]] = {}
    rows: list[int] = []
    for visit in handout.plan.visits:
        for number, question in enumerate(visit.questions, start=1):
            row = table.add(_question(handout, visit, question, number))
            rows.append(row)
            by_field.setdefault((question.subject, question.field.name), (question.field, []))[1].append(row)
    said = texts("visits")
    for field, own in by_field.values():
        _validate(table, field, own)
    table.offer("known", [label[book.language] for label in said.below("known").values()], rows)
    table.offer(
        "not_answered", [label[book.language] for label in said.below("not_answered").values()], rows, strict=False
    )
    table.days("visited_on", rows)
    table.finish(book.say("none.questions"))


def _question(handout: Handout, visit: HouseholdVisit, question: Question, number: int) -> dict[str, str | int | None]:
    member = next((m for m in visit.members if m.person_id == question.person_id), None)
    language = handout.language
    hidden = handout.hides(question.subject, question.field.name)
    return {
        "number": number,
        "household": visit.household_id,
        "head": handout.head(visit),
        "person": question.person_id,
        "name": handout.person(visit.household_id, member) if member else "",
        "who": member_text(member, language) if member else texts("words")["subject.household"][language],
        "why": why_text(question, handout.plan, hidden=hidden)[language],
        "question": question_text(question.field)[language],
        "allowed": allowed_text(question.field)[language],
        "skip": skip_text(question)[language],
        "key": RowKey(visit.household_id, question.person_id, question.field.name).text(),
    }


def _validate(table: Table, field: Field, rows: Sequence[int]) -> None:
    """The dropdown or the range of the answers to one question."""
    offered = [label[table.book.language] for label in choices(field)]
    if offered:
        table.offer("answer", offered, rows)
    elif field.type in (FieldType.INTEGER, FieldType.NUMBER):
        low, high = field.range or (-WHOLE, WHOLE)
        table.numbers("answer", "integer" if field.type is FieldType.INTEGER else "decimal", low, high, rows)
    elif field.type is FieldType.DATE:
        table.days("answer", rows)


def write_households(book: VisitBook, handout: Handout) -> None:
    """One row a household: to be ticked off in a campaign."""
    table = Table(book, "households", HOUSEHOLDS, handout.plan.id)
    rows = [table.add(_household(handout, visit, n)) for n, visit in enumerate(handout.plan.visits, start=1)]
    said, language = texts("visits"), book.language
    yes_no = texts("words").below("boolean").values()
    table.offer("visited", [label[language] for label in yes_no], rows)
    table.offer("met", [label[language] for label in said.below("met").values()], rows, strict=False)
    table.offer("not_met", [label[language] for label in said.below("not_met").values()], rows, strict=False)
    table.days("visited_on", rows)
    table.finish(book.say("none.questions"))


def _household(handout: Handout, visit: HouseholdVisit, number: int) -> dict[str, str | int | None]:
    language = handout.language
    members = [
        " ".join(filter(None, (member_text(m, language), handout.person(visit.household_id, m)))) for m in visit.members
    ]
    return {
        "number": number,
        "village": handout.village(visit),
        "household": visit.household_id,
        "head": handout.head(visit),
        "focus": handout.plan.focus_labels[visit.focus][language] if visit.focus else "",
        "members": "; ".join(members),
        "state": state_text(visit)[language],
        "questions": len(visit.questions),
        "minutes": round(visit.minutes),
        "key": RowKey(visit.household_id).text(),
    }


def write_elsewhere(book: VisitBook, handout: Handout) -> None:
    """Facts that decide and are not asked at the door: whom to ask instead."""
    visits = [*handout.plan.visits, *handout.plan.later, *handout.plan.closed]
    if not any(visit.unasked for visit in visits):
        return
    table = Table(book, "elsewhere", ELSEWHERE, None)
    language, said = handout.language, texts("visits")
    for visit in visits:
        for left in visit.unasked:
            department = handout.pack.departments.get(left.field.department or "")
            where = said[f"where.{left.where}"][language]
            table.add(
                {
                    "household": visit.household_id,
                    "head": handout.head(visit),
                    "person": left.person_id,
                    "field": left.field.label[language],
                    "where": f"{department[language]}：{where}" if department else where,
                    "why": ", ".join(handout.plan.indicator_labels[i][language] for i in left.indicators),
                }
            )
    table.finish()


def write_guide(book: VisitBook) -> None:
    """The sheet that explains, in both languages."""
    page = book.page(book.say("sheet.guide"), book.title("guide"), GUIDE_WIDTHS)
    said = texts("visits")
    for line in said.below("guide").values():
        page.cells(["", line.zh, line.en])
    for sheet, columns in SHEETS.items():
        page.gap()
        page.line(book.say(f"sheet.{sheet}"), book.styles.section)
        for column in columns:
            heading = said[f"column.{column.name}"]
            page.cells([f"{heading.zh} {heading.en}", *_filled_by(column)])


def _filled_by(column: Column) -> tuple[str, str]:
    filled = texts("ledger")["guide.filled_people" if column.entry else "guide.filled_program"]
    return filled.zh, filled.en
