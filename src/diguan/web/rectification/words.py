"""How inspections, problems, stages and self-checks are spoken of."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.http import Http404

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.queries import departments
from diguan.domain.evidence.models import Evidence
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Event, LinkedItem, Problem
from diguan.domain.rectification.outcome import joined
from diguan.domain.rectification.refusals import UnableToFindRectification
from diguan.domain.responsibility.queries import Link
from diguan.web.ledger.words import item_row, post_said
from diguan.web.shared.texts import spoken, text

T = TypeVar("T")


def found(ask: Callable[[], T]) -> T:
    """What somebody asks for; what lies elsewhere is answered like what is not there."""
    try:
        return ask()
    except UnableToFindRectification as error:
        raise Http404 from error


def link_said(link: Link | None) -> str:
    """A post with its holder."""
    return "" if link is None else post_said(link)


def department_said(id_: str) -> str:
    """A department by its id."""
    named = departments().get(id_)
    return spoken(named) if named else id_


def late(problem: Problem, on: date) -> bool:
    """Whether a problem is not accepted after its deadline."""
    return problem.state != "accepted" and problem.deadline_on < on


def names_of(accounts: Iterable[int | None]) -> Mapping[int, str]:
    """Names of accounts by number."""
    wanted = {number for number in accounts if number is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))


def told(events: Iterable[Event], files: Mapping[int, Evidence]) -> list[dict[str, Any]]:
    """Lines of a history."""
    rows = list(events)
    names = names_of(event.actor for event in rows)
    return [
        {
            "event": event,
            "by": names.get(event.actor or 0, "") or text("items:by_machine"),
            "on": f"{event.stage.task.number}.{event.stage.number}" if event.stage else "",
            "unit": event.check_of.region_code if event.check_of else "",
            "files": [files[number] for number in event.evidence if number in files],
            "why": ""
            if event.accepted
            else spoken(joined(Refusal(event.refusal), str(event.detail.get("ledger", "")))),
        }
        for event in rows
    ]


def items_said(links: Iterable[LinkedItem], on: date) -> list[dict[str, Any]]:
    """Items of the ledger as lines."""
    return [{"link": link, **item_row(link.item, on)} for link in links]
