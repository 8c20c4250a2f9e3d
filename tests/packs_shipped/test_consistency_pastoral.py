from datetime import date

from diguan.engine.standards.parameters import resolve_parameters
from tests.packs_shipped.rounds import Situations, checks, pack

ID = "cn-consistency-pastoral"
AS_OF = date(2022, 6, 30)
HEAD = {"relation": "户主", "insured_residents": True}


def test_overlay_has_every_check_of_the_base_and_its_own():
    base, own = set(pack("cn-consistency").indicators), set(pack(ID).indicators)
    assert base < own
    assert own - base == {"herd_filled_in", "herd_within_pasture", "herd_brings_income", "pasture_brings_income"}


def test_overlay_changes_thresholds_by_authority():
    base = resolve_parameters(pack("cn-consistency"), AS_OF).details["pasture_area_most"]
    own = resolve_parameters(pack(ID), AS_OF).details["pasture_area_most"]
    assert (base.value, base.authority) == (100.0, "national")
    assert (own.value, own.authority, own.pack) == (50000.0, "region", f"{ID}@2022.1")


def found(reference):
    world = Situations(reference, AS_OF, {"status": "exited"}, date(2022, 6, 1))
    world.add("holding", [HEAD], pasture_area=6000.0, business_income=60000.0)
    if reference == ID:
        world.add("overstocked", [HEAD], pasture_area=100.0, sheep_units=500.0, business_income=60000.0)
        world.add("stocked", [HEAD], pasture_area=6000.0, sheep_units=500.0, business_income=60000.0)
    return {household: checks(rows) for household, rows in world.found().items()}


def test_large_pasture_is_a_slip_in_a_farming_county_and_a_holding_in_a_pastoral_banner():
    assert found("cn-consistency") == {"holding": {"pasture_area_given"}}
    assert found(ID) == {"holding": set(), "overstocked": {"herd_within_pasture"}, "stocked": set()}
