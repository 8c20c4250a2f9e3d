"""A household by its number in the registry, for whoever may see it."""

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.prepared import LARGEST, Prepared
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import within
from diguan.domain.registry.models import Household
from diguan.engine.documents import Label

# By its key alone: whether it lies where the viewer may do the act is looked at in the row.
ONE = Prepared(lambda household: Household.objects.filter(pk=household))


class UnableToFindHousehold(UnableToAct):
    """There is no such household, or it lies elsewhere: the two are told in the same words."""

    def __init__(self, field: str = "") -> None:
        super().__init__(
            Label("没有这一户，或不在您的范围内", "there is no such household, or it lies outside your region"),
            Label("请从列表中查找", "look for it in the list"),
            field,
        )


def household_of(viewer: Viewer, household_id: int, act: Act = Act.SEE) -> Household:
    """The household; UnableToFindHousehold where the viewer may not do the act."""
    found = ONE.ask(household=household_id) if household_id <= LARGEST else []
    if not found or not within(found[0].region_code, viewer.scopes(act)):
        raise UnableToFindHousehold
    return found[0]


def household_numbered(viewer: Viewer, county: str, number: str, act: Act, field: str = "") -> Household:
    """The household of a county with a number; UnableToFindHousehold where the viewer may not do the act. `field`: the entry at fault."""
    found = scoped(Household.objects.filter(county=county, number=number.strip(), gone=False), viewer, act).first()
    if found is None:
        raise UnableToFindHousehold(field)
    return found
