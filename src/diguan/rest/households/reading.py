"""Looking at households."""

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.permissions import Act
from diguan.domain.registry.actions.searching import note_search
from diguan.domain.registry.queries.household import household_of
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.queries import standings_of
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.door import UNKEPT
from diguan.rest.frame.values import Asked, Day, Number, Word
from diguan.rest.households.finding import HouseholdPage, HouseholdsAsked, Search, found_page
from diguan.rest.households.one import chosen_by, household_one, members_of
from diguan.rest.households.shapes import HouseholdOne, Member

router = Router(tags=["households"])


class OneAsked(Asked):
    """By which standard, as of which day."""

    standard: Word = ""
    as_of: Day | None = None


class Members(Schema):
    """The people of a household, its members first."""

    rows: list[Member]


@router.get("/households", response=HouseholdPage, operation_id="list_households")
@needs(Act.SEE)
def list_households(request: HttpRequest, asked: Query[HouseholdsAsked]) -> HouseholdPage:
    """Households where whoever asks sees them."""
    return found_page(viewer_from(request), asked)


@router.post("/households/search", response=HouseholdPage, operation_id="search_households")
@needs(Act.SEE)
def search_households(request: HttpRequest, asked: Search) -> HouseholdPage:
    """The same, with words to search by. A search by identity number is on record."""
    viewer = viewer_from(request)
    setattr(request, UNKEPT, True)  # names
    note_search(text=asked.text, actor=viewer, at=now())
    return found_page(viewer, asked, asked.text.strip())


@router.get("/households/{int:number}", response=HouseholdOne, operation_id="get_household")
@needs(Act.SEE)
def get_household(request: HttpRequest, number: Path[Number], asked: Query[OneAsked]) -> HouseholdOne:
    """Everything that is known of a household, how it stands and why, and what to ask."""
    viewer = viewer_from(request)
    household = household_of(viewer, number)
    chosen = chosen_by(standings_of(household.county, household.number), asked.standard, asked.as_of)
    return household_one(household, Shown.to(viewer, household.region_code), chosen)


@router.get("/households/{int:number}/members", response=Members, operation_id="list_members")
@needs(Act.SEE)
def list_members(request: HttpRequest, number: Path[Number]) -> Members:
    """The people of a household with what is known of each."""
    viewer = viewer_from(request)
    return Members(rows=members_of(viewer, household_of(viewer, number)))
