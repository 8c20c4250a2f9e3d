"""Which households a list has: the same questions as the page's, and the rows that answer them."""

from collections.abc import Sequence
from typing import Literal

from django.db.models import QuerySet
from ninja import Schema
from pydantic import model_validator

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.keyset import counted
from diguan.domain.regions.queries import resolve_region
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.listing import Wanted, households
from diguan.domain.registry.queries.showing import Shown, value_label
from diguan.domain.screening.choices import OF_ANY, STANDINGS
from diguan.domain.screening.models import Standing as Kept
from diguan.domain.screening.packs import default_standard, fields, household_standards
from diguan.domain.screening.queries import judged, judging_rounds, newest_standings
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.rest.frame.clock import today
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.problems import INVALID, Fault, Refused
from diguan.rest.frame.values import Page, PageAsked, Place, Text, Word

ORDERS = {
    "region_code": ("region_code", "number", "id"),
    "-region_code": ("-region_code", "-number", "-id"),
    "size": ("size", "region_code", "id"),
    "-size": ("-size", "region_code", "id"),
}
MOST_COUNTED = 20_000


class HouseholdsAsked(PageAsked):
    """Place, status, group of care, and what the newest round of a standard found, in one indicator or in any."""

    region_code: Word = ""
    status: Word = ""
    focus: Literal["", "edge", "doubtful", "elderly_alone"] = ""
    standing: Literal["", "unmet", "unknown", "met", "not_applicable", "declared", "uncovered"] = ""
    indicator: Word = ""
    standard: Word = ""
    sort: Literal["region_code", "-region_code", "size", "-size"] = "region_code"
    count: bool = False

    @model_validator(mode="after")
    def _fits(self) -> "HouseholdsAsked":
        if self.indicator and not self.standing:
            raise ValueError("indicator needs standing")
        if self.standing not in ("", *OF_ANY) and not self.indicator:
            raise ValueError("this standing needs an indicator")
        return self


class Search(HouseholdsAsked):
    """The same with words to search by, which stand in no address: a name, its pinyin, an identity number, a household's number."""

    text: Word = ""


class Status(Schema):
    """A status: its code, and what it is called."""

    code: str
    label: Text


class Standing(Schema):
    """How many indicators are unmet, unknown, and met by declaration alone in the newest round."""

    unmet: int
    unknown: int
    declared: int

    @classmethod
    def of(cls, row: Kept) -> "Standing":
        """From a row."""
        return cls(unmet=row.unmet, unknown=row.unknown, declared=row.declared)


class HouseholdRow(Schema):
    """A household in a list; its name as whoever asks may see it."""

    id: int
    number: str
    place: Place
    name: str
    status: Status | None
    size: int
    standing: Standing | None


class HouseholdPage(Page):
    """Households; `count` where it was asked for: exactly, or at least so many where `more`."""

    standard: str
    rows: list[HouseholdRow]
    count: int | None = None
    more: bool | None = None


def found_page(viewer: Viewer, asked: HouseholdsAsked, text: str = "") -> HouseholdPage:
    """A page of the households that answer the questions."""
    standard = _standard(viewer, asked)
    found = _found(viewer, asked, standard, text)
    slice_ = page_of(found.defer("facts"), ORDERS[asked.sort], asked)
    count, more = counted(found, MOST_COUNTED) if asked.count else (None, None)
    return HouseholdPage(
        standard=standard, rows=rows_of(viewer, slice_.rows, standard), count=count, more=more, **ends(slice_)
    )


def rows_of(viewer: Viewer, found: Sequence[Household], standard: str) -> list[HouseholdRow]:
    """Households as a list shows them: one question for how they stand, however many."""
    standings = newest_standings(found, standard)
    rows = []
    for household in found:
        standing = standings.get((household.county, household.number))
        rows.append(
            HouseholdRow(
                id=household.pk,
                number=household.number,
                place=Place.of(household.region_code),
                name=Shown.to(viewer, household.region_code).name(household.head_name),
                status=status_of(household.status),
                size=household.size,
                standing=None if standing is None else Standing.of(standing),
            )
        )
    return rows


def status_of(code: str | None) -> Status | None:
    """A status in words."""
    if code is None:
        return None
    return Status(code=code, label=Text.of(value_label(fields().field(Subject.HOUSEHOLD, "status"), code)))


def known_standard(name: str, where: str = "query.standard") -> str:
    """The id of a shipped standard; refused where there is none."""
    known = [header.id for header in household_standards()]
    if name in known:
        return name
    message = Label("没有这个标准", "there is no such standard")
    expected = Label(f"其中之一：{'、'.join(known)}", f"one of {', '.join(known)}")
    raise Refused(INVALID, message, errors=[Fault(where, message, expected, name)])


def _standard(viewer: Viewer, asked: HouseholdsAsked) -> str:
    if asked.standard:
        return known_standard(asked.standard)
    newest = next((round_.standard for round_ in judging_rounds(viewer)), None)
    return newest or default_standard(today(), None)


def _found(viewer: Viewer, asked: HouseholdsAsked, standard: str, text: str) -> QuerySet[Household]:
    code = resolve_region(asked.region_code, viewer.scopes(Act.SEE)) if asked.region_code else None
    wanted = Wanted(code, asked.status or None, None, asked.focus or None, text)
    found = households(viewer, wanted)
    if not asked.standing:
        return found
    rounds = [round_ for round_ in judging_rounds(viewer) if round_.standard == standard]
    verdict, grade = STANDINGS[asked.standing]
    return judged(found, standard, verdict=verdict, indicator=asked.indicator, rounds=rounds, grade=grade)
