from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import household_file
from diguan.domain.screening.casefile import COMPUTED, KEPT, case_of, sources_of
from diguan.engine.catalogue import load_catalogue
from tests.domain.screening.conftest import AS_OF


def test_what_only_a_pass_over_the_county_can_compute_says_as_of_which_load_it_stands(county):
    household, catalogue = Household.objects.filter(listed=True).order_by("number").first(), load_catalogue()
    household.facts = {**household.facts, "phone_is_helpers": True, "members_listed": 3}
    file = household_file(household, catalogue, AS_OF)
    told = case_of(file, catalogue).household
    assert (told.sources["phone_is_helpers"], told.sources["members_listed"]) == (KEPT, COMPUTED)
    assert told.record.grades["phone_is_helpers"] == 1
    assert sources_of(file)[KEPT].label == "登记册 2019-07-01 导入时计算 computed at the load of 2019-07-01"
