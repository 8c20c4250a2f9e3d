"""Kin of a household's people in other households, as far as a viewer may see them."""

from dataclasses import dataclass

from django.db.models import Q

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.models import Household, KinLink, Person


@dataclass(frozen=True, slots=True)
class Kin:
    """`person` of the household is `kind` of `other`, or the other way round (`turned`). `other`: None where it lies elsewhere."""

    link: KinLink
    person: Person
    other: Person | None
    turned: bool


def kin_of(viewer: Viewer, household: Household) -> list[Kin]:
    """Kin that was recorded and has not ended."""
    links = KinLink.objects.filter(
        Q(person__household=household) | Q(other__household=household), ended_on__isnull=True, mistaken=False
    )
    found = []
    for link in links.select_related("person__household", "other__household").order_by("id"):
        turned = link.person.household_id != household.pk
        own, other = (link.other, link.person) if turned else (link.person, link.other)
        found.append(Kin(link, own, other if viewer.may(Act.SEE, other.region_code) else None, turned))
    return found
