"""Which rows are judged anew: whole villages, and every village that a change in them touches."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from diguan.exchange.changes.cutting import cut_changed
from diguan.exchange.changes.listing import Changed, UnableToRescreen
from diguan.exchange.changes.standing import Before
from diguan.exchange.reading.spelling import plain

HOMES = {"a1": "A", "a2": "A", "b1": "B", "c1": "C", "d1": None}
FACILITIES = {"fa": "A", "fb": "B"}


def written(folder, name, **columns):
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder / f"{name}.parquet"


@pytest.fixture
def cut(tmp_path):
    def made(villages=(), households=(), then=None, people=None, homes=None):
        now = HOMES if homes is None else homes
        then = HOMES if then is None else then
        people = [(f"{home}-{n}", home) for home in now for n in (1, 2)] if people is None else people
        tables = tmp_path / "tables"
        files = {
            "households": written(tables, "households", household_id=[*now], village_code=[*now.values()]),
            "persons": written(
                tables, "persons", person_id=[p for p, _ in people], household_id=[h for _, h in people]
            ),
            "villages": written(tables, "villages", village_code=["A", "B", "C", "E"]),
            "facilities": written(tables, "facilities", facility_id=[*FACILITIES], village_code=[*FACILITIES.values()]),
        }
        before = Before(
            (written(tmp_path / "b", "households", household_id=[*then], region_code=[*then.values()]),),
            (written(tmp_path / "b", "villages", region_code=["A", "B", "C"]),),
            (written(tmp_path / "b", "facilities", facility_id=["fa", "fb"], region_code=["A", "C"]),),
        )
        changed = Changed("list.csv", dict.fromkeys(villages, 2), dict.fromkeys(households, 3))
        found = cut_changed(files, tmp_path / "cut", before, changed)
        kept = {name: pq.read_table(tmp_path / "cut" / f"{name}.parquet").to_pylist() for name in files}
        return found, {name: [next(iter(row.values())) for row in rows] for name, rows in kept.items()}

    return made


def test_whole_villages_are_cut_in_their_order(cut):
    found, kept = cut(villages=["A"])
    assert found.villages == ("A",)
    assert kept == {
        "households": ["a1", "a2"],
        "persons": ["a1-1", "a1-2", "a2-1", "a2-2"],
        "villages": ["A"],
        "facilities": ["fa"],
    }
    assert found.rows == {
        "households.parquet": 5,
        "persons.parquet": 10,
        "villages.parquet": 4,
        "facilities.parquet": 2,
    }


@pytest.mark.parametrize(
    ("then", "homes", "villages"),
    [
        ({**HOMES, "a1": "B"}, HOMES, ("A", "B", "C")),  # a1 has come from B, and the facility of B from C
        (HOMES, {**HOMES, "a1": "C"}, ("A", "B", "C")),  # it has gone to C, and the facility from there to B
        (HOMES, {**HOMES, "a1": None}, ("", "A")),  # to no village that is known
    ],
)
def test_household_that_moved_pulls_in_where_it_was_and_where_it_is(cut, then, homes, villages):
    found, kept = cut(villages=["A"], then=then, homes=homes)
    assert found.villages == villages
    assert "a1" in kept["households"]


def test_facility_that_moved_pulls_in_where_it_was(cut):
    found, kept = cut(villages=["B"])
    assert found.villages == ("B", "C")
    assert kept["facilities"] == ["fb"]


@pytest.mark.parametrize("home", ["a2", "a9"])
def test_household_on_the_list_stands_for_its_village_also_when_it_is_gone(cut, home):
    assert cut(households=[home], then={**HOMES, "a9": "A"})[0].villages == ("A",)


def test_persons_whom_no_household_tells_of_belong_to_no_village(cut):
    people = [("a1-1", "a1"), ("x-1", "x")]
    assert cut(villages=["A"], people=people)[1]["persons"] == ["a1-1"]


def test_table_of_which_no_row_would_be_left_pulls_in_the_village_of_its_first_row(cut):
    people = [("b1-1", "b1"), ("b1-2", "b1")]
    found, kept = cut(villages=["A"], people=people)
    assert found.villages == ("A", "B", "C")
    assert kept["persons"] == ["b1-1", "b1-2"]


def test_what_is_nowhere_is_refused(cut):
    with pytest.raises(UnableToRescreen, match=r"list.csv:2: 'Z' is neither"):
        cut(villages=["A", "Z"])


@pytest.mark.parametrize("key", ["ａ1", "户 １", " a1", "'a1", "a1_x000D_", "a1\t", "a1\x1f", "خ-01\u200f", "e\u0301"])
def test_keys_that_reading_would_mend_are_refused(cut, key):
    assert plain(key) != key
    with pytest.raises(UnableToRescreen, match=r"households.parquet household_id: there is"):
        cut(villages=["A"], homes={key: "A"})


@pytest.mark.parametrize("key", ["户-1", "خ-01", "க-7", "a 1", "O'Neil", "\U0001f3e0"])
def test_keys_in_any_script_are_keys_as_they_are_written(cut, key):
    homes, people = {key: "A", "b1": "村甲"}, [("p", key), ("q", "b1")]
    found, kept = cut(villages=["A"], homes=homes, then=homes, people=people)
    assert (found.villages, kept["households"], kept["persons"]) == (("A",), [key], ["p"])


def test_codes_of_villages_in_any_script_are_found(cut):
    homes = {"a1": "A", "b1": "村甲"}
    found, kept = cut(villages=["村甲"], homes=homes, then=homes)
    assert (found.villages, kept["households"]) == (("A", "村甲"), ["a1", "b1"])  # A: the first row of the other tables


@pytest.mark.parametrize("number", [1.5, True])
def test_keys_that_are_neither_texts_nor_whole_numbers_are_refused(cut, number):
    with pytest.raises(UnableToRescreen, match=f"type {'DOUBLE' if number == 1.5 else 'BOOLEAN'}"):
        cut(villages=["A"], homes={number: "A"}, people=[("p", number)])


def test_whole_numbers_are_keys(cut):
    homes, people = {1: "A", 2: "B"}, [("p", 1), ("q", 2)]
    assert cut(villages=["A"], homes=homes, then={"1": "A", "2": "B"}, people=people)[1]["persons"] == ["p"]
