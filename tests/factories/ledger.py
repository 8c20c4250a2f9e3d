"""Items of the ledger as rows, without a round behind them."""

from datetime import UTC, date, datetime

from diguan.domain.ledger.choices import Level, Source, State
from diguan.domain.ledger.models import Item
from tests.factories.accounts import TOWNSHIP, a_village

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
FOUND_ON = date(2019, 6, 30)
TEXT = {"zh": "测试问题", "en": "a problem for the tests"}


def item(running=1, **other):
    """An item of a village of a township; whatever is given replaces what it would hold."""
    place = other.get("region_code") or a_village(TOWNSHIP)
    values = {
        "key": f"manual|{running}",
        "number": f"{place[:6]}-{running:06d}",
        "running": running,
        "source": Source.MANUAL,
        "kind": "not_delivered",
        "county": place[:6],
        "region_code": place,
        "department": "education",
        "level": Level.VILLAGE,
        "title": TEXT,
        "explanation": TEXT,
        "state": State.SUSPECTED,
        "opened_at": AT,
        "found_on": FOUND_ON,
        "found_at": AT,
        "updated_at": AT,
    }
    return Item.objects.create(**{**values, **other})
