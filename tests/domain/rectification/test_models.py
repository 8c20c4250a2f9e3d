"""What the database itself holds, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from diguan.domain.rectification.models import Event, Problem, Stage
from tests.factories.rectification import AT, planned, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [lambda: Event.objects.update(reason="另一个说法"), lambda: Event.objects.all().delete()],
    ids=["update", "delete"],
)
def test_history_is_only_ever_added_to(change):
    problem()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert Event.objects.get().reason == ""


@pytest.mark.parametrize(
    "values",
    [
        {"state": "accepted"},
        {"state": "nothing"},
        {"state": "proposed"},
        {"criteria": ""},
        {"standard": "cn-two-assurances", "indicator": "safe_housing"},
        {"kind": "x"},
        {"category": "x"},
        {"horizon": "x"},
        {"accepted_by": 1, "accepted_at": AT},
    ],
    ids=str,
)
def test_problem_that_does_not_fit_itself_is_not_kept(values):
    row = problem()
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("values", [{"state": "accepted"}, {"state": "reported"}, {"goal": ""}], ids=str)
def test_stage_that_does_not_fit_itself_is_not_kept(values):
    planned(problem())
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.update(**values)
