"""Figures are counted after a round, on a new day, and when items moved, at most every few minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from diguan.domain.insight.models import HouseholdFigure, ItemFigure, Reckoning
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.models import Event
from diguan.tasks.figures import EVERY, queue_figures
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.domain.insight.reckoning import counted_households, counted_items, figures_of_now
from tests.domain.screening.conftest import county, files, handmade
from tests.factories.items import item
from tests.tasks.test_rounds import AT as ROUND_AT
from tests.tasks.test_rounds import ordered, own_folder_of_rounds

__all__ = ["county", "files", "handmade", "own_folder_of_rounds"]
AT = datetime(2019, 7, 1, 2, tzinfo=UTC)  # ten in the morning in China


def counted(at, on=AT):
    return Reckoning.objects.create(on=on.date(), at=at, event=_newest(), round=0, changed=0)


def _newest():
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def stepped(one):
    Event.objects.create(item=one, act="open", from_state="", to_state="open", at=AT)


@pytest.mark.django_db
def test_count_is_queued_once_before_there_are_figures():
    assert (queue_figures(AT), queue_figures(AT)) == (True, False)
    assert Job.objects.get().kind == "figures"


@pytest.mark.django_db
def test_count_is_queued_when_an_item_moved_and_the_last_one_has_rested():
    counted(AT)
    assert queue_figures(AT + EVERY) is False
    stepped(item(1))
    assert queue_figures(AT + EVERY - timedelta(seconds=1)) is False
    assert queue_figures(AT + EVERY) is True


@pytest.mark.django_db
def test_new_day_is_counted_though_nothing_moved():
    counted(AT)
    midnight = datetime(2019, 7, 1, 16, tzinfo=UTC)
    assert queue_figures(midnight - timedelta(seconds=1)) is False
    assert queue_figures(midnight) is True


@pytest.mark.django_db(transaction=True)
def test_worker_counts():
    stepped(item(1))
    queue_figures(AT)
    assert Worker(handlers(), now=lambda: AT).run_one() is True
    assert Job.objects.get().state == State.DONE
    assert figures_of_now(ItemFigure) == counted_items(Reckoning.objects.get().on)
    assert Job.objects.get().outcome == {"changed": 10}


def test_figures_of_a_round_are_there_when_it_has_ended(county):
    ordered(county)
    Worker(handlers(), now=lambda: ROUND_AT).run_one()
    on = Reckoning.objects.get().on
    assert figures_of_now(HouseholdFigure) == counted_households()
    assert figures_of_now(ItemFigure) == counted_items(on)
    assert HouseholdFigure.objects.filter(level=3, indicator="income").values("unmet", "declared").get() == {
        "unmet": 2,
        "declared": 16,
    }
