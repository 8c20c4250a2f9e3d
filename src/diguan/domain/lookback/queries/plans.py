"""Samples and their cases, for whoever may look back; one's own inspections. The chain does not learn what was drawn before it is seen."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import ACTS, Act, Viewer, in_ranges, scoped
from diguan.domain.accounts.queries import grants_on
from diguan.domain.lookback.choices import Method, Outcome
from diguan.domain.lookback.drawing import draw, frame_of, hash_of, units_of
from diguan.domain.lookback.models import Assignment, Case, Plan
from diguan.domain.lookback.precision import Interval, interval
from diguan.domain.lookback.queries.frames import Extent, frame_within
from diguan.domain.lookback.queries.persisting import outcomes
from diguan.domain.lookback.refusals import UnableToFindLookback

ORDER = ("-id",)  # of samples, the newest first
MINE = ("due_on", "id")  # of one's own inspections
MOST_INSPECTORS = 300
MOST_LISTED = 50
SEEING = [role.value for role, acts in ACTS.items() if Act.SEE in acts]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sample is: `given` to inspectors and not decided, `late` of them on the day that was asked about."""

    size: int
    persisted: int
    rebounded: int
    unseen: int
    given: int
    late: int

    @property
    def looked_back(self) -> int:
        """Those that say something."""
        return self.persisted + self.rebounded

    @property
    def waiting(self) -> int:
        """Not decided yet."""
        return self.size - self.looked_back - self.unseen


@dataclass(frozen=True, slots=True)
class Check:
    """A sample drawn anew: `same_sample` from the kept population, `same_population` as of now; else what came to it and went from it."""

    same_sample: bool
    same_population: bool
    came: Sequence[str]
    went: Sequence[str]


def plans(viewer: Viewer) -> QuerySet[Plan]:
    """Samples where the viewer may look back. Their order is the caller's."""
    return scoped(Plan.objects.defer("frame"), viewer, Act.LOOK_BACK)


def plan_of(viewer: Viewer, number: int) -> Plan:
    """A sample; UnableToFindLookback, absent and foreign alike."""
    found = plans(viewer).filter(pk=number).first()
    if found is None:
        raise UnableToFindLookback
    return found


def drawn_plan(number: int) -> Plan:
    """A sample, for the command line; UnableToFindLookback."""
    found = Plan.objects.filter(pk=number).first()
    if found is None:
        raise UnableToFindLookback
    return found


def newest_plans(on: date) -> list[tuple[Plan, Progress]]:
    """Samples of every place with how far they are on a day, the newest first, for the command line."""
    found = list(Plan.objects.defer("frame").order_by(*ORDER)[:MOST_LISTED])
    far = progress_in(found, on)
    return [(plan, far[plan.pk]) for plan in found]


def cases_of(plan: Plan) -> QuerySet[Case]:
    """The cases of a sample, with their items; in the order in which they were drawn."""
    return plan.cases.select_related("item").order_by("place")


def attempts_of(plan: Plan) -> QuerySet[Assignment]:
    """Attempts to give cases of a sample that were refused, the newest first."""
    return Assignment.objects.filter(case__plan=plan, accepted=False).select_related("case__item").order_by("-id")


def progress_of(plan: Plan, on: date) -> Progress:
    """How far a sample is on a day."""
    return progress_in([plan], on)[plan.pk]


def progress_in(plans: Iterable[Plan], on: date) -> dict[int, Progress]:
    """How far some samples are on a day, by number; one question, however many."""
    open_ = Q(outcome="", inspector__isnull=False)
    rows: Any = (
        Case.objects.filter(plan__in=[plan.pk for plan in plans])
        .order_by()
        .values("plan")
        .annotate(
            size=Count("pk"),
            given=Count("pk", filter=open_),
            late=Count("pk", filter=open_ & Q(due_on__lt=on)),
            **outcomes(),
        )
    )
    return {row.pop("plan"): Progress(**row) for row in rows}


def drawn_before(plan: Plan) -> int:
    """How many samples were drawn over the very same population before this one: a seed that was tried out shows here."""
    same = Plan.objects.filter(
        population_sha256=plan.population_sha256, method=plan.method, region_code=plan.region_code
    )
    return same.filter(pk__lt=plan.pk).count()


def estimate_of(plan: Plan) -> Interval:
    """The share that persists of all closings of a sample's time, by those that were seen; of a sample by risk of those looked at alone.

    By confirmer every case speaks for as many as its stratum says; the interval is that of a plain sample of the effective size (Kish).
    """
    seen = plan.cases.filter(outcome__in=[str(Outcome.PERSISTS), str(Outcome.REBOUNDED)])
    weighted = [(share, outcome == Outcome.PERSISTS) for share, outcome in seen.values_list("share", "outcome")]
    if not weighted or plan.method != Method.CONFIRMERS:
        hits = sum(persists for _, persists in weighted)
        stands_for = len(weighted) if plan.method == Method.RISK else plan.population
        return interval(hits, len(weighted), stands_for)
    total = sum(share for share, _ in weighted)
    effective = total**2 / sum(share**2 for share, _ in weighted)
    mean = sum(share for share, persists in weighted if persists) / total
    return interval(mean * effective, effective, plan.population)


def check_of(plan: Plan) -> Check:
    """Draw a sample anew and compare; looks through everything that was closed in its time."""
    method = Method(plan.method)
    kept = units_of(zlib.decompress(plan.frame).decode())
    extent = Extent(plan.region_code, plan.closed_from, plan.closed_until, plan.department, plan.closing)
    units = frame_within(extent, with_risks=method is Method.RISK).units(method)
    drawn = [unit.number for unit in draw(kept, method, plan.seed, plan.size)]
    sample = list(plan.cases.order_by("place").values_list("item__number", flat=True))
    same_population = hash_of(frame_of(units)) == plan.population_sha256
    return Check(
        same_sample=drawn == sample and hash_of(frame_of(kept)) == plan.population_sha256,
        same_population=same_population,
        came=sorted({unit.number for unit in set(units) - set(kept)}),
        went=sorted({unit.number for unit in set(kept) - set(units)}),
    )


def inspectors(viewer: Viewer, on: date) -> QuerySet[Account]:
    """Accounts of the viewer's region that work with households on a day: whom a case may be given to, if they are outside its chain."""
    seeing = grants_on(on).filter(role__in=SEEING).values("account")
    own = in_ranges(Account.objects.filter(is_active=True, pk__in=seeing), viewer.scopes(Act.LOOK_BACK))
    return own.order_by("region_code", "username")


def my_cases(viewer: Viewer) -> QuerySet[Case]:
    """Inspections that are the viewer's to make."""
    return Case.objects.filter(inspector=viewer.account_id, outcome="").select_related("item", "plan")


def my_case(viewer: Viewer, number: int) -> Case:
    """One of them, or one that the viewer has decided; UnableToFindLookback."""
    own = Case.objects.filter(pk=number, inspector=viewer.account_id).select_related("item", "plan").first()
    if own is None:
        raise UnableToFindLookback
    return own
