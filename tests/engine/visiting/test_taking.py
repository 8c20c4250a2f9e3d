"""Answers become facts of a new round, or are told: nothing is lost, nothing overwritten, nothing twice."""

import random
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from diguan.engine.screening import round_directory, verify_round
from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.model import CellPlace
from diguan.engine.verdicts import Subject, Verdict
from diguan.engine.visiting.answers import Answer
from diguan.engine.visiting.opening import open_round
from diguan.engine.visiting.renewing import renew_round
from diguan.engine.visiting.taking import fold_answers
from diguan.engine.visiting.unfit import UnableToFoldAnswers
from diguan.exchange.visits import read_visits
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.full_village import full_rows, read, truth_of, without
from tests.factories.rounds import pack, screened, written
from tests.factories.village import VILLAGE
from tests.factories.visits import filled, papers, planned

MONITORED_ON = date(2021, 6, 30)
KEYS = ("county", "region_code", "household_id", "person_id")


def verdicts(folder):
    found = {}
    for subject in ("household", "person"):
        table = duckdb.sql(f"SELECT * FROM '{folder}/verdicts/{subject}/*.parquet'")
        for values in table.fetchall():
            row = dict(zip(table.columns, values, strict=True))
            about = (row["household_id"], row.get("person_id"))
            found.update({(*about, n): v for n, v in row.items() if n not in KEYS and not n.endswith("@grade")})
    return found


def renewed(folder, answers, out, as_of=AS_OF):
    with open_round(folder) as opened:
        folded = fold_answers(opened, answers, as_of)
        round_ = renew_round(opened, folded)
        with round_directory(out) as partial:
            round_.write(partial)
            round_.seal(partial)
    return folded


@pytest.mark.parametrize("seed", [0, 1, 2, 16, 18])  # in the last two a birth date says whether a met rule applies
def test_a_village_list_filled_in_with_the_truth_gives_the_verdicts_of_full_facts(seed, tmp_path):
    dice = random.Random(seed)
    rows = full_rows(dice, households=6)
    less = without(dice, rows, share=(0.1, 0.5, 1.0)[seed % 3])
    with screened(read(rows)) as whole:
        full = written(whole, tmp_path / "full")
    with screened(read(less)) as thin:
        lacking = written(thin, tmp_path / "lacking")
    workbook = papers(tmp_path / "papers", planned(lacking))
    back = read_visits([filled(workbook, tmp_path / "filled.xlsx", truth_of(rows))], pack().catalogue)
    folded = renewed(lacking, back.answers, tmp_path / "new")
    assert (folded.conflicts, folded.overruled, folded.refused) == ([], [], [])
    assert verdicts(tmp_path / "new") == verdicts(full)
    assert verify_round(tmp_path / "new").problems == ()


def test_what_a_computed_fact_lacks_is_asked_and_decides_by_any_standard(tmp_path):
    home = {"status": "registered", "household_size_current": 1, "own_medical_cost": None, "medical_claims": 0.0}
    row = {"household_id": "H1", "person_id": "H1-1", "region_code": VILLAGE, "relation": "户主", **home}
    given = inputs(export(source(1, data_on=AS_OF), [row], tuple(home)))
    with screened(given, "cn-monitoring", MONITORED_ON, confirm={"monitoring_line": (6000, "county notice")}) as round_:
        folder = written(round_, tmp_path / "round")
    questions = [q.field.name for visit in planned(folder).visits for q in visit.questions]
    assert "own_medical_cost" in questions
    renewed(folder, [answer("own_medical_cost", value=9000.0, household="H1")], tmp_path / "new", MONITORED_ON)
    decided = ("H1", None, "expenses_below_line")
    assert (verdicts(folder)[decided], verdicts(tmp_path / "new")[decided]) == (Verdict.UNKNOWN, Verdict.UNMET)


def answer(field="dangerous_house", *, value=False, household="N1", person=None, **more):
    subject = Subject.HOUSEHOLD if person is None else Subject.PERSON
    own = {"seen": True, "visited_on": date(2019, 6, 12), "visitor": "巴图", "list_id": "L1"}
    own |= {"place": CellPlace("a.xlsx", "问题", "K6"), "sha256": "a" * 64, **more}
    return Answer(subject, household, person, field, value, **own)


@pytest.fixture
def opened(village_folder):
    with open_round(village_folder) as found:
        yield found


def house(opened, household="N1"):
    columns = "dangerous_house, s.state, s.said"
    states = "LEFT JOIN cell_states s ON s.household_id = h.household_id AND s.field = 'dangerous_house'"
    sql = f"SELECT {columns} FROM households h {states} WHERE h.household_id = ?"
    return run(opened.connection, sql, [household])[0]


def test_the_grade_is_what_was_ticked(opened):
    folded = fold_answers(opened, [answer(), answer("food_sufficient", value=True, seen=False)], AS_OF)
    known = {s.source_id: (s.kind, int(s.grade), s.data_on) for s in folded.snapshot.sources[-2:]}
    assert list(known.values()) == [("visit", 3, date(2019, 6, 12)), ("visit:declared", 1, date(2019, 6, 12))]
    sources = "SELECT \"dangerous_house@source\", food_sufficient FROM households WHERE household_id = 'N1'"
    assert run(opened.connection, sources) == [(min(known), True)]


def test_two_people_who_differ_leave_the_fact_unknown_and_are_both_told(opened):
    other = answer(value=True, visitor="乌云", place=CellPlace("b.xlsx", "问题", "K9"), sha256="b" * 64)
    folded = fold_answers(opened, [answer(), other], AS_OF)
    assert [[a.place.file for a in d.answers] for d in folded.conflicts] == [["a.xlsx", "b.xlsx"]]
    assert house(opened) == (None, "conflict", "false\x1ftrue")


def test_a_contradiction_of_exports_is_resolved_at_the_door_and_stays_on_record(opened):
    folded = fold_answers(opened, [answer(household="C1")], AS_OF)
    assert (folded.used, house(opened, "C1")) == (1, (False, None, None))
    overruled = "SELECT value, overruled_value FROM contradictions WHERE household_id = 'C1'"
    assert run(opened.connection, overruled) == [("false", "true")]


def test_every_answer_is_kept_with_its_cell_its_day_and_its_visitor(opened):
    fold_answers(opened, [answer()], AS_OF)
    columns = "subject_id, field, value, grade, visited_on, visitor, file, cell, outcome"
    kept = ("N1", "dangerous_house", "false", 3, date(2019, 6, 12), "巴图", "a.xlsx", "K6", "used")
    assert run(opened.connection, f"SELECT {columns} FROM answers") == [kept]


def test_reading_the_same_answers_again_changes_nothing(village_folder, tmp_path):
    first = renewed(village_folder, [answer(), answer("food_protein", value=True)], tmp_path / "once")
    again = renewed(tmp_path / "once", [answer("food_protein", value=True), answer()], tmp_path / "twice")
    assert (first.used, again.used, again.again) == (2, 0, 2)
    snapshots = [(tmp_path / name / "snapshot" / "snapshot.json").read_bytes() for name in ("once", "twice")]
    assert snapshots[0] == snapshots[1]
    assert verdicts(tmp_path / "once") == verdicts(tmp_path / "twice")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(household="NOBODY"), "no household NOBODY"),
        (answer("insured_residents", value=True, household="N1", person="N2-1"), "no person N2-1"),
        (answer(visited_on=date(2019, 7, 1)), "later than the as-of date"),
        (answer("no_such_fact"), "no fact no_such_fact"),
    ],
)
def test_what_does_not_fit_the_round_is_refused_with_its_reason(opened, given, said):
    folded = fold_answers(opened, [answer("food_protein", value=True), given], AS_OF)
    assert folded.used == 1
    (refused,) = folded.refused
    assert said in refused.reason.en
    assert refused.place == given.place


def test_answers_that_are_all_later_need_another_day(opened):
    with pytest.raises(UnableToFoldAnswers, match="--as-of 2019-07-03"):
        fold_answers(opened, [answer(visited_on=date(2019, 7, 3))], AS_OF)


def test_a_later_day_of_judgement_takes_later_answers(village_folder, tmp_path):
    folded = renewed(village_folder, [answer(visited_on=date(2019, 7, 3))], tmp_path / "later", date(2019, 7, 5))
    assert (folded.used, folded.snapshot.as_of) == (1, date(2019, 7, 5))
    assert verify_round(tmp_path / "later").problems == ()


def test_a_day_before_that_of_the_round_is_refused(opened):
    with pytest.raises(UnableToFoldAnswers, match="2019-06-30"):
        fold_answers(opened, [answer()], date(2019, 6, 1))


def test_the_old_round_stays_as_it_is(village_folder, tmp_path):
    before = {p: p.read_bytes() for p in village_folder.rglob("*") if p.is_file()}
    renewed(village_folder, [answer()], tmp_path / "new")
    assert {p: p.read_bytes() for p in village_folder.rglob("*") if p.is_file()} == before


def test_many_days_share_their_sources_over_workbooks(opened):
    many = [
        replace(answer(f, value=True), place=CellPlace(f"{n}.xlsx", "问题", "K6"), sha256=f"{n:064x}", household_id=h)
        for n, (h, f) in enumerate((h, f) for h in ("N1", "N2", "R1") for f in ("food_sufficient", "food_protein"))
    ]
    assert len(fold_answers(opened, many, AS_OF).snapshot.sources) == 5 + len(many)
