"""Which households a list shows: what was asked, as an address carries it, and the rows that answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.regions.queries import region_path_below
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.listing import Wanted, households
from diguan.domain.registry.queries.showing import Shown, value_label
from diguan.domain.screening.choices import STANDINGS
from diguan.domain.screening.models import Round, Standing
from diguan.domain.screening.packs import default_standard, fields
from diguan.domain.screening.queries import judged, judging_rounds, newest_standings
from diguan.engine.documents import Label
from diguan.engine.snapshot.listing import BASE
from diguan.engine.verdicts import Subject
from diguan.web.households.forms import FindForm
from diguan.web.households.words import open_words
from diguan.web.shared.clock import today
from diguan.web.shared.texts import spoken

KEPT = ("region_code", "status", "focus", "standing", "indicator", "standard")  # what stands readable in an address
ORDERS = {
    "region_code": ("region_code", "number", "id"),
    "-region_code": ("-region_code", "-number", "-id"),
    "size": ("size", "region_code", "id"),
    "-size": ("-size", "region_code", "id"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A form with what was asked, the households that fit (none where it cannot be understood), and their order."""

    form: FindForm
    said: Mapping[str, Any]
    standard: str
    households: QuerySet[Household]
    sorted_by: str

    @property
    def filtered(self) -> bool:
        """Whether anything was asked for."""
        return any(value for name, value in self.said.items() if name != "standard")

    @property
    def judged(self) -> bool:
        """Whether it was asked how households stand."""
        return bool(self.said.get("standing"))


def find(questions: QueryDict, viewer: Viewer) -> Found:
    """The households that answer the questions of an address."""
    rounds = judging_rounds(viewer)
    newest = next((round_.standard for round_ in rounds), None)
    standard = questions.get("standard") or newest or default_standard(today(), None)
    own = [round_ for round_ in rounds if round_.standard == standard]
    words = open_words(questions.get("q", ""), viewer)
    data = {**questions.dict(), "words": words, "standard": standard}
    form = FindForm(data, viewer=viewer, indicators=_indicators(own))
    sorted_by = questions.get("sort", "")
    order = sorted_by if sorted_by in ORDERS else "region_code"
    if not form.is_valid():
        return Found(form, {}, standard, Household.objects.none(), order)
    return Found(form, form.cleaned_data, standard, _found(viewer, form.cleaned_data, standard, own), order)


def _indicators(rounds: Sequence[Round]) -> dict[str, Label]:
    """Indicators that the rounds judged households by, in their order."""
    return {said["id"]: Label(said["zh"], said["en"]) for round_ in rounds for said in round_.indicators}


def _found(viewer: Viewer, said: Mapping[str, Any], standard: str, rounds: Sequence[Round]) -> QuerySet[Household]:
    wanted = Wanted(
        region_code=said["region_code"] or None,
        status=said["status"] or None,
        focus=said["focus"] or None,
        text=said["words"],
    )
    found = households(viewer, wanted)
    if not said["standing"]:
        return found
    verdict, grade = STANDINGS[said["standing"]]
    return judged(found, standard, verdict=verdict, indicator=said["indicator"], rounds=rounds, grade=grade)


def rows_of(
    viewer: Viewer, found: Sequence[Household], standard: str, *, carried: bool = False
) -> list[dict[str, Any]]:
    """Households as a list shows them: name as the viewer may see it, status in words, how they stand.

    `carried`: somebody asked how they stand, and the row leads to what the round judged, by its standard and day; its figures always do.
    """
    standings = newest_standings(found, standard)
    scopes = viewer.scopes()
    return [
        _row(
            household,
            Shown.to(viewer, household.region_code),
            standings.get((household.county, household.number)),
            place=region_path_below(household.region_code, scopes),
            carried=carried,
        )
        for household in found
    ]


def _row(household: Household, shown: Shown, standing: Standing | None, *, place: str, carried: bool) -> dict[str, Any]:
    """What the table shows, put into words here: fifty times over, a template takes longer for it than the questions to the database."""
    status, address = fields().field(Subject.HOUSEHOLD, "status"), address_of(household.pk)
    judged_at = address if standing is None else address + _questions(standing.standard, standing.round.as_of)
    return {
        "household": household,
        "address": judged_at if carried else address,
        "judged_at": judged_at,
        "name": shown.name(household.head_name) or "–",
        "number": household.number.removeprefix(BASE),
        "status": "" if household.status is None else spoken(value_label(status, household.status)),
        "unmet": None if standing is None else standing.unmet,
        "unknown": None if standing is None else standing.unknown,
        "size": household.size,
        "place": place,
        "ended": getattr(household, "ended", False),  # where the list was asked for it
    }


def address_of(household_id: int) -> str:
    """The address of a household's page."""
    return f"{_pages()}{household_id}/"


@cache
def _pages() -> str:
    """What the addresses of all households begin with."""
    return reverse("households:one", kwargs={"number": 0}).removesuffix("0/")


@lru_cache(maxsize=64)
def _questions(standard: str, as_of: date) -> str:
    return "?" + urlencode({"standard": standard, "as_of": as_of.isoformat()})
