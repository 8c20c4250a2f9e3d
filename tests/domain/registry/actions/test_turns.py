"""Who waits for whom. Each runs in a transaction of its own, so that the database itself decides."""

import psycopg
import pytest
from django.db import connection, transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions.events.circumstances import Circumstances, household_for
from diguan.domain.registry.actions.turns import HEADS, TURNS, take_turn
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.extraction import Extent
from tests.factories.accounts import COUNTY as ACCOUNTS_COUNTY
from tests.factories.accounts import viewer
from tests.factories.happenings import because, listed, member
from tests.factories.registry import AT

ON_POSTGRESQL = connection.vendor == "postgresql"
KEPT = ("dbname", "user", "password", "host", "port")
OTHER_COUNTY, COUNTY, PREFECTURE = Extent("152223"), Extent("152222"), Extent("1522")


def free(extent):
    """Whether another connection could take its turn now, without waiting."""
    if not ON_POSTGRESQL:
        return True
    keys = [int(extent.head[:width] or "0") for width in HEADS if width < len(extent.head)]
    with psycopg.connect(**{k: v for k, v in connection.get_connection_params().items() if k in KEPT}) as other:
        asked = [other.execute("SELECT pg_try_advisory_xact_lock_shared(%s, %s)", [TURNS, key]) for key in keys]
        asked.append(other.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [TURNS, int(extent.head or "0")]))
        return all(found.fetchone()[0] for found in asked)


@pytest.mark.django_db(transaction=True)
def test_event_holds_its_county_from_before_it_reads_who_is_there():
    listed(1, member("1001", "1"))
    home = Household.objects.get(number="1001")
    with transaction.atomic():
        household_for(home.pk, Circumstances(because(home), viewer(Role.COUNTY, over=ACCOUNTS_COUNTY), AT))
        assert free(COUNTY) == (not ON_POSTGRESQL)
        assert free(OTHER_COUNTY)
    assert free(COUNTY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("held", "asked", "together"),
    [
        (COUNTY, COUNTY, False),
        (COUNTY, OTHER_COUNTY, True),
        (COUNTY, PREFECTURE, False),
        (PREFECTURE, COUNTY, False),
        (COUNTY, Extent(), False),
        (Extent(), COUNTY, False),
    ],
)
def test_turns_of_regions_that_share_nothing_go_on_together(held, asked, together):
    with transaction.atomic():
        take_turn(held)
        assert free(asked) == (together or not ON_POSTGRESQL)
    assert free(asked)
