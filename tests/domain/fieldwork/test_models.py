"""The database holds what a visit is, whatever the code does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from diguan.domain.fieldwork.models import Visit
from tests.factories.registry import AT
from tests.web.households.conftest import HERE


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "absent", "told_by": "head"},
        {"outcome": "absent", "told_by": "", "answered": 1},
        {"told_by": ""},
        {"outcome": "dreamt"},
        {"answered": 3},
    ],
)
def test_visit_that_cannot_be_is_refused_by_the_database(db, wrong):
    given = {"token": "a", "outcome": "met", "told_by": "head", "asked": 2, "answered": 1, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(
            county="152222",
            household_number="1",
            region_code=HERE,
            made_on=date(2019, 6, 20),
            made_by=1,
            seconds=0,
            at=AT,
            **given,
        )
