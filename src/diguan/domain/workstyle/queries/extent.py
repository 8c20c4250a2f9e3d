"""The place and the weeks that are measured, and every kind of record cut to them and to whoever asks."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.models import Entry
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.choices import ON_PAPER, Step
from diguan.domain.ledger.models import Event
from diguan.domain.lookback.models import Case
from diguan.domain.regions.queries import subtree
from diguan.domain.registry.models import Household
from diguan.domain.workstyle.choices import IN, OUT


@dataclass(frozen=True, slots=True)
class Extent:
    """A unit and all below it, "" for everywhere; half-open days."""

    viewer: Viewer
    region_code: str
    since: date
    until: date

    def visits(self) -> QuerySet[Visit]:
        """Visits that were made."""
        found = scoped(Visit.objects.filter(made_on__gte=self.since, made_on__lt=self.until), self.viewer, Act.SEE)
        return found.filter(**self._place("region_code"))

    def questioning(self) -> QuerySet[Visit]:
        """Visits whose answers are looked at for repetition: not those that look again at a closed problem, which repeat on purpose."""
        looked = Case.objects.filter(visit__isnull=False).values("visit")
        return self.visits().exclude(pk__in=looked).exclude(answered=0)

    def entries(self, *, out: bool) -> QuerySet[Entry]:
        """Workbooks that left, or came, by the record of acts. Who and for whom is not told here."""
        acts = OUT if out else IN
        found = scoped(Entry.objects.filter(action__in=acts, **self._moments("at")), self.viewer, Act.SEE)
        return found.filter(**self._place("region_code"))

    def confirmed(self) -> QuerySet[Event]:
        """Closings by their second person."""
        return self._events().filter(act=Step.CONFIRM, accepted=True)

    def answered(self) -> QuerySet[Event]:
        """Submissions that were confirmed or returned."""
        return self._events().filter(act__in=[str(Step.CONFIRM), str(Step.RETURN)], accepted=True)

    def on_paper(self) -> QuerySet[Event]:
        """Attempts to close that were refused for want of truth."""
        return self._events().filter(accepted=False, refusal__in=[str(code) for code in ON_PAPER])

    def rebounded(self) -> QuerySet[Event]:
        """Closed problems that came back."""
        return self._events().filter(act=Step.REBOUND, accepted=True)

    def households(self) -> QuerySet[Household]:
        """Households as they are listed now: what villages are compared by."""
        found = scoped(Household.objects.filter(gone=False), self.viewer, Act.SEE)
        return found.filter(**self._place("region_code"))

    def _events(self) -> QuerySet[Event]:
        found = scoped(Event.objects.filter(**self._moments("at")), self.viewer, Act.SEE, "item__region_code")
        return found.filter(**self._place("item__region_code"))

    def _place(self, field: str) -> dict[str, str]:
        if not self.region_code:
            return {}
        low, high = subtree(self.region_code)
        return {f"{field}__gte": low, f"{field}__lt": high}

    def _moments(self, field: str) -> dict[str, datetime]:
        zone = get_current_timezone()
        since, until = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (self.since, self.until))
        return {f"{field}__gte": since, f"{field}__lt": until}
