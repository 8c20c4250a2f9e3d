"""Computations by name, and the fields whose gaps they fill."""

from collections.abc import Iterable, Mapping

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label, nearest
from diguan.engine.snapshot.derived.computation import Computation
from diguan.engine.snapshot.derived.income import INCOME_PER_HEAD
from diguan.engine.snapshot.derived.kinship import KIN_ABLE_CHILD
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.problems import UnableToTakeSnapshot
from diguan.engine.verdicts import Subject

COMPUTED: Mapping[str, Computation] = {"kin_able_child": KIN_ABLE_CHILD}  # named by `computed_by` in the catalogue
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
