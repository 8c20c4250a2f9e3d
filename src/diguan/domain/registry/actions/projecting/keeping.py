"""A fold of a few households: others that were read along are left out, and what only a whole county can tell stays as it was."""

from collections.abc import Collection

import pyarrow as pa

from diguan.domain.registry.models import Household
from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.snapshot.snapshot import Snapshot

RELATIONS = ("households", "persons", "unlisted_members")
# Phones and the numbers of parents are sealed: whom else in the county they lead to, only a pass over all of it can say.
OF_THE_COUNTY = {"phone_shared_by_households": pa.int32(), "phone_is_helpers": pa.bool_(), "kin_able_child": pa.bool_()}
TIED = "kin_able_child"  # False follows from the household alone; a tie that was found before still holds where nothing says otherwise


def keep_to(snapshot: Snapshot, county: str, numbers: Collection[str]) -> None:
    """Cut the relations of a snapshot to some households of a county."""
    duck = snapshot.connection
    duck.register("concerned", pa.table({"household_id": pa.array(sorted(numbers), pa.string())}))
    for relation in RELATIONS:
        if relation in snapshot.columns:
            run(duck, f"DELETE FROM {relation} WHERE household_id NOT IN (SELECT household_id FROM concerned)")
    stored = Household.objects.filter(county=county, number__in=list(numbers), gone=False)
    facts = dict(stored.values_list("number", "facts"))
    for name in OF_THE_COUNTY.keys() & snapshot.columns["households"].keys():
        _keep(duck, name, {number: held.get(name) for number, held in facts.items()})


def _keep(duck: Connection, name: str, stored: dict[str, int | bool | None]) -> None:
    column = quoted(name)
    numbers, values = pa.array(list(stored), pa.string()), pa.array(list(stored.values()), OF_THE_COUNTY[name])
    duck.register("held", pa.table({"household_id": numbers, "value": values}))
    held = "(SELECT any_value(value) FROM held WHERE held.household_id = households.household_id)"
    value = f"coalesce({column}, CASE WHEN {held} THEN true END)" if name == TIED else held
    run(duck, f"UPDATE households SET {column} = {value}")
