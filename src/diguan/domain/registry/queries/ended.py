"""Households that have ended: everybody who was a member has died or left for good. What was known of them stays."""

from collections.abc import Sequence

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from diguan.domain.prepared import Prepared
from diguan.domain.registry.choices import ENDING
from diguan.domain.registry.models import Household, Person


def has_ended() -> Q:
    """Whether a household of a query has ended; one whose members nobody named has not."""
    own = Person.objects.filter(household=OuterRef("pk"), gone=False, member=True)
    return Q(Exists(own), ~Exists(own.exclude(state__in=ENDING)))


def telling_ended(households: QuerySet[Household]) -> QuerySet[Household]:
    """The same households, each with `ended`."""
    return households.annotate(ended=Case(When(has_ended(), then=Value(True)), default=Value(False)))  # noqa: FBT003


BY_KEY = Prepared(lambda keys: telling_ended(Household.objects.filter(pk__in=keys).defer("facts")))


def households_telling_ended(keys: Sequence[int]) -> list[Household]:
    """Households by their keys, each with `ended` and without its facts, in any order."""
    return BY_KEY.ask(keys=keys)
