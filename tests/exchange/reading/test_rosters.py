from pathlib import Path

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.reading.rosters import known_rosters, require_no_slip

KNOWN = {"education", "health_insurance", "helpers", "housing", "jobs", "water"}
LIST = Path("list.xlsx")


def test_known_names_are_those_of_the_catalogue_and_of_lists_that_say_other_things():
    assert known_rosters(load_catalogue()) == KNOWN


@pytest.mark.parametrize("name", [*sorted(KNOWN), "vehicles", "车辆", "health_checks", "house_prices", "tax", "h"])
def test_known_names_and_names_that_are_like_none_are_taken(name):
    require_no_slip({name: LIST}, load_catalogue())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("helth", "health_insurance"),
        ("helth_insurance", "health_insurance"),
        ("health_insurence", "health_insurance"),
        ("Education", "education"),
        ("helper", "helpers"),
        ("job", "jobs"),
    ],
)
def test_name_that_is_nearly_a_known_one_is_refused_with_the_name_that_was_meant(name, meant):
    with pytest.raises(UnableToReadInput) as refused:
        require_no_slip({"education": LIST, name: LIST}, load_catalogue())
    refusal = refused.value.refusal
    assert refusal.file == "list.xlsx"
    assert name in refusal.found.en
    assert f"did you mean '{meant}'?" in refusal.hint.en
    assert f"是否想写“{meant}”" in refusal.hint.zh
