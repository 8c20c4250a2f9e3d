"""What somebody may see of rounds: totals of whole regions, standings of the places that are theirs."""

from diguan.domain.accounts.permissions import Role
from diguan.domain.screening.queries import newest_rounds, newest_standard
from tests.domain.fieldwork.queries.test_visiting import STANDARD, stand
from tests.factories.accounts import viewer
from tests.web.households.conftest import HERE


def test_newest_standard_is_that_of_a_round_over_more_than_the_viewer_sees(db):
    stand("1001", unmet=1)
    village, elsewhere = viewer(Role.VILLAGE, over=HERE), viewer(Role.COUNTY, over="152223000000")
    assert newest_rounds(village) == {}
    assert newest_standard(village) == STANDARD
    assert newest_standard(elsewhere) is None
