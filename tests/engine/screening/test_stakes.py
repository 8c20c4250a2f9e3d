"""Which cells a finding rests on, over households written by hand and the pack of consistency checks."""

from datetime import date

import pytest

from diguan.engine.screening.stakes import lay_stakes
from diguan.engine.snapshot.database import run
from tests.factories.facts import export, inputs, source
from tests.factories.rounds import screened

AS_OF = date(2022, 6, 30)
HOUSEHOLD = ("status", "dangerous_house", "wage_income", "help_employment", "income_per_head")
FACTS = {
    "status": "exited",
    "dangerous_house": False,
    "wage_income": 9000.0,
    "help_employment": True,
    "income_per_head": 9000.0,
}
HEAD = {
    "relation": "户主",
    "sex": "男",
    "birth_date": date(1980, 1, 1),
    "identity": "990000198001010010",
    "works": True,
}


def rows(household, *people, **changes):
    keys = {"household_id": household, "region_code": "152222000001", **FACTS, **changes}
    return [
        {**keys, "person_id": f"{household}-{n}", **{k: v for k, v in p.items() if k != "works"}}
        for n, p in enumerate(people, 1)
    ]


@pytest.fixture(scope="module")
def stakes():
    """(household, indicator) -> {(subject, person, field, source, told by)}."""
    wife = {"relation": "配偶", "sex": "女", "birth_date": date(1982, 3, 4), "identity": "99000019820304002X"}
    told = [
        *rows("danger", HEAD, wife, dangerous_house=True),
        *rows("wageless", {**HEAD, "identity": "990000198001010037"}, wage_income=0.0),
        *rows(
            "men", {**HEAD, "identity": "990000198001010053"}, {**wife, "sex": "男", "identity": "990000198203040046"}
        ),
        *rows("double", {**HEAD, "identity": "990000198001010010"}),
        *rows("blank", {**HEAD, "identity": "990000198001010096"}, dangerous_house=None),
    ]
    with screened(inputs(export(source(1), told, household=HOUSEHOLD)), "cn-consistency", AS_OF, confirm={}) as round_:
        lay_stakes(round_.snapshot, round_.ruling.bound)
        found: dict[tuple[str, str], set[tuple[str, str | None, str, int | None, str | None]]] = {}
        columns = "f.household_id, f.indicator, s.subject, s.person_id, s.field, s.source, s.told_by"
        sql = f"SELECT {columns} FROM findings f JOIN stakes s USING (finding_id)"
        for household, indicator, *stake in run(round_.connection, sql):
            found.setdefault((household, indicator), set()).add(tuple(stake))
        yield found


def test_facts_of_the_leaves_that_decide_are_at_stake(stakes):
    assert ("household", None, "dangerous_house", 1, None) in stakes["danger", "dangerous_house_is_monitored"]
    assert stakes["wageless", "job_help_brings_wage"] == {
        ("household", None, "help_employment", 1, None),
        ("household", None, "wage_income", 1, None),
    }


def test_members_whose_facts_decide_are_at_stake_each(stakes):
    told = stakes["men", "head_and_spouse_differ_in_sex"]
    assert {(person, field) for _, person, field, _, _ in told} == {
        (f"men-{n}", field) for n in (1, 2) for field in ("relation", "sex")
    }


def test_derived_fact_leads_to_the_columns_it_comes_from(stakes):
    assert stakes["double", "identity_unique"] >= {("person", "double-1", "identity", None, "identity_duplicated")}


def test_gap_is_at_stake_without_a_source(stakes):
    assert stakes["blank", "dangerous_house_is_monitored"] == {("household", None, "dangerous_house", None, None)}
