"""The example of a demonstration says that it is one, and stands in three states."""

import pytest

from diguan.domain.rectification.actions.demonstration import create_demonstration
from diguan.domain.rectification.models import Event, Inspection, Problem, Stage
from diguan.domain.registry.actions.demonstration import UnableToDemonstrate
from tests.domain.registry.actions.test_demonstration import AT, ON, synthetic

__all__ = ["synthetic"]
pytestmark = pytest.mark.django_db


def test_example_is_marked_and_stands_in_three_states(synthetic):
    made = create_demonstration(at=AT, on=ON)
    inspection = Inspection.objects.get()
    assert (inspection.synthetic, "合成示例" in inspection.title, len(made)) == (True, True, 8)
    assert list(Problem.objects.order_by("number").values_list("state", flat=True)) == [
        "received",
        "proposed",
        "under_way",
    ]
    assert all("合成示例" in text for text in Problem.objects.values_list("text", flat=True))
    assert (Stage.objects.count(), Event.objects.filter(accepted=False).count()) == (6, 0)


def test_nothing_is_made_over_an_empty_registry():
    with pytest.raises(UnableToDemonstrate):
        create_demonstration(at=AT, on=ON)
    assert Inspection.objects.count() == 0
