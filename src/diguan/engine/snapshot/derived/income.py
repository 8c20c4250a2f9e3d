"""Income per head from its components where nobody reported it: (wage + business + property + transfer - expenses) / persons.

The persons who divide the income of the year; the persons now where no table that speaks of the household counts those of the year.
Only where all components are known and no such table reports the figure: one that is empty, damaged or contradicted stays unknown,
or the round would be surer of a household the less is known of it. The source shown is that of the weakest component.
"""

from diguan.engine.snapshot.derived.computation import Computation, Material
from diguan.engine.snapshot.stacking import ORIGIN_STEP
from diguan.engine.verdicts import Subject

ADDED = ("wage_income", "business_income", "property_income", "transfer_income")
SUBTRACTED = "business_expenses"
PERSONS = ("household_size_annual", "household_size_current")
PER_HEAD = "income_per_head"
READS = frozenset((Subject.HOUSEHOLD, name) for name in (*ADDED, SUBTRACTED, *PERSONS, PER_HEAD))


def _query(material: Material) -> str | None:
    if not material.has(*((Subject.HOUSEHOLD, name) for name in (*ADDED, SUBTRACTED))):
        return None
    size = material.first_told(Subject.HOUSEHOLD, PERSONS)
    net = f"{' + '.join(ADDED)} - {SUBTRACTED}"
    origins = ", ".join(material.origin(f'"{name}@source"') for name in (*ADDED, SUBTRACTED))
    return f"""SELECT _sk, ({net}) / {size} AS value, greatest({origins}) % {ORIGIN_STEP} AS source FROM {material.known(Subject.HOUSEHOLD)}
        WHERE NOT {material.told(Subject.HOUSEHOLD, PER_HEAD)} AND {net} IS NOT NULL AND {size} > 0"""


INCOME_PER_HEAD = Computation(Subject.HOUSEHOLD, READS, _query)
