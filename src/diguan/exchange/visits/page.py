"""The page to be printed: A4, black on white, one file without script or anything to fetch, a household kept together.

It shows numbers, masked names and questions; no child's name and no health fact unless they are revealed with a reason.
"""

import base64
import hashlib
from pathlib import Path

from diguan.engine.catalogue import FieldType
from diguan.engine.visiting.model import HouseholdVisit, Question
from diguan.exchange.report.markup import Html, join, tag
from diguan.exchange.visits.handout import Handout
from diguan.exchange.visits.phrases import allowed_text, choices, member_text, question_text, skip_text, state_text
from diguan.locale import texts

STYLE = Path(__file__).with_name("page.css")
MOST_BOXES = 8


def visit_page(handout: Handout) -> str:
    """The page as text, in the language of the papers."""
    sections = [_household(handout, visit, number) for number, visit in enumerate(handout.plan.visits, start=1)]
    footer = tag("footer", _statement(handout))
    body = tag("body", *_head(handout), *sections, footer)
    tongue = "zh-CN" if handout.language == "zh" else "en"
    return f"<!doctype html>\n{tag('html', _meta(handout), body, lang=tongue)}\n"


def _say(handout: Handout, key: str, **values: object) -> str:
    return texts("visits").say(key, handout.language, **values)


def _meta(handout: Handout) -> Html:
    style = STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{handout.cover.region} {_say(handout, 'title.page')} {handout.as_of.isoformat()}".strip()),
        tag("link", rel="icon", href="data:,"),
        tag("style", Html(style)),
    )


def _statement(handout: Handout) -> str:
    words, cover, language = texts("words"), handout.cover, handout.language
    recipient = words.say("recipient", language, recipient=cover.recipient or words["recipient_none"])
    if cover.masked:
        return f"{recipient} · {words['masking.masked'][language]}"
    return f"{recipient} · {words.say('masking.revealed', language, reason=cover.reveal_reason)}"


def _head(handout: Handout) -> list[Html | None]:
    plan, cover, language = handout.plan, handout.cover, handout.language
    totals = {"households": len(plan.visits), "questions": plan.questions, "minutes": f"{plan.minutes:g}"}
    standard = f"{cover.pack[language]} {cover.pack_version} · {cover.as_of.isoformat()}"
    return [
        tag("h1", f"{cover.region} {_say(handout, 'title.page')}".strip()),
        tag("p", f"{standard} · {_say(handout, 'page.total', **totals)}"),
        tag("p", _statement(handout)),
        tag("p", texts("words")["synthetic"][language], class_="notice") if cover.synthetic else None,
        tag("p", _say(handout, "page.later", later=len(plan.later))) if plan.later else None,
        tag("p", _say(handout, "note.questions")),
    ]


def _household(handout: Handout, visit: HouseholdVisit, number: int) -> Html:
    language = handout.language
    focus = handout.plan.focus_labels[visit.focus][language] if visit.focus else None
    header = tag(
        "header",
        tag("h2", _say(handout, "page.household", number=number)),
        tag("span", visit.household_id),
        tag("span", handout.head(visit)) if handout.head(visit) else None,
        tag("span", focus, class_="focus") if focus else None,
        tag("span", state_text(visit)[language]),
        tag("span", _say(handout, "page.minutes", minutes=f"{visit.minutes:g}")),
    )
    members = "；".join(
        " ".join(filter(None, (member_text(m, language), handout.person(visit.household_id, m)))) for m in visit.members
    )
    asked = [None, *(question.person_id for question in visit.questions)]
    rows = [
        _question(handout, visit, question, n, named=n > 1 and question.person_id == asked[n - 1])
        for n, question in enumerate(visit.questions, start=1)
    ]
    return tag(
        "section",
        header,
        tag("p", members, class_="members") if members else None,
        tag("table", tag("tbody", *rows)),
        tag("p", _say(handout, "page.sign"), class_="sign"),
    )


def _question(handout: Handout, visit: HouseholdVisit, question: Question, number: int, *, named: bool) -> Html:
    """A row; `named`: the row above is about the same person, or the household, too."""
    language = handout.language
    member = next((m for m in visit.members if m.person_id == question.person_id), None)
    who = member_text(member, language) if member else texts("words")["subject.household"][language]
    skip = skip_text(question)[language]
    known = f"□{_say(handout, 'page.seen')} □{_say(handout, 'page.declared')}"
    return tag(
        "tr",
        tag("td", str(number), class_="n"),
        tag("td", "" if named else who, class_="who"),
        tag("td", question_text(question.field)[language], tag("small", skip) if skip else None),
        tag("td", _answer(question, handout), class_="a"),
        tag("td", known, class_="k"),
    )


def _answer(question: Question, handout: Handout) -> Html:
    """Boxes to tick where the answers are few, else a line to write on with what is allowed."""
    offered = [label[handout.language] for label in choices(question.field)]
    if offered and len(offered) <= MOST_BOXES:
        return join(*(tag("span", f"□{each}", class_="choice") for each in offered))
    allowed = allowed_text(question.field)[handout.language]
    shown = "" if question.field.type is FieldType.TEXT else allowed
    return join(tag("span", "", class_="blank"), tag("small", shown) if shown else None)
