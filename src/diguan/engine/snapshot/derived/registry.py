"""Computations by name, and the fields whose gaps they fill."""

from collections.abc import Iterable, Mapping

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label, nearest
from diguan.engine.snapshot.derived.clearing import AFTER_CLEARING_RECORDED, AFTER_INCOME_LEFT
from diguan.engine.snapshot.derived.computation import Computation
from diguan.engine.snapshot.derived.days import DAYS_TO_DECISION, NOTICE_DAYS_HELD
from diguan.engine.snapshot.derived.identities import (
    IDENTITY_BIRTH_AGREES,
    IDENTITY_DUPLICATED,
    IDENTITY_SEX_AGREES,
    IDENTITY_STATE,
)
from diguan.engine.snapshot.derived.income import INCOME_PER_HEAD
from diguan.engine.snapshot.derived.incomes import (
    FIXED_EXPENSE_PER_HEAD,
    INCOME_PER_HEAD_FROM_NET,
    INCOME_PER_HEAD_GIVEN,
    INCOME_PER_HEAD_LAST_YEAR,
)
from diguan.engine.snapshot.derived.kinship import KIN_ABLE_CHILD
from diguan.engine.snapshot.derived.members import AGE_GAP_TO_HEAD, MEMBERS_LISTED
from diguan.engine.snapshot.derived.months import INCOME_MONTHS, INCOME_MONTHS_BEFORE, MONTHS_MONITORED
from diguan.engine.snapshot.derived.namesakes import NAMESAKE_IN_VILLAGE
from diguan.engine.snapshot.derived.phones import (
    HOUSEHOLD_PHONE_STATE,
    PHONE_IS_HELPERS,
    PHONE_SHARED_BY_HOUSEHOLDS,
    PHONE_STATE,
)
from diguan.engine.snapshot.derived.work import JOB_SPELLS_OVERLAP, PUBLIC_POSTS, WORKS, WORKS_OUTSIDE_COUNTY
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.engine.verdicts import Subject

COMPUTED: Mapping[str, Computation] = {  # named by `computed_by` in the catalogue
    "after_clearing_recorded": AFTER_CLEARING_RECORDED,
    "after_income_left": AFTER_INCOME_LEFT,
    "age_gap_to_head": AGE_GAP_TO_HEAD,
    "days_to_decision": DAYS_TO_DECISION,
    "fixed_expense_per_head": FIXED_EXPENSE_PER_HEAD,
    "household_phone_state": HOUSEHOLD_PHONE_STATE,
    "identity_birth_agrees": IDENTITY_BIRTH_AGREES,
    "identity_duplicated": IDENTITY_DUPLICATED,
    "identity_sex_agrees": IDENTITY_SEX_AGREES,
    "identity_state": IDENTITY_STATE,
    "income_months": INCOME_MONTHS,
    "income_months_before": INCOME_MONTHS_BEFORE,
    "income_per_head_from_net": INCOME_PER_HEAD_FROM_NET,
    "income_per_head_given": INCOME_PER_HEAD_GIVEN,
    "income_per_head_last_year": INCOME_PER_HEAD_LAST_YEAR,
    "job_spells_overlap": JOB_SPELLS_OVERLAP,
    "kin_able_child": KIN_ABLE_CHILD,
    "members_listed": MEMBERS_LISTED,
    "months_monitored": MONTHS_MONITORED,
    "namesake_in_village": NAMESAKE_IN_VILLAGE,
    "notice_days_held": NOTICE_DAYS_HELD,
    "phone_is_helpers": PHONE_IS_HELPERS,
    "phone_shared_by_households": PHONE_SHARED_BY_HOUSEHOLDS,
    "phone_state": PHONE_STATE,
    "public_posts": PUBLIC_POSTS,
    "works": WORKS,
    "works_outside_county": WORKS_OUTSIDE_COUNTY,
}
FILLED: Mapping[Fact, Computation] = {
    (Subject.HOUSEHOLD, "income_per_head"): INCOME_PER_HEAD
}  # gaps of reported fields


def computations_for(catalogue: Catalogue, wanted: Iterable[Fact]) -> dict[Fact, Computation]:
    """Computations that the wanted fields need, by field."""
    found = {}
    for subject, name in sorted(wanted):
        field = catalogue.fields(subject).get(name)
        if field is not None and field.computed_by is not None:
            found[subject, name] = _named(field.computed_by)
        elif field is not None and (subject, name) in FILLED:
            found[subject, name] = FILLED[subject, name]
    return found


def _named(name: str) -> Computation:
    if name not in COMPUTED:
        known = ", ".join(COMPUTED)
        raise UnableToTakeSnapshot(
            Label(f"没有名为“{name}”的计算；已有：{known}", f"no computation '{name}'; there are: {known}"),
            nearest(name, COMPUTED) or Label("见 computed_by", "see computed_by in the catalogue"),
        )
    return COMPUTED[name]
