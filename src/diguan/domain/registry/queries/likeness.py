"""Who may be registered twice, a page at a time. Of a place that a viewer may not see nothing is told but that there is one.

Whoever has the whole of a county is told in which county: the two have to speak with each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.fields import CODE_LENGTH
from diguan.domain.indexes import COUNTY
from diguan.domain.keyset import Slice, slice_of
from diguan.domain.regions.queries import subtree
from diguan.domain.registry.choices import Resemblance
from diguan.domain.registry.models import Distinction, Likeness, Person

ORDER = ("kind", "region_code", "person_id")
MOST_COUNTIES = 200  # rows elsewhere that are looked at to name their counties


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A person who may be registered twice.

    `other`: the next of the same group, as far as the viewer may see; None where there is none. `unseen`: others are where the viewer
    may not look; `counties`: in which counties, where that may be told.
    """

    person: Person
    kind: Resemblance
    other: Person | None
    unseen: bool
    counties: tuple[str, ...] = ()


def suspected(viewer: Viewer, at: str = "", kind: Resemblance | None = None) -> tuple[list[Suspicion], Slice[Likeness]]:
    """A page of people of whom a viewer may see one at least, by kind and place: each with the next one of the group.

    Two of whom it was said that they are two are not listed with each other.
    """
    slice_ = slice_of(_listed(viewer, kind), ORDER, at)
    rows: Sequence[Likeness] = slice_.rows
    wanted = [pk for row in rows for pk in (row.person_id, row.next_id) if pk is not None]  # type: ignore[attr-defined]  # annotated
    people = Person.objects.select_related("household").in_bulk(wanted)
    where = _counties(viewer, rows)
    found = [
        Suspicion(
            people[row.person_id],
            Resemblance(row.kind),
            people.get(row.next_id),  # type: ignore[attr-defined]  # annotated
            row.unseen,  # type: ignore[attr-defined]  # annotated
            where.get(row.pk, ()),
        )
        for row in rows
    ]
    return found, slice_


def _listed(viewer: Viewer, kind: Resemblance | None) -> QuerySet[Likeness]:
    seen = _within(viewer)
    others = _others()
    following = others.filter(seen, person_id__gt=OuterRef("person_id")).order_by("person_id").values("person_id")[:1]
    listed = scoped(Likeness.objects.all(), viewer)
    if kind is not None:
        listed = listed.filter(kind=kind)
    listed = listed.annotate(
        next_id=Subquery(following, output_field=BigIntegerField()), unseen=Exists(others.exclude(seen))
    )
    return listed.filter(Q(next_id__isnull=False) | Q(unseen=True))


def _within(viewer: Viewer) -> Q:
    ranges = [Q(region_code__gte=low, region_code__lt=high) for low, high in viewer.scopes(Act.SEE)]
    return reduce(Q.__or__, ranges, Q(pk__isnull=True))


def _others() -> QuerySet[Likeness]:
    """The others of the group of a query's row of whom nobody has said that they are somebody else."""
    own, other = OuterRef(OuterRef("person_id")), OuterRef("person_id")
    said = Distinction.objects.filter(Q(one=own, other=other) | Q(one=other, other=own))
    group = Likeness.objects.filter(first=OuterRef("first"), kind=OuterRef("kind")).exclude(person=OuterRef("person"))
    return group.filter(~Exists(said))


def _counties(viewer: Viewer, rows: Sequence[Likeness]) -> dict[int, tuple[str, ...]]:
    """In which counties the others of some rows are where the viewer may not look, for rows of counties that the viewer has whole."""
    told = [row for row in rows if row.unseen and has_county(viewer, row.region_code)]  # type: ignore[attr-defined]  # annotated
    if not told:
        return {}
    groups = Likeness.objects.filter(first__in={row.first_id for row in told}, kind=Resemblance.ACROSS).exclude(
        _within(viewer)
    )
    said = {
        frozenset(pair)
        for pair in Distinction.objects.filter(
            Q(one__in=[row.person_id for row in told]) | Q(other__in=[row.person_id for row in told])
        ).values_list("one_id", "other_id")
    }
    found = list(groups.order_by("region_code").values_list("first_id", "person_id", "region_code")[:MOST_COUNTIES])
    return {
        row.pk: tuple(
            dict.fromkeys(
                code[:COUNTY].ljust(CODE_LENGTH, "0")
                for first, person, code in found
                if first == row.first_id and frozenset((person, row.person_id)) not in said
            )
        )
        for row in told
    }


def has_county(viewer: Viewer, region_code: str) -> bool:
    """Whether a viewer has the whole county of a code."""
    low, high = subtree(region_code[:COUNTY].ljust(CODE_LENGTH, "0"))
    return any(start <= low and high <= end for start, end in viewer.scopes(Act.SEE))
