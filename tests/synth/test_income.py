from random import Random

import pytest

from diguan.synth.income import set_income
from diguan.synth.people import Household, Person, Village

TRANSFERS = (
    "pension_income",
    "dibao_income",
    "tekun_income",
    "eco_compensation_income",
    "family_planning_income",
    "industry_award_income",
    "job_award_income",
    "other_transfer_income",
)


def household(*, pastoral, size, months=None):
    village = Village("152221200200", "科尔沁右翼前旗", "乌兰毛都苏木", "某嘎查", pastoral)
    made = Household("8000000001", "1", village, "exited")
    for _ in range(size):
        person = Person(
            "9",
            "",
            "",
            None,
            male=True,
            relation="户主",
            ethnic="汉族",
            export={"months_worked": months, "dibao_person": True},
        )
        made.members.append(person)
    return made


@pytest.mark.parametrize("per_head", [950, 2_100.4, 3_218, 9_876.54, 45_000])
@pytest.mark.parametrize("pastoral", [True, False])
@pytest.mark.parametrize("size", [1, 3, 7])
def test_components_add_up_to_the_income_per_head(per_head, pastoral, size):
    made = household(pastoral=pastoral, size=size, months=4)
    set_income(Random(size), made, per_head, pensioners=1)
    f = made.export
    total = f["wage_income"] + f["business_income"] + f["property_income"] + f["transfer_income"]
    assert total - f["business_expenses"] == f["net_income"]
    assert f["net_income"] == pytest.approx(per_head * size, abs=1)
    assert f["income_per_head"] == round(f["net_income"] / size, 2)
    assert sum(f[name] for name in TRANSFERS) == f["transfer_income"]
    assert f["asset_dividend_income"] + f["other_property_income"] == f["property_income"]
    assert min(v for v in f.values()) >= 0


def test_wages_only_where_somebody_works_away():
    stays, works = household(pastoral=False, size=2), household(pastoral=False, size=2, months=4)
    for made in (stays, works):
        set_income(Random(1), made, 9_000, pensioners=0)
    assert stays.export["wage_income"] == 0
    assert works.export["wage_income"] > 0
