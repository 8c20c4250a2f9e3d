"""What the national system should say otherwise after a visit, whatever stood before it in the snapshot."""

from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from diguan.engine.visiting.carrying import carried_back
from diguan.engine.visiting.opening import open_round
from diguan.engine.visiting.taking import fold_answers
from tests.engine.visiting.test_taking import answer
from tests.factories.facts import AS_OF, export, facts, inputs, source
from tests.factories.rounds import screened, written
from tests.factories.village import VILLAGE

HOUSE, WATER = "dangerous_house", "drinking_water_safe"
MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two households of an export, a department's list that stands before the export, and an export that contradicts itself."""
    head = {"person_id": "1", "region_code": VILLAGE, "status": "registered", "relation": "户主"}
    rows = [
        {**head, "household_id": "A", "dangerous_house": True, "drinking_water_safe": None},
        {**head, "household_id": "B", "dangerous_house": True, "drinking_water_safe": True},
        {**head, "household_id": "C", "dangerous_house": True, "drinking_water_safe": True},
        {**head, "household_id": "C", "dangerous_house": False, "drinking_water_safe": True, "person_id": "2"},
    ]
    listed = [{"household_id": "B", "region_code": VILLAGE, "dangerous_house": False}]
    read = inputs(
        export(source(1, data_on=MAY), rows, ("status", HOUSE, WATER)),
        facts(Subject.HOUSEHOLD, source(2, "roster:housing", JUNE), listed),
    )
    with screened(read) as round_:
        return written(round_, tmp_path_factory.mktemp("carrying") / "round")


def told(folder, *answers):
    with open_round(folder) as opened:
        folded = fold_answers(opened, answers, AS_OF)
        return [(c.key[1], c.key[3], c.before, c.value, c.seen) for c in carried_back(folded.counted, folded.snapshot)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer(HOUSE, household="A", value=False), [("A", HOUSE, ("true",), "false", True)]),
        (answer(HOUSE, household="A", value=True), []),
        (answer(WATER, household="A", value=True), [("A", WATER, (), "true", True)]),
        (answer(HOUSE, household="C", value=False), [("C", HOUSE, ("true",), "false", True)]),
        # the visit agrees with the list that stood before the export
        (answer(HOUSE, household="B", value=False), [("B", HOUSE, ("true",), "false", True)]),
        # and here with the export, which the list had overruled
        (answer(HOUSE, household="B", value=True), []),
        (answer(HOUSE, household="A", value=False, seen=False), [("A", HOUSE, ("true",), "false", False)]),
    ],
    ids=["otherwise", "the same", "silent", "contradicts itself", "overruled before", "right all along", "only said"],
)
def test_fact_goes_back_where_the_export_says_otherwise_or_nothing(folder, given, expected):
    assert told(folder, given) == expected


def test_answers_that_contradict_each_other_carry_nothing_back(folder):
    other = answer(HOUSE, household="A", value=True, visitor="乌云")
    assert told(folder, answer(HOUSE, household="A", value=False), other) == []


def test_best_evidenced_answer_is_the_proof(folder):
    said = answer(HOUSE, household="A", value=False, seen=False, visitor="乌云")
    with open_round(folder) as opened:
        folded = fold_answers(opened, [said, answer(HOUSE, household="A", value=False)], AS_OF)
        (found,) = carried_back(folded.counted, folded.snapshot)
    assert [a.visitor for a in found.answers] == ["巴图", "乌云"]
