"""Counting everything anew; rows whose figures are the same stay, the others end today and begin anew."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from diguan.domain.insight.actions.keeping import keep
from diguan.domain.insight.choices import ITEMS, STANDINGS
from diguan.domain.insight.counting import HOUSEHOLD_KEY, ITEM_KEY, count_households, count_items
from diguan.domain.insight.models import Reckoning
from diguan.domain.insight.rolling import know_units, roll_up
from diguan.domain.ledger.models import Event
from diguan.domain.screening.models import Round
from diguan.engine.snapshot.database import open_connection

FIGURES_LOCK = 0x6669_6775_7265


@transaction.atomic
def count_figures(*, on: date, at: datetime) -> Reckoning:
    """Count households and items of every place as of a day, and keep what differs from the figures of now.

    Called twice on one day, the second count takes the place of the first; two at one moment wait for each other.
    """
    _one_at_a_time()
    event = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    round_ = Round.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with open_connection() as duck:
        count_households(duck)
        count_items(duck, on)
        know_units(duck, "households", "items")
        roll_up(duck, "households", HOUSEHOLD_KEY, STANDINGS, whole=False)
        roll_up(duck, "items", ITEM_KEY, ITEMS, whole=True)
        changed = keep(duck, "households", ("insight_householdfigure", HOUSEHOLD_KEY, STANDINGS), on)
        changed += keep(duck, "items", ("insight_itemfigure", ITEM_KEY, ITEMS), on)
    return Reckoning.objects.create(on=on, at=at, event=event, round=round_, changed=changed)


def _one_at_a_time() -> None:
    """Figures are changed by one transaction at a time. A writing transaction of SQLite is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIGURES_LOCK])
