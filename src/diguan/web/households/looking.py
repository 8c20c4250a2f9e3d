"""One household as somebody looks at it: what its page and the parts that are opened from there have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.fieldwork.queries.traces import Traces, traces_of
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import (
    HouseholdFile,
    UnableToFindHousehold,
    household_file,
    household_of,
)
from diguan.domain.registry.queries.household.known import KnownRows
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import Chosen
from diguan.domain.screening.queries import HouseholdStanding, standings_of
from diguan.domain.screening.verdicts import Opinions, confirmed_in, opinions_on
from diguan.engine.verdicts import Verdict
from diguan.web.households.choosing import ChooseForm, chosen_from
from diguan.web.households.wording import Rows
from diguan.web.shared.requests import asked


def found_or_absent(viewer: Viewer, number: int, act: Act = Act.SEE) -> Household:
    """The household; one that lies elsewhere is answered like one that is not there."""
    try:
        return household_of(viewer, number, act)
    except UnableToFindHousehold as error:
        raise Http404 from error


@dataclass(frozen=True, slots=True)
class Look:
    """A household as of a day, by a standard, for one viewer. `earlier`: the day is over; `record`: where facts are recorded, or empty."""

    viewer: Viewer
    household: Household
    shown: Shown
    standings: list[HouseholdStanding]
    choose: ChooseForm
    chosen: Chosen
    earlier: bool
    traces: Traces
    file: HouseholdFile
    record: str

    @property
    def known(self) -> KnownRows:
        """What is known, as rows for the viewer."""
        return KnownRows(self.file, self.chosen.pack.catalogue, self.shown)

    @property
    def rows(self) -> Rows:
        """Writes them."""
        return Rows(self.record)

    @property
    def may_record_event(self) -> bool:
        """Whether the viewer may record events of life here."""
        return self.household.listed and self.viewer.may(Act.RECORD_EVENT, self.household.region_code)

    def judged(self, told: frozenset[Verdict]) -> Opinions:
        """How it stands by a standard that is in force, with the reasons of some verdicts."""
        pack, standings = self.chosen.pack, self.standings
        confirmed = next((confirmed_in(s.round) for s in standings if s.round.standard == pack.id), [])
        hide = self.shown.hidden(pack.catalogue)
        return opinions_on(self.file, pack, self.chosen.as_of, confirmed=confirmed, hide=hide, told=told)

    def address(self, part: str, **more: str) -> str:
        """Where the page or a part of it stands, by the same standard and as of the same day."""
        asked = {"standard": self.chosen.pack.id, **({"as_of": self.chosen.as_of.isoformat()} if self.earlier else {})}
        return f"{reverse(f'households:{part}', kwargs={'number': self.household.pk})}?{urlencode(asked | more)}"


def look_at(request: HttpRequest, household: Household, shown: Shown, today: date) -> Look:
    """A household that the viewer may see, by the standard and as of the day that were asked for."""
    viewer, standings = asked(request).viewer, standings_of(household.county, household.number)
    said: Mapping[str, str] = request.POST or request.GET
    choose, chosen = chosen_from(said, today, standings[0].round.standard if standings else None)
    earlier, traces = chosen.as_of < today, traces_of(household, today)
    file = household_file(household, chosen.pack.catalogue, chosen.as_of, as_it_was=earlier, moved=traces.moves)
    may_record = viewer.may(Act.OBSERVE, household.region_code)
    record = reverse("households:record", kwargs={"number": household.pk}) if may_record else ""
    return Look(viewer, household, shown, standings, choose, chosen, earlier, traces, file, record)
