"""Whom to visit, most pressing first; which visits were made, and who was not visited."""

from datetime import date, timedelta

from django.db.models import DateField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.fieldwork.choices import Outcome
from diguan.domain.fieldwork.models import PlannedVisit, Visit
from diguan.domain.ledger.choices import LIVE
from diguan.domain.ledger.models import UNDATED, Item
from diguan.domain.regions.queries import subtree
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.ended import has_ended
from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.queries.days import in_force
from diguan.domain.screening.models import Standing

ORDER = (
    "planned_on",
    "due_on",
    "-unmet",
    "-unknown",
    "region_code",
    "number",
    "id",
)  # of a list of households to visit


def to_visit(viewer: Viewer, standard: str, region_code: str | None = None) -> QuerySet[Household]:
    """Households that need a visit and have not ended: one is planned, a problem is open, or a verdict of a standard is unmet or unknown.

    Every row has `planned_on` and `due_on` (the nearest deadline; UNDATED where there is none), `unmet`, `unknown`, `items`,
    `visited_on`. In ORDER: what is planned, then what is due first.
    """
    found = scoped(Household.objects.filter(gone=False).exclude(has_ended()), viewer, Act.OBSERVE)
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    standing, live, plans = _standing(standard), _live_items(), _open_plans()
    pressing = standing.filter(Q(unmet__gt=0) | Q(unknown__gt=0))
    found = found.filter(Exists(live) | Exists(plans) | Exists(pressing))
    return found.annotate(
        planned_on=Coalesce(Subquery(plans.values("planned_on")[:1]), Value(UNDATED, output_field=DateField())),
        due_on=Coalesce(
            Subquery(live.order_by("sorted_on").values("sorted_on")[:1], output_field=DateField()),
            Value(UNDATED, output_field=DateField()),
        ),
        unmet=_number(standing, "unmet"),
        unknown=_number(standing, "unknown"),
        visited_on=Subquery(_made().order_by("-made_on").values("made_on")[:1]),
    )


def _own(**more: object) -> Q:
    return Q(county=OuterRef("county"), household_number=OuterRef("number"), **more)


def _standing(standard: str) -> QuerySet[Standing]:
    return Standing.objects.filter(_own(standard=standard))


def _live_items() -> QuerySet[Item]:
    return Item.objects.filter(_own(state__in=[str(state) for state in LIVE]))


def _open_plans() -> QuerySet[PlannedVisit]:
    return PlannedVisit.objects.filter(_own(visit=None, dropped_on=None))


def _made() -> QuerySet[Visit]:
    return Visit.objects.filter(_own()).exclude(outcome=Outcome.ABSENT.value)


def _number(rows: QuerySet[Standing], column: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(column)[:1], output_field=IntegerField()), Value(0))


def live_items_of(household: Household) -> QuerySet[Item]:
    """Open problems of a household, the next deadline first. The caller has seen to it that it may be seen."""
    own = Item.objects.filter(county=household.county, household_number=household.number)
    return own.filter(state__in=[str(state) for state in LIVE]).order_by("sorted_on", "id")


def visits_of(household: Household) -> QuerySet[Visit]:
    """Visits of a household, the newest first. The caller has seen to it that it may be seen."""
    return Visit.objects.filter(county=household.county, household_number=household.number).order_by("-made_on", "-id")


def unvisited_helping(viewer: Viewer, on: date, days: int) -> QuerySet[Helping]:
    """Helpers and their households where nobody of the household was met for so many days; `visited_on` is the last time, None never.

    `met_on`: the same with the first of all days for never, so that pages can begin after it.
    Whoever began to help within those days has not been late yet.
    """
    since = on - timedelta(days=days)
    made = Visit.objects.filter(
        county=OuterRef("county"), household_number=OuterRef("household_number"), made_on__lte=on
    ).exclude(outcome=Outcome.ABSENT.value)
    last = Subquery(made.order_by("-made_on").values("made_on")[:1])
    helping = scoped(Helping.objects.filter(in_force(on), since_on__lte=since), viewer, Act.SEE)
    late = helping.annotate(visited_on=last).filter(Q(visited_on=None) | Q(visited_on__lt=since))
    met = Coalesce("visited_on", Value(date.min, output_field=DateField()))
    return late.annotate(met_on=met).select_related("officer").order_by("met_on", "region_code", "id")
