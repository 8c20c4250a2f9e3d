"""What an export says of a household after its risk was cleared: whether it says anything, and what its income leaves."""

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.derived.incomes import listed_persons
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.verdicts import Subject

PER_HEAD, NET = "after_income_per_head", "after_net_income"
COST, CLAIMS = "after_own_medical_cost", "after_medical_claims"
TICKS = ("after_dropout_ticked", "after_uninsured_ticked", "after_dangerous_house", "after_drinking_water_safe")
SAID = (PER_HEAD, NET, COST, CLAIMS, *TICKS)
READS = frozenset((Subject.HOUSEHOLD, name) for name in SAID)


def _recorded(material: Material) -> str:
    """Whether any of the columns is filled; false, and known, where no input carries one."""
    names = [name for name in SAID if material.has((Subject.HOUSEHOLD, name))]
    told = " OR ".join(f"{name} IS NOT NULL" for name in names) or "false"
    sources = ", ".join([*(f'"{name}@source"' for name in names), str(PRESUMED)])
    return f"SELECT _sk, ({told}) AS value, coalesce({sources}) AS source FROM {material.known(Subject.HOUSEHOLD)}"


AFTER_CLEARING_RECORDED = Computation(Subject.HOUSEHOLD, READS, _recorded)


def _left(material: Material) -> str | None:
    """Income per head less own medical cost and claims by the persons: those who make the net income that per head, else the listed.

    "Else": where no table that speaks of the household has the net income, or where the two make no number of persons.
    """
    if not material.has(*((Subject.HOUSEHOLD, name) for name in (PER_HEAD, COST, CLAIMS))):
        return None
    persons = "members"
    if material.has((Subject.HOUSEHOLD, NET)):
        told, made = material.told(Subject.HOUSEHOLD, NET), f"round({NET} / nullif({PER_HEAD}, 0))"
        unknown = f"WHEN {told} AND {NET} IS NULL THEN NULL"
        persons = f"(CASE {unknown} WHEN {PER_HEAD} > 0 AND {made} >= 1 THEN {made} ELSE members END)"
    origins = ", ".join(material.origin(f'"{name}@source"') for name in (PER_HEAD, COST, CLAIMS))
    return f"""SELECT _sk, {PER_HEAD} - ({COST} - {CLAIMS}) / {persons} AS value, greatest({origins}) % {ORIGIN_STEP} AS source
        FROM {material.known(Subject.HOUSEHOLD)} LEFT JOIN ({listed_persons(material)}) USING (_sk)
        WHERE {PER_HEAD} IS NOT NULL AND {COST} IS NOT NULL AND {CLAIMS} IS NOT NULL AND {persons} > 0"""


AFTER_INCOME_LEFT = Computation(
    Subject.HOUSEHOLD, frozenset((Subject.HOUSEHOLD, name) for name in (PER_HEAD, NET, COST, CLAIMS)), _left
)
