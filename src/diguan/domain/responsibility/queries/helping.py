"""Who helps a household."""

from datetime import date

from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.queries.days import in_force


def counties() -> list[str]:
    """Counties in which anybody helps, in order."""
    return list(Helping.objects.order_by("county").values_list("county", flat=True).distinct())


def helper_of(county: str, household_number: str, on: date) -> tuple[Helping, ...]:
    """Who helps a household on a day, longest first; each with its officer. A county is the first six digits of a code."""
    found = Helping.objects.filter(in_force(on), county=county, household_number=household_number)
    return tuple(found.select_related("officer").order_by("since_on", "id"))
