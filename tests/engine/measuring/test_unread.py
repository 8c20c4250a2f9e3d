"""What the inputs hold and no figure rests on, as read from files."""

from datetime import date

import pytest

import diguan
from diguan.engine.catalogue import Label, load_catalogue
from diguan.engine.measuring.unread import unread_of
from diguan.engine.snapshot.model import CellPlace, ReadInputs, RejectedRow
from tests.factories.packs import PACKS

HEADER = "household_id,weight,name,area,lacks_food,lacks_health,lacks_school,lacks_home,shoes\n"


@pytest.fixture
def unread(tmp_path):
    """What is told of rows of the pack `survey`."""

    def told(*rows, header=HEADER):
        (tmp_path / "households.csv").write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return diguan.measure([tmp_path], standard=PACKS / "survey", as_of=date(2020, 1, 1)).unread

    return told


def test_damaged_key_is_a_rejected_row_and_is_shown(unread):
    found = unread("a,1,x,town,1,1,0,0,2", ",1,y,town,1,1,0,0,2")
    assert (found.rejected, found.bad_cells, found.repeated) == (1, 0, 0)
    (flaw,) = found.first
    assert (flaw.file, flaw.cell, flaw.field) == ("households.csv", "A3", "household_id")
    assert "expected: " in flaw.en
    assert "应为：" in flaw.zh


@pytest.mark.parametrize(
    ("key", "value", "told"), [("person_id", "8.09e18", ""), ("name", "某人", ""), ("village", "没有村", "没有村")]
)
def test_damaged_number_of_somebody_is_not_repeated(key, value, told):
    reason, place = Label("不像编号", "it does not look like a number"), CellPlace("a.xlsx", "Sheet1", "D4")
    row = RejectedRow(1, place, key, value, reason, Label("编号", "a number"), None, {})
    (flaw,) = unread_of(ReadInputs(rejected=[row]), load_catalogue()).first
    assert (flaw.cell, flaw.field, flaw.value) == ("D4", key, told)


def test_cells_that_could_not_be_read_are_counted_and_the_first_are_shown(unread):
    found = unread(*(f"h{n},two,x,city,1,1,0,0,2" for n in range(4)), "z,1,x,town,1,1,0,0,2")
    assert (found.rejected, found.bad_cells, len(found.first)) == (0, 8, 5)
    assert {(flaw.field, flaw.value) for flaw in found.first} <= {("weight", "two"), ("area", "city")}


def test_household_told_twice_is_counted(unread):
    assert unread("a,1,x,town,1,1,0,0,2", "a,1,x,town,0,1,0,0,2", "a,1,x,town,0,1,0,0,2").repeated == 2


def test_household_told_of_on_two_days_is_not(unread):
    header = HEADER.strip() + ",data_on\n"
    found = unread("a,1,x,town,1,1,0,0,2,2019-01-01", "a,1,x,town,0,1,0,0,2,2019-06-01", header=header)
    assert found.repeated == 0


def test_columns_that_mean_no_field_are_named(unread):
    assert unread("a,1,x,town,1,1,0,0,2").columns == ("shoes",)
