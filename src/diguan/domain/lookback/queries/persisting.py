"""How much of what was closed persists, by what looking again has shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Left

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.lookback.choices import REPRESENTATIVE, Method, Outcome
from diguan.domain.lookback.models import Case
from diguan.domain.regions.queries import region_tree, subtree

Level = Literal["region", "prefecture", "county", "township", "village"]


@dataclass(frozen=True, slots=True)
class Persistence:
    """Looked-back closings of one place, indicator and department.

    `region_code`: full code of the unit of the level that was asked for; `indicator`: "" for a problem that no rule sees; `department`:
    "" for none. `looked_back`: decided, which is `persisted` + `rebounded`; `unseen`: could not be seen, counted apart and never among
    `looked_back`. `as_of`: day of the last result.
    """

    region_code: str
    indicator: str
    department: str
    looked_back: int
    persisted: int
    rebounded: int
    unseen: int
    as_of: date


def persistence(
    viewer: Viewer,
    *,
    region_code: str = "",
    level: Level = "village",
    since: date | None = None,
    until: date | None = None,
    methods: Iterable[Method] = REPRESENTATIVE,
) -> Sequence[Persistence]:
    """Results of looking back where the viewer sees (Act.SEE), one row a unit of `level`, indicator and department, in their order.

    `region_code`: a unit and all below it, "" for everywhere; `since`, `until`: half-open days of the result. `methods`: of samples;
    those by risk are left out unless asked for, because they look for what is wrong. Figures are whole, so that they can be added up:
    whoever shows them leaves out what `hides` says. A place without results has no row. One question to the database.
    """
    scheme = region_tree().form.scheme
    rows: Any = (
        decided(viewer, region_code, since, until, methods)
        .annotate(unit=Left("region_code", _digits(level)))
        .order_by()
        .values("unit", "indicator", "department")
        .annotate(**outcomes(), last=Max("decided_on"))
        .order_by("unit", "indicator", "department")
    )
    return [
        Persistence(
            region_code=scheme.complete(row["unit"]),
            indicator=row["indicator"],
            department=row["department"],
            looked_back=row["persisted"] + row["rebounded"],
            persisted=row["persisted"],
            rebounded=row["rebounded"],
            unseen=row["unseen"],
            as_of=row["last"],
        )
        for row in rows
    ]


def decided(
    viewer: Viewer,
    region_code: str,
    since: date | None,
    until: date | None,
    methods: Iterable[Method],
    *,
    figures: bool = False,
) -> QuerySet[Case]:
    """Cases with an outcome where the viewer sees; for `figures` also where figures alone may be read."""
    every = Case.objects.exclude(outcome="").filter(plan__method__in=[str(m) for m in methods])
    found = scoped(every, viewer, Act.SEE)
    if figures:
        found = found | scoped(every, viewer, Act.SEE_FIGURES)
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    if since:
        found = found.filter(decided_on__gte=since)
    return found.filter(decided_on__lt=until) if until else found


def outcomes() -> dict[str, Any]:
    """Counts by outcome."""
    names = {Outcome.PERSISTS: "persisted", Outcome.REBOUNDED: "rebounded", Outcome.UNSEEN: "unseen"}
    return {name: Count("pk", filter=Q(outcome=str(outcome))) for outcome, name in names.items()}


def _digits(level: Level) -> int:
    """Digits that tell units of a level apart."""
    tree = region_tree()
    names = [each.id for each in tree.levels]
    return tree.form.scheme.widths[names.index(level)]
