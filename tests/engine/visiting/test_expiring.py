"""A fact is asked again when its validity has run out; until then, and until somebody answers, it counts as it stands."""

from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from diguan.engine.visiting.expiring import oldest_valid
from tests.factories.facts import AS_OF, export, facts, inputs, source
from tests.factories.rounds import screened, written
from tests.factories.village import HOUSEHOLD_COLUMNS, household, person
from tests.factories.visits import planned

COLUMNS = [*HOUSEHOLD_COLUMNS, "clothing_seasonal", "food_sufficient", "food_protein"]
WHOLE = {"clothing_seasonal": True, "food_sufficient": True, "food_protein": True}
MEASURED = {"water_litres", "water_fetch_minutes", "water_interrupted_days", "water_quality", "water_short_area"}


@pytest.mark.parametrize(
    ("span", "oldest"),
    [("12 months", date(2018, 6, 30)), ("1 years", date(2018, 6, 30)), ("30 days", date(2019, 5, 31))],
)
def test_a_fact_is_valid_to_the_last_day_of_its_span(span, oldest):
    assert oldest_valid(span, AS_OF) == oldest


def asked(tmp_path, data_on, *more):
    rows = household("H", person(1), status="registered", **WHOLE)
    with screened(inputs(export(source(1, data_on=data_on), rows, COLUMNS), *more)) as found:
        met = found.connection.execute("SELECT clothing, food, income FROM verdicts_household").fetchall()
        folder = written(found, tmp_path / "round")
    visits = planned(folder).visits
    questions = [q for v in visits for q in v.questions if q.field.name not in MEASURED]
    return met, {(q.person_id, q.field.name): (q.reason, q.said) for q in questions}


def test_what_is_valid_is_not_asked(tmp_path):
    assert asked(tmp_path, date(2018, 12, 30)) == ([(2, 2, 2)], {})


def test_what_has_run_out_is_asked_again_with_what_was_said_and_still_counts(tmp_path):
    met, questions = asked(tmp_path, date(2018, 12, 29))
    assert met == [(2, 2, 2)]
    assert {name for _, name in questions} == {"clothing_seasonal", "food_sufficient", "food_protein"}
    assert questions[None, "clothing_seasonal"] == ("expired", (("true", "export-1.xlsx"),))


def test_what_has_run_out_is_not_asked_where_somebody_has_said_it_since(tmp_path):
    told = {name: WHOLE[name] for name in WHOLE}
    visit = facts(Subject.HOUSEHOLD, source(2, "visit", AS_OF), [{"household_id": "H", **told}])
    assert asked(tmp_path, date(2018, 12, 29), visit) == ([(2, 2, 2)], {})
