"""A problem as somebody reports it, and whether the report is whole: a rule or criteria, plain words, nothing personal in them."""

import re
from dataclasses import dataclass
from datetime import date

from diguan.domain.ledger.choices import ReceivedBy, Source
from diguan.domain.ledger.rules import indicator_at
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.engine.standards import Indicator
from diguan.engine.verdicts import Subject

LONGEST = 2000
IDENTITY = re.compile(r"\d{17}[0-9Xx]|(?<!\d)1\d{10}(?!\d)")  # identity numbers and mobile phones
CRITERIA = (
    Label("要么按标准的指标，要么写明验收标准", "either an indicator of a standard decides, or criteria do"),
    Label("没有指标的问题写明怎样算解决", "of a problem without an indicator say when it is solved"),
)
WORDS = (
    Label(
        "文字缺失、太长，或含有证件号、电话", "the text is missing, too long, or has an identity number or phone in it"
    ),
    Label(
        f"写清问题，不超过 {LONGEST} 字，不写个人信息", f"say what is wrong in {LONGEST} characters, nothing personal"
    ),
)


class UnableToOpenItem(UnableToAct):
    """What was reported is no problem that the ledger can hold."""


def nobody_there() -> UnableToOpenItem:
    """A report about somebody who is not in the household that it names."""
    return UnableToOpenItem(
        Label("这一户没有这个人", "nobody of this number is in the household"), None, "person_number"
    )


@dataclass(frozen=True, slots=True)
class Received:
    """Who took a complaint, when and how. `register`: its number in the register; `complainer`: kept with the name masked alone."""

    by: str
    on: date
    way: ReceivedBy
    register: str = ""
    complainer: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A problem as somebody reports it. Of a household by its number in the registry, of a place by its code.

    With `standard` and `indicator` the standard decides when it is gone, and says department, working days and title where none are
    given; without, `criteria` say what must be fulfilled. `title`, `explanation`: as typed, one text for both languages. `days`: working
    days from the determination. `token`: of the form, so that what is sent twice opens one item. `key`: what makes it one problem where
    no indicator does ("" for a number of its own). `deadline_on`: the day by which whoever found it wants it solved: it is no suspicion
    then.
    """

    source: Source
    kind: str
    title: str
    explanation: str
    region_code: str = ""
    household_id: int | None = None
    person_number: str = ""
    standard: str = ""
    indicator: str = ""
    department: str = ""
    criteria: str = ""
    days: int | None = None
    token: str = ""
    received: Received | None = None
    key: str = ""
    deadline_on: date | None = None


def check_report(reported: Reported, today: date) -> Indicator | None:
    """The indicator that decides, None where criteria do. UnableToOpenItem names the entry at fault. The region must be known."""
    ruled = bool(reported.standard and reported.indicator and reported.household_id is not None)
    if ruled is bool(reported.criteria.strip()):
        raise UnableToOpenItem(*CRITERIA, "criteria")
    _check_words(reported, ruled=ruled)
    if reported.received is not None and reported.received.on > today:
        raise UnableToOpenItem(
            Label("收到的日期还没有到", "the day on which it was received is yet to come"), None, "received_on"
        )
    return _indicator(reported) if ruled else None


def _check_words(reported: Reported, *, ruled: bool) -> None:
    received = reported.received
    texts = {name: getattr(reported, name) for name in ("title", "explanation", "criteria")}
    if received is not None:
        texts |= {"received_by": received.by, "register": received.register, "complainer": received.complainer}
    needed = {"received_by"} | (set() if ruled else {"title"})
    for name, text in texts.items():
        if (name in needed and not text.strip()) or len(text) > LONGEST or IDENTITY.search(text):
            raise UnableToOpenItem(*WORDS, name)


def _indicator(reported: Reported) -> Indicator:
    found = indicator_at(reported.standard, reported.indicator, reported.region_code)
    if found is None:
        raise UnableToOpenItem(
            Label(
                "这里还没有按这个标准筛查过，或标准没有这个指标",
                "no round has judged this place by that standard, or it has no such indicator",
            ),
            Label(
                "从列表中选，或写明问题和验收标准",
                "choose from the list, or say in words what is wrong and when it is solved",
            ),
            "rule",
        )
    if (found.subject is Subject.PERSON) is not bool(reported.person_number):
        raise UnableToOpenItem(
            Label(
                "这个指标说的是人，要选是谁；或说的是户，不选人",
                "the indicator is about a person: say who; or about the household: choose nobody",
            ),
            None,
            "person_number",
        )
    return found
