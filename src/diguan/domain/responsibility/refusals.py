"""What responsibility refuses, and why."""

from datetime import date

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label


class UnableToOpenPost(UnableToAct):
    """A kind that does not stand on the level, a department that nobody knows, or a post that is there already."""


class UnableToClosePost(UnableToAct):
    """Somebody still holds the post."""


class UnableToKeepOfficer(UnableToAct):
    """A person without name, with a number that is none, or who is there already."""


class UnableToLinkAccount(UnableToAct):
    """An account that is not the actor's to link, or is somebody else's already."""


class UnableToAppoint(UnableToAct):
    """The post is held, closed, or the days do not fit."""


class UnableToEndTenure(UnableToAct):
    """A tenure that has ended, or a day before it began."""


class UnableToSetHelper(UnableToAct):
    """Somebody who helps the household already, or days that do not fit."""


class UnableToRecordTrip(UnableToAct):
    """A trip of a day that is yet to come, or without a note."""


class UnableToFindResponsibility(UnableToAct):
    """There is no such row, or it lies elsewhere: the two are told in the same words."""


def not_found(zh: str, en: str) -> UnableToFindResponsibility:
    """What is not there, or not the actor's."""
    return UnableToFindResponsibility(
        Label(f"没有这个{zh}，或不在您的范围内", f"there is no such {en}, or it lies outside your region"),
        Label("请从责任体系中查找", "look for it in the responsibility tree"),
    )


def require_reason(kind: type[UnableToAct], reason: str) -> str:
    """The reason without blanks around it; refused when it is empty."""
    said = reason.strip()
    if not said:
        raise kind(
            Label("没有写原因", "no reason was given"),
            Label("写明依据，例如任免文件文号", "say on what ground, such as the number of the notice"),
            "reason",
        )
    return said


def require_order(kind: type[UnableToAct], since_on: date, until_on: date | None) -> None:
    """Refused unless the end lies after the beginning."""
    if until_on is not None and until_on <= since_on:
        raise kind(
            Label(
                f"截止日 {until_on} 不晚于起始日 {since_on}",
                f"the end {until_on} is not after the beginning {since_on}",
            ),
            Label("截止日是不再任职的第一天", "the end is the first day without"),
            "until_on",
        )
