"""Items here and in a county of which nobody here may know anything, and a count of them."""

import pytest

from diguan.domain.insight.actions import count_figures
from diguan.domain.insight.models import Reckoning
from diguan.domain.ledger.choices import State
from diguan.domain.screening.models import Round, Standing
from tests.factories.accounts import AT, COUNTY, ON, REGION
from tests.factories.items import VILLAGE, item
from tests.factories.kept import kept
from tests.web.households.conftest import THERE, home, load

STANDARD, HOUSING = "cn-two-assurances", "safe_housing"
NEXT_VILLAGE, FAR = "152222101201", 77


def judge(region, codes):
    """A round over a region, and how households of it stand: (number, village, code of housing, grade)."""
    counts = {"households": 1, "persons": 1, "verdicts": {}, "findings": {}, "finding_households": {}}
    round_ = Round.objects.create(
        folder=f"round-{region}", sha256="0", standard=STANDARD, version="1", as_of=ON, region_code=region, kinds=[],
        label={"zh": "两不愁三保障", "en": "Assurances"}, counts=counts, at=AT,
        indicators=[{"id": HOUSING, "zh": "住房安全有保障", "en": "Safe housing"}],
    )  # fmt: skip
    for number, village, code, grade in codes:
        Standing.objects.create(
            round=round_, standard=STANDARD, county=village[:6], household_number=number, region_code=village,
            codes=code, grades=grade, unmet=code == "0", unknown=code == "1" and grade != "9",
            declared=(code, grade) == ("2", "1"),
            findings=0,
        )  # fmt: skip
    return round_


@pytest.fixture
def counted(db):
    """Three households and three items in two villages here; more than anybody could overlook elsewhere."""
    kept("the counted", _built)
    return Reckoning.objects.get()


def _built():
    load(home("1001"), home("1002"), home("1003", NEXT_VILLAGE, identity="990101195001011236"))
    load(*(home(f"F{n}", THERE, identity=f"9901011950010{n:05}") for n in range(FAR)), number=3)
    round_ = judge(REGION, [("1001", VILLAGE, "0", "3"), ("1002", VILLAGE, "2", "1"), ("1003", NEXT_VILLAGE, "1", "0")])
    for n in range(FAR):
        Standing.objects.create(
            round=round_, standard=STANDARD, county=THERE[:6], household_number=f"F{n}", region_code=THERE, codes="0",
            grades="1", unmet=1, unknown=0, declared=0, findings=0,
        )  # fmt: skip
        item(100 + n, place=THERE, key=f"far-{n}", department="water")
    item(1, deadline=ON.replace(day=1), department="housing")
    item(2, state=State.SUSPECTED, department="housing")
    item(3, place=NEXT_VILLAGE, department="education", rebounds=1)
    count_figures(on=ON, at=AT)


__all__ = ["COUNTY"]
