"""Two counties with households that each other's people may know nothing of."""

from datetime import date

import pytest

from diguan.domain.registry.models import Household
from diguan.domain.screening.models import Round, Standing
from tests.factories.accounts import AT as STOOD_AT
from tests.factories.accounts import COUNTY
from tests.factories.facts import export, inputs, source
from tests.factories.kept import kept, same
from tests.factories.registry import AT, loaded

HERE, THERE = "152222100001", "152223100001"  # a village of the county that the accounts stand in, and one of another
CANARY = "金丝雀"
MAY = date(2019, 5, 1)
NUMBERS = {HERE: "990101195001011234", THERE: "990101196001011235"}


def home(number, place=HERE, name="单小明", identity=None, **facts):
    """The row of the one person of a household."""
    return {
        "household_id": number,
        "person_id": f"{number}-1",
        "region_code": place,
        "identity": identity or NUMBERS.get(place),
        "name": name,
        "relation": "户主",
        "status": "exited",
        "dangerous_house": True,
        "income_per_head": 3000.0,
        **facts,
    }


COLUMNS = ("dangerous_house", "status", "income_per_head", "edge_household")


def load(*rows, number=1, on=MAY):
    """Load rows as an export of each county."""
    kept(same("load", rows, number, on), lambda: _load(rows, number, on))


def _load(rows, number, on):
    for place, county in enumerate(sorted({row["region_code"][:6] for row in rows})):
        own = [row for row in rows if row["region_code"].startswith(county)]
        loaded(inputs(export(source(number + 100 * place, data_on=on), own, COLUMNS)))


def stand(number, *, unmet, unknown, grades="111"):
    """Where a round has left a household."""
    indicators = [{"id": f"i{n}", "zh": f"饮水安全{n}", "en": "Water"} for n in range(3)]
    common = {"standard": "cn-two-assurances", "region_code": COUNTY}
    round_, _ = Round.objects.get_or_create(
        folder="r1",
        defaults={
            **common,
            "sha256": "0",
            "version": "1",
            "label": {"zh": "两不愁三保障", "en": "Assurances"},
            "as_of": STOOD_AT.date(),
            "indicators": indicators,
            "kinds": [],
            "counts": {},
            "at": STOOD_AT,
        },
    )
    codes = ("0" * unmet + "1" * unknown).ljust(3, "2")
    Standing.objects.create(
        **{**common, "region_code": HERE}, round=round_, county=COUNTY[:6], household_number=number, codes=codes,
        grades=grades, unmet=unmet, unknown=unknown, declared=0, findings=0,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def on_a_later_day(monkeypatch):
    """A day on which the loaded facts are known."""
    for module in ("one", "recording"):
        monkeypatch.setattr(f"diguan.web.households.{module}.now", lambda: AT)
        monkeypatch.setattr(f"diguan.web.households.{module}.today", AT.date)
    for module in ("finding", "opening"):
        monkeypatch.setattr(f"diguan.web.households.{module}.today", AT.date)


@pytest.fixture
def two_counties(db):
    """A household here and a canary there."""
    load(home("1001"), home("CANARY-9", THERE, CANARY, status="returned"))
    return Household.objects.get(number="1001"), Household.objects.get(number="CANARY-9")


def opened(client, household, part="facts", **asked):
    """A part of the page of a household, as the page fetches it when it is opened."""
    asked = {"standard": "cn-two-assurances", "as_of": "2019-06-30", **asked}
    return client.get(f"/households/{household.pk}/{part}/", asked, headers={"HX-Request": "true"}).content.decode()
