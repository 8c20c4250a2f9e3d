import pytest

from diguan.domain.insight.queries import Choice
from diguan.web.board.leading import address_of

HERE = "152222000000"


@pytest.mark.parametrize(
    ("measure", "asked"),
    [
        ("unmet", "/households/?region_code=152222000000&standard=s&standing=unmet"),
        ("registered", "/households/?region_code=152222000000"),
        ("met", ""),
        ("households", ""),
        ("uncovered", ""),
        ("living", "/ledger/?region_code=152222000000"),
        ("overdue", "/ledger/?region_code=152222000000&special=overdue"),
        ("mended", "/ledger/?region_code=152222000000&state=closed&closing=mended"),
        ("suspected", "/ledger/?region_code=152222000000&state=suspected"),
    ],
)
def test_figure_leads_to_the_list_that_counts_the_same(measure, asked):
    assert address_of(measure, Choice(HERE, "s"), HERE) == asked


def test_indicator_and_department_go_along():
    choice = Choice(HERE, "s", "income", "water")
    assert address_of("met", choice, HERE).endswith("standing=met&indicator=income")
    assert address_of("closed", choice, HERE).endswith("standard=s&indicator=income&department=water&state=closed")
