import copy
from collections import Counter
from datetime import date

import pytest

from diguan.engine.snapshot.database import run
from diguan.engine.verdicts import Subject
from tests.factories.change import (
    MET,
    NOT_APPLICABLE,
    UNKNOWN,
    UNMET,
    VILLAGES,
    compared,
    flip,
    judged,
    listed,
    measured,
    placed,
    population,
    round_of,
    set_fact,
)
from tests.factories.facts import AS_OF, export, facts, inputs, source
from tests.factories.rounds import pack, screened, written
from tests.factories.village import HOUSEHOLD_COLUMNS, household, person

SMALL = {"line": (110.0, "notice")}

BEFORE = population()
AFTER, PLANTED = flip(BEFORE, 0.02, seed=7)
RECKONED = ("safe_housing", "safe_drinking_water", "income", "basic_medical_insurance")


def said(value):
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rounds")
    return round_of(BEFORE, folder / "before"), round_of(AFTER, folder / "after")


@pytest.fixture(scope="module")
def comparison(rounds):
    with compared(*rounds) as found:
        yield found


def expected_changes():
    before, after = judged(BEFORE), judged(AFTER)
    return {(*key, before[key], after[key]) for key in before if before[key] != after[key]}


def test_every_planted_difference_is_found_and_none_is_invented(comparison):
    found = listed(comparison, "subject_id, indicator, before_code, after_code", RECKONED)
    assert len(PLANTED) == 10
    assert len(expected_changes()) > 5
    assert set(found) == expected_changes()
    assert len(found) == len(expected_changes())


def test_every_difference_is_explained_by_a_planted_fact_with_its_values(comparison):
    rows = run(
        comparison.connection,
        "SELECT c.change_id, f.about_id, f.field, f.before, f.after, f.before_source, f.after_source FROM changes c "
        "LEFT JOIN change_facts f USING (change_id) ORDER BY ALL",
    )
    told = {(about, field): (before, after) for _, about, field, before, after, _, _ in rows}
    assert all(field is not None for _, _, field, *_ in rows)
    assert told.items() <= {key: (said(old), said(new)) for key, (old, new) in PLANTED.items()}.items()
    assert {source for *_, before, after in rows for source in (before, after) if source is not None} == {1}
    assert set(listed(comparison, "factors, together, presence")) == {(1, False, "both")}
    assert comparison.steps[0].reasons == {"facts": len(rows)}
    assert comparison.steps[0].unexplained == 0


def test_matrix_counts_every_verdict_before_and_after(comparison):
    before, after = judged(BEFORE), judged(AFTER)
    for indicator in RECKONED:
        counted = Counter((before[key], after[key]) for key in before if key[1] == indicator)
        cells = Counter()
        for (old, _, new, _), number in comparison.matrix(comparison.steps[0])[indicator].items():
            cells[old, new] += number
        assert cells == counted


def test_progress_adds_up_to_an_independent_count(comparison):
    before, after = judged(BEFORE), judged(AFTER)
    for indicator in RECKONED:
        pairs = Counter((before[key], after[key]) for key in before if key[1] == indicator)
        expected = {
            "unmet_before": sum(n for (old, _), n in pairs.items() if old == UNMET),
            "closed_declared": pairs[UNMET, MET],
            "undecided": pairs[UNMET, UNKNOWN],
            "still_open": pairs[UNMET, UNMET],
            "came": pairs[MET, UNMET] + pairs[UNKNOWN, UNMET],
            "unmet_after": sum(n for (_, new), n in pairs.items() if new == UNMET),
        }
        assert measured(comparison, indicator) == {k: n for k, n in expected.items() if n}


def test_rounds_with_the_same_facts_differ_in_nothing(rounds, tmp_path):
    with compared(rounds[0], round_of(BEFORE, tmp_path / "again")) as found:
        assert listed(found, "*") == []
        assert found.steps[0].unexplained == 0


def test_order_of_rows_and_files_does_not_matter(rounds, comparison, tmp_path):
    shuffled = round_of(list(reversed(AFTER)), tmp_path / "after")
    with compared(rounds[0], shuffled) as found:
        assert listed(found, "*") == listed(comparison, "*")


def test_unmet_then_met_then_unmet_came_back(rounds, tmp_path):
    first, second, third = (copy.deepcopy(BEFORE) for _ in range(3))
    open_ = {"H0001", "H0002", "H0003"}
    for rows, house in ((first, True), (second, False), (third, True)):
        for name in open_:
            set_fact(rows, name, "dangerous_house", house)
    set_fact(second, "H0003", "dangerous_house", None)  # never met in between: open again, not back
    set_fact(first, "H0004", "dangerous_house", value=False)
    set_fact(second, "H0004", "dangerous_house", value=False)
    set_fact(third, "H0004", "dangerous_house", value=True)
    folders = [round_of(rows, tmp_path / str(n)) for n, rows in enumerate((first, second, third))]
    with compared(*folders) as found:
        moves = dict(listed(found, "subject_id, movement", ["safe_housing"], step=1))
        assert moves == {"H0001": "came_back", "H0002": "came_back", "H0003": "came", "H0004": "came"}
        assert measured(found, "safe_housing", step=1)["came_back"] == 2


def test_a_changed_parameter_is_the_reason_and_facts_are_not(tmp_path):
    lines = [{"poverty_line": (line, "notice"), "microloan_ceiling": (50000, "notice")} for line in (3218, 3747)]
    folders = [round_of(BEFORE, tmp_path / str(n), confirm=c) for n, c in enumerate(lines)]
    between = {r["household_id"] for r in BEFORE if r["income_per_head"] == 3300}
    with compared(*folders) as found:
        assert set(listed(found, "subject_id, indicator, factors, together")) == {
            (h, "income", 2, False) for h in between
        }
        (income,) = (i for i in found.steps[0].rules.shared if i.id == "income")
        assert dict(income.parameters) == {"poverty_line": (3218.0, 3747.0)}
        assert not income.text_changed
        assert found.steps[0].reasons == {"standard": len(between)}
        assert measured(found, "income")["came"] == len(between)


def test_facts_and_parameter_that_count_only_together(tmp_path):
    lines = [{"poverty_line": (line, "notice"), "microloan_ceiling": (50000, "notice")} for line in (3218, 3747)]
    rows = [household(name, status="registered", income_per_head=9000.0) for name in ("T1", "T2", "T3")]
    before = [row for own in rows for row in own]
    after = copy.deepcopy(before)
    set_fact(after, "T1", "income_per_head", 3500.0)  # unmet only by the new line
    set_fact(after, "T2", "income_per_head", 3000.0)  # unmet by either line
    folders = [
        round_of(r, tmp_path / str(n), confirm=c) for n, (r, c) in enumerate(zip((before, after), lines, strict=True))
    ]
    with compared(*folders) as found:
        assert listed(found, "subject_id, factors, together", ["income"]) == [("T1", 3, True), ("T2", 1, False)]
        assert found.steps[0].reasons == {"facts": 2, "standard": 1}


def test_the_day_alone_closes_nothing(tmp_path):
    rows = household(
        "K1",
        person(1),
        person(2, birth_date=date(2004, 9, 1), school_status="非在校生", education_level="小学"),
        status="registered",
    )
    folders = [round_of(rows, tmp_path / str(day), as_of=day) for day in (date(2019, 6, 30), date(2020, 12, 30))]
    with compared(*folders) as found:
        columns = "subject_id, before_code, after_code, movement, factors, together"
        own = listed(found, columns, ["compulsory_education"])
        assert own == [("K1-2", UNMET, NOT_APPLICABLE, "not_applicable", 4, False)]
        assert measured(found, "compulsory_education") == {"unmet_before": 1, "not_applicable": 1}


def test_household_gone_new_and_moved(tmp_path):
    after = [row for row in copy.deepcopy(BEFORE) if row["household_id"] != "H0000"]
    set_fact(after, "H0005", "region_code", VILLAGES[3])
    after += placed(household("N0001", status="registered", dangerous_house=True), VILLAGES[0])
    folders = round_of(BEFORE, tmp_path / "a"), round_of(after, tmp_path / "b")
    with compared(*folders) as found:
        homes = found.steps[0].attendance[Subject.HOUSEHOLD]
        assert (homes.both, homes.left, homes.entered, homes.moved) == (499, 1, 1, 1)
        arrivals = run(
            found.connection, "SELECT subject_id, presence, region_code FROM arrivals WHERE subject = 'household'"
        )
        assert set(arrivals) == {
            ("H0000", "left", VILLAGES[0]),
            ("N0001", "entered", VILLAGES[0]),
            ("H0005", "moved", VILLAGES[3]),
        }
        assert ("N0001", "entered_open") in listed(found, "subject_id, movement", ["safe_housing"])
        assert set(listed(found, "presence")) == {("left",), ("entered",)}
        assert found.steps[0].unexplained == 0


def test_member_who_left_explains_the_household_and_one_who_changed_household_is_linked(tmp_path):
    before = household("M1", person(1), person(2), status="registered") + household("M2", status="registered")
    after = copy.deepcopy(before)
    moved = next(row for row in after if row["person_id"] == "M1-2")
    moved["household_id"] = "M2"
    with compared(round_of(before, tmp_path / "a"), round_of(after, tmp_path / "b")) as found:
        persons = run(
            found.connection, "SELECT household_id, subject_id, presence, other_household FROM arrivals ORDER BY ALL"
        )
        assert persons == [("M1", "M1-2", "left", "M2"), ("M2", "M1-2", "entered", "M1")]


def test_village_that_one_round_did_not_look_at_is_not_gone(tmp_path):
    after = [row for row in copy.deepcopy(BEFORE) if row["region_code"] != VILLAGES[4]]
    folders = round_of(BEFORE, tmp_path / "a"), round_of(after, tmp_path / "b")
    with compared(*folders) as found:
        homes = found.steps[0].attendance[Subject.HOUSEHOLD]
        assert (homes.both, homes.left, homes.outside_before) == (400, 0, 100)
        assert listed(found, "*") == []
        unseen = sum(
            1 for (key, i), v in judged(BEFORE).items() if i == "safe_housing" and v == UNMET and int(key[1:]) % 5 == 4
        )
        assert measured(found, "safe_housing")["outside_before"] == unseen


def test_region_that_a_round_was_cut_to_bounds_the_comparison(tmp_path):
    folders = round_of(BEFORE, tmp_path / "a"), round_of(AFTER, tmp_path / "b", region=VILLAGES[0])
    with compared(*folders) as found:
        homes = found.steps[0].attendance[Subject.HOUSEHOLD]
        assert (homes.both, homes.left, homes.outside_before) == (100, 0, 400)
        mine = {c for c in expected_changes() if int(c[0][1:5]) % 5 == 0}
        assert set(listed(found, "subject_id, indicator, before_code, after_code", RECKONED)) == mine


def test_status_that_changed_is_listed_and_explains_the_findings(tmp_path):
    before = household("S1", status="registered", dangerous_house=True, help_housing=True)
    after = copy.deepcopy(before)
    set_fact(after, "S1", "status", "exited")
    with compared(round_of(before, tmp_path / "a"), round_of(after, tmp_path / "b")) as found:
        assert run(found.connection, "SELECT household_id, before, after FROM status_changes") == [
            ("S1", "registered", "exited")
        ]
        moves = run(found.connection, "SELECT kind, movement, because FROM finding_changes ORDER BY ALL")
        assert ("shortfall", "went", ["status"]) in moves
        assert {because for _, _, (because, *_) in moves} == {"status"}


def test_value_that_no_input_carries_any_more_is_told(tmp_path):
    before = household("V1", status="registered")
    after = [{k: v for k, v in row.items() if k != "drinking_water_safe"} for row in before]
    with compared(round_of(before, tmp_path / "a"), round_of(after, tmp_path / "b")) as found:
        rows = run(found.connection, "SELECT field, before, after, after_source FROM change_facts")
        assert rows == [("drinking_water_safe", "true", None, None)]
        assert listed(found, "before_code, after_code", ["safe_drinking_water"]) == [(MET, UNKNOWN)]


def test_reasons_equal_those_of_plain_reckoning(tmp_path):
    changed, _ = flip(BEFORE, 0.3, seed=3)
    lines = (3218, 3747)
    confirm = [{"poverty_line": (line, "notice"), "microloan_ceiling": (50000, "notice")} for line in lines]
    folders = [
        round_of(r, tmp_path / str(n), confirm=c)
        for n, (r, c) in enumerate(zip((BEFORE, changed), confirm, strict=True))
    ]
    reckoned = {(f, s): judged(rows, lines[s]) for f, rows in enumerate((BEFORE, changed)) for s in (0, 1)}
    expected = {}
    for key, before in reckoned[0, 0].items():
        after = reckoned[1, 1][key]
        if before != after:
            alone = (reckoned[1, 0][key] == after) + 2 * (reckoned[0, 1][key] == after)
            expected[key] = (alone, False) if alone else (3, True)
    with compared(*folders) as found:
        rows = listed(found, "subject_id, indicator, factors, together", RECKONED)
        assert {(subject, i): (factors, together) for subject, i, factors, together in rows} == expected
        assert {factors for factors, _ in expected.values()} == {1, 2, 3}
        assert found.steps[0].unexplained == 0


def test_better_evidence_of_the_same_verdict_is_told(tmp_path):
    rows = household("G1", status="registered")
    roster = facts(
        Subject.PERSON, source(2, "roster:health_insurance", AS_OF), [{"identity": "IDG11", "insured_residents": True}]
    )
    tables = export(source(1, data_on=AS_OF), rows, HOUSEHOLD_COLUMNS)
    folders = []
    for name, read in (("a", inputs(tables)), ("b", inputs(tables, roster))):
        with screened(read) as found:
            folders.append(written(found, tmp_path / name))
    with compared(*folders) as found:
        columns = "subject_id, before_grade, after_grade, movement, factors"
        assert listed(found, columns, ["basic_medical_insurance"]) == [("G1-1", 1, 2, "regraded", 1)]
        told = run(found.connection, "SELECT field, before, before_source, after, after_source FROM change_facts")
        assert told == [("insured_residents", "true", 1, "true", 2)]


def test_villages_and_facilities_are_compared_too(tmp_path):
    def judged_by_small(name, *, road, beds, income):
        known, origin = pack("small").catalogue, source(1, data_on=AS_OF)
        homes = [{"household_id": "A", "region_code": VILLAGES[0], "income": income, "roof": "tiles"}]
        read = inputs(
            facts(Subject.HOUSEHOLD, origin, homes, known),
            facts(
                Subject.PERSON, origin, [{"household_id": "A", "person_id": "A-1", "region_code": VILLAGES[0]}], known
            ),
            facts(Subject.VILLAGE, origin, [{"region_code": VILLAGES[0], "road": road}], known),
            facts(Subject.FACILITY, origin, [{"facility_id": "F1", "region_code": VILLAGES[0], "beds": beds}], known),
        )
        with screened(read, "small", confirm=SMALL) as found:
            return written(found, tmp_path / name)

    with compared(
        judged_by_small("a", road=False, beds=1, income=50.0), judged_by_small("b", road=True, beds=30, income=500.0)
    ) as found:
        rows = listed(found, "subject, subject_id, indicator, before_code, after_code, factors")
        assert ("village", VILLAGES[0], "road", UNMET, MET, 1) in rows
        assert ("household", "A", "income", UNMET, MET, 1) in rows
        assert [r[:2] for r in rows if r[0] == "facility"] == [("facility", "F1")]
        assert found.steps[0].unexplained == 0
        told = set(run(found.connection, "SELECT about, field, before, after FROM change_facts"))
        assert {("village", "road", "false", "true"), ("facility", "beds", "1", "30")} <= told


def test_households_that_all_moved_to_another_county_have_moved_and_not_left(tmp_path):
    rows = population(6)
    moved = placed(rows, "150429101201")
    with compared(round_of(rows, tmp_path / "a"), round_of(moved, tmp_path / "b")) as found:
        homes = found.steps[0].attendance[Subject.HOUSEHOLD]
        assert (homes.both, homes.moved, homes.left, homes.entered) == (6, 6, 0, 0)
        assert (homes.outside_before, homes.outside_after) == (0, 0)
