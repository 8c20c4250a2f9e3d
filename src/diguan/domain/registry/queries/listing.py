"""Lists of households: filtered, searched by name, pinyin or number, page after page in an order that stands while rows come in."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.db.models import Count, Q, QuerySet

from diguan.domain.accounts.permissions import Act, Sensitivity, Viewer, in_ranges, scoped
from diguan.domain.fields import CODE_LENGTH
from diguan.domain.indexes import COUNTY, county_of_region
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import Scopes, subtree
from diguan.domain.registry.bulk import on_postgresql
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.spelling import closed_up, pinyin_of, typed
from diguan.domain.sealing import seals
from diguan.engine.documents import Label
from diguan.engine.snapshot.listing import BASE

PAGE = 50
LAST = "\U0010ffff"  # behind every character
FOCUS = ("edge", "doubtful", "elderly_alone")
IDENTITY = re.compile(r"[0-9]{15}|(?=[A-Za-z]*[0-9])[0-9A-Za-z]{18,22}")  # letters alone are a long name in pinyin


class UnableToReadPlace(UnableToAct):
    """The mark of a page was changed or is of another list."""

    def __init__(self) -> None:
        super().__init__(
            Label("页码已失效", "this page is no longer there"), Label("请从第一页看起", "begin with the first page")
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows. `text`: a name, its pinyin or initials, an identity number, a household number; `focus`: one of FOCUS."""

    region_code: str | None = None
    status: str | None = None
    kind: str | None = None
    focus: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `after`: the mark of the next one, None on the last."""

    rows: Sequence[Household]
    after: str | None


def households(viewer: Viewer, wanted: Wanted) -> QuerySet[Household]:
    """The households a viewer may see that fit; their order and number of rows are the caller's."""
    found = scoped(Household.objects.filter(gone=False), viewer)
    if wanted.region_code:
        low, high = subtree(wanted.region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.focus in FOCUS:
        found = found.filter(**{str(wanted.focus): True})
    text = typed(wanted.text)
    return found.filter(_named(viewer, text)) if text else found


def _named(viewer: Viewer, text: str) -> Q:
    """Households with this number; where the viewer may see names, also those of which a member is called so or has this identity number.

    A name that is masked would be told by a search that finds it, and an identity number by a few hundred. One list of both: an OR would
    have every household looked at.
    """
    scopes = viewer.scopes_showing(Sensitivity.PERSONAL)
    there = Person.objects.filter(gone=False)
    close = closed_up(text)
    if identity := identity_in(text):
        people = in_ranges(there, scopes).filter(blind=seals().blind(identity))
    elif close.isascii() and close.isalpha():
        people = _in_counties(there, scopes).filter(
            _begins("pinyin", close.lower()) | _begins("initials", close.lower())
        )
    else:
        called = Q(name__startswith=text) if text == close else Q(name__startswith=text) | Q(name__startswith=close)
        people = _in_counties(there, scopes).filter(_begins("pinyin", pinyin_of(text)[0]), called)
    numbered = scoped(Household.objects.filter(number__in=(text, f"{BASE}{text}")), viewer).values("pk")
    return Q(pk__in=people.values("household_id").union(numbered, all=True))


def identity_in(text: str) -> str:
    """The identity number that somebody searches by, as it is sealed; empty where it is something else."""
    close = closed_up(typed(text))
    return close.upper() if IDENTITY.fullmatch(close) else ""


def _in_counties(people: QuerySet[Person], scopes: Scopes) -> QuerySet[Person]:
    """People of the ranges, with their counties named: the indexes of names begin with them.

    A range that is a county is named once: said in two ways, the database would expect far fewer people than there are.
    """
    if not scopes:
        return people.none()
    return people.alias(county=county_of_region()).filter(reduce(Q.__or__, (_in_range(*each) for each in scopes)))


def _in_range(low: str, high: str) -> Q:
    first, last = low[:COUNTY], f"{int(high) - 1:012}"[:COUNTY]
    whole = low == first.ljust(CODE_LENGTH, "0") and high == f"{int(last) + 1}".ljust(CODE_LENGTH, "0")
    counties = Q(county=first) if first == last else Q(county__gte=first, county__lte=last)
    return counties if whole else counties & Q(region_code__gte=low, region_code__lt=high)


def _begins(column: str, text: str) -> Q:
    """SQLite finds a beginning in an index only as a range, PostgreSQL only as a pattern."""
    begins = Q(**{f"{column}__startswith": text})
    return begins if on_postgresql() else begins & Q(**{f"{column}__gte": text, f"{column}__lt": f"{text}{LAST}"})


def page_of(viewer: Viewer, wanted: Wanted, after: str | None = None, size: int = PAGE) -> Page:
    """The rows after a mark, by region and number. A row that comes in before the mark moves nothing."""
    found = households(viewer, wanted).order_by("region_code", "number", "id").defer("facts")
    if after:
        region, number, id_ = _read(after)
        same = Q(region_code=region)
        found = found.filter(
            Q(region_code__gt=region) | (same & Q(number__gt=number)) | (same & Q(number=number, id__gt=id_))
        )
    rows = list(found[: size + 1])
    return Page(rows[:size], _mark(rows[size - 1]) if len(rows) > size else None)


def _mark(row: Household) -> str:
    return urlsafe_b64encode(f"{row.region_code}\n{row.number}\n{row.pk}".encode()).decode()


def _read(mark: str) -> tuple[str, str, int]:
    try:
        region, number, id_ = urlsafe_b64decode(mark.encode()).decode().split("\n")
        return region, number, int(id_)
    except ValueError as error:
        raise UnableToReadPlace from error


def counts_by(viewer: Viewer, wanted: Wanted, column: str) -> dict[str | None, int]:
    """How many households have each value of `status` or `kind`: what a filter offers, and no value of another region."""
    found = households(viewer, wanted).values(column).annotate(count=Count("pk")).order_by(column)
    return {row[column]: row["count"] for row in found}


def may_record(viewer: Viewer, household: Household) -> bool:
    """Whether the viewer may record facts of a household."""
    return viewer.may(Act.OBSERVE, household.region_code)
