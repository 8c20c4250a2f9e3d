"""Income per head from its components where nobody reported it: (wage + business + property + transfer - expenses) / persons.

The persons who divide the income of the year, else the persons now. Only where all components are known and the reported figure is
merely absent: a damaged or contradicted figure stays unknown. The source shown is that of the weakest component.
"""

from diguan.engine.snapshot.database import text
from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.verdicts import Subject

ADDED = ("wage_income", "business_income", "property_income", "transfer_income")
SUBTRACTED = "business_expenses"
PERSONS = ("household_size_annual", "household_size_current")
PER_HEAD = "income_per_head"
READS = frozenset((Subject.HOUSEHOLD, name) for name in (*ADDED, SUBTRACTED, *PERSONS, PER_HEAD))


def _query(material: Material) -> str | None:
    sizes = [name for name in PERSONS if material.has((Subject.HOUSEHOLD, name))]
    if not sizes or not material.has(*((Subject.HOUSEHOLD, name) for name in (*ADDED, SUBTRACTED))):
        return None
    size = f"coalesce({', '.join(sizes)})"
    net = f"{' + '.join(ADDED)} - {SUBTRACTED}"
    reported = PER_HEAD if material.has((Subject.HOUSEHOLD, PER_HEAD)) else "NULL"
    origins = ", ".join(material.origin(f'"{name}@source"') for name in (*ADDED, SUBTRACTED))
    return f"""SELECT sk, ({net}) / {size} AS value, greatest({origins}) % {ORIGIN_STEP} AS source FROM {material.known(Subject.HOUSEHOLD)}
        WHERE {reported} IS NULL AND {net} IS NOT NULL AND {size} > 0
        AND sk NOT IN (SELECT sk FROM {material.states(Subject.HOUSEHOLD)} WHERE field = {text(PER_HEAD)})"""


INCOME_PER_HEAD = Computation(Subject.HOUSEHOLD, READS, _query)
