"""What differs between two states of the same tables: rows that came, went or are others, by village and household."""

from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.engine.screening.folder import file_hash
from diguan.exchange.changes.differing import Found, differing
from diguan.exchange.changes.listing import UnableToRescreen

HOMES = [("a1", "A", 1), ("a2", "A", 2), ("b1", "B", 3), ("c1", None, 4), (None, "D", 5)]
PEOPLE = [("p1", "a1", 30), ("p2", "a1", None), ("p3", "b1", 50)]


def written(folder, homes=HOMES, people=PEOPLE, value="int64"):
    folder.mkdir()
    rows = list(zip(*homes, strict=True))
    pq.write_table(
        pa.table(
            {"household_id": rows[0], "village_code": rows[1], "value": pa.array(rows[2], pa.type_for_alias(value))}
        ),
        folder / "households.parquet",
    )
    rows = list(zip(*people, strict=True))
    pq.write_table(
        pa.table({"person_id": rows[0], "household_id": rows[1], "age": rows[2]}), folder / "persons.parquet"
    )
    return {name: folder / f"{name}.parquet" for name in ("households", "persons")}


@pytest.fixture
def found(tmp_path):
    def compared(**other):
        then, now = written(tmp_path / "then"), written(tmp_path / "now", **other)
        sources = [SimpleNamespace(label=path.name, sha256=file_hash(path)) for path in then.values()]
        return differing(then, now, SimpleNamespace(sources=sources))

    return compared


def test_same_rows_in_another_order_are_no_difference(found):
    assert found(homes=HOMES[::-1], people=PEOPLE[::-1]) == Found(frozenset(), frozenset())


@pytest.mark.parametrize(
    ("other", "villages", "households"),
    [
        ({"homes": [("a1", "A", 9), *HOMES[1:]]}, {"A"}, {"a1"}),
        ({"homes": [("a1", "B", 1), *HOMES[1:]]}, {"A", "B"}, {"a1"}),  # it moved
        ({"homes": HOMES[1:]}, {"A"}, {"a1"}),
        ({"homes": [*HOMES, HOMES[0]]}, {"A"}, {"a1"}),  # it stands there once more
        ({"homes": [*HOMES[:3], ("c1", None, 8), HOMES[4]]}, set(), {"c1"}),
        ({"homes": [*HOMES[:4], (None, "D", 6)]}, {"D"}, set()),
        ({"people": [*PEOPLE[:2], ("p3", "b1", None)]}, set(), {"b1"}),
        ({"people": [*PEOPLE[:2], ("p3", "a2", 50)]}, set(), {"a2", "b1"}),
    ],
    ids=["value", "moved", "gone", "twice", "unplaced", "unnumbered", "member", "member-moved"],
)
def test_rows_that_came_went_or_are_others_name_their_village_and_household(found, other, villages, households):
    assert found(**other) == Found(frozenset(villages), frozenset(households))


def test_other_types_of_a_column_are_refused(found):
    with pytest.raises(UnableToRescreen, match="other columns or types than in the earlier table: value"):
        found(value="float64")


def test_tables_that_only_one_state_has_are_refused(tmp_path):
    then, now = written(tmp_path / "then"), written(tmp_path / "now")
    del now["persons"]
    with pytest.raises(UnableToRescreen, match=r"^persons"):
        differing(then, now, SimpleNamespace(sources=[]))
