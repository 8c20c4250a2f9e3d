"""Filled-in visit workbooks in the registry: the verdicts are those of the files, and what does not fit is told."""

import random
from datetime import UTC, date, datetime

import openpyxl
import pytest

from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.loading import Files, load_files
from diguan.domain.registry.choices import VISIT_LIST, VISITOR
from diguan.domain.registry.models import Household, Load, Observation, Source
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import household_file
from diguan.domain.registry.queries.household.facts import observed_fields
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import quoted, run
from diguan.engine.verdicts import Subject
from diguan.exchange.visits import read_visits
from tests.engine.visiting.test_taking import renewed, verdicts
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.registry import loaded
from tests.factories.rounds import pack, screened, written
from tests.factories.snapshots import catalogue
from tests.factories.village import VILLAGE, the_village
from tests.factories.visits import filled, papers, planned

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
COUNTY = "152222000000"
DAYS = (date(2019, 6, 1), date(2019, 6, 12), date(2019, 6, 12), AS_OF)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with screened(the_village()) as round_:
        return written(round_, tmp_path_factory.mktemp("village") / "round")


@pytest.fixture(scope="module")
def workbook(folder, tmp_path_factory):
    return papers(tmp_path_factory.mktemp("papers"), planned(folder))


def load(*paths, preview=False, region=COUNTY, rejected=None, at=AT):
    files = Files(list(paths), AS_OF, region=region, rejected=rejected)
    return load_files(files=files, preview=preview, actor=None, at=at)


def house_of(number, county="152222"):
    """What is known of the house of a household."""
    household = Household.objects.get(number=number, county=county)
    return household_file(household, catalogue(), AS_OF).facts["dangerous_house"].value


def any_answer(dice):
    """Somebody who answers half of the questions, with whatever fits them."""

    def answer(key):
        _, person, name = key
        field = catalogue().field(Subject.HOUSEHOLD if person is None else Subject.PERSON, name)
        low, high = field.range or (0, 9000)
        values = {"boolean": [True, False], "integer": [int(low), int(high)], "number": [float(low), float(high)]}
        offered = list(field.codes) or values.get(str(field.type)) or [date(2019, 1, 2), date(2018, 5, 6)]
        return dice.choice([None, *offered[:2]])

    return answer


def over_the_registry(tmp_path):
    with screened(extract_inputs(catalogue(), Extent.of(COUNTY), AS_OF)) as round_:
        return verdicts(written(round_, tmp_path / "over"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_verdicts_over_the_registry_are_those_of_the_files(seed, folder, workbook, tmp_path):
    dice = random.Random(seed)
    workbooks = [
        filled(
            workbook,
            tmp_path / f"{visitor}.xlsx",
            any_answer(dice),
            known=dice.choice(["看到", "口头"]),
            day=dice.choice(DAYS),
            visitor=visitor,
        )
        for visitor in ("巴图", "其其格", "李")
    ]
    back = read_visits(workbooks, pack().catalogue)
    folded = renewed(folder, back.answers, tmp_path / "new")
    loaded(the_village())
    outcome = load(*workbooks)
    assert folded.conflicts
    assert (outcome.answers, outcome.refused_answers) == (len(back.answers), 0)
    assert over_the_registry(tmp_path) == verdicts(tmp_path / "new")
    assert verdicts(tmp_path / "new") != verdicts(folder)


@pytest.mark.django_db
def test_page_of_a_household_folds_answers_as_the_round_does(workbook, tmp_path):
    dice = random.Random(7)
    people = (("巴图", "看到", DAYS[0]), ("其其格", "口头", DAYS[1]), ("李", "口头", DAYS[3]))
    books = [
        filled(workbook, tmp_path / f"{name}.xlsx", any_answer(dice), known=known, day=day, visitor=name)
        for name, known, day in people
    ]
    loaded(the_village())
    load(*books)
    fields = observed_fields(catalogue(), Subject.HOUSEHOLD)
    wanted = frozenset((Subject.HOUSEHOLD, field.name) for field in fields)
    snapshot = assemble(
        extract_inputs(catalogue(), Extent.of(COUNTY), AS_OF), catalogue(), Question(AS_OF, frozenset(), wanted)
    )
    states = {
        (household, name): state
        for household, name, state in run(
            snapshot.connection, "SELECT household_id, field, state FROM cell_states WHERE subject = 'household'"
        )
    }
    assert "conflict" in states.values()
    for household in Household.objects.filter(gone=False):
        facts = household_file(household, catalogue(), AS_OF).facts
        for name in snapshot.columns["households"]:
            if name in facts and states.get((household.number, name)) != "computed":
                query = f"SELECT {quoted(name)} FROM households WHERE household_id = '{household.number}'"
                told = (run(snapshot.connection, query)[0][0], states.get((household.number, name)))
                assert (facts[name].value, facts[name].state) == told, (household.number, name)


TRUTH = {("N1", None, "dangerous_house"): False, ("C1", None, "dangerous_house"): False}


@pytest.mark.django_db
def test_answers_are_observations_with_grade_day_visitor_and_list(workbook, tmp_path):
    loaded(the_village())
    before = Observation.objects.count()
    outcome = load(filled(workbook, tmp_path / "filled.xlsx", TRUTH, known="看到"))
    new = Observation.objects.order_by("id")[before:]
    assert (outcome.observations, len(new), outcome.households.changed) == (2, 2, 2)
    assert {(o.household_number, o.facts["dangerous_house"], o.data_on, o.facts[VISITOR]) for o in new} == {
        ("C1", False, date(2019, 6, 12), "巴图"),
        ("N1", False, date(2019, 6, 12), "巴图"),
    }
    assert {(o.sheet.source.kind, o.sheet.source.grade, o.region_code) for o in new} == {("visit", 3, VILLAGE)}
    assert all(o.facts[VISIT_LIST] for o in new)
    assert house_of("N1") is False
    assert "N1" not in str(Entry.objects.order_by("-pk")[0].detail)


@pytest.mark.django_db
def test_same_workbook_again_changes_nothing(workbook, tmp_path):
    loaded(the_village())
    path = filled(workbook, tmp_path / "filled.xlsx", TRUTH)
    load(path)
    counts = (Load.objects.count(), Observation.objects.count())
    again = load(path)
    assert (again.stored, again.known, again.load_id) == ((), ("filled.xlsx",), None)
    assert (Load.objects.count(), Observation.objects.count()) == counts


@pytest.mark.django_db
def test_preview_of_export_and_visits_together_stores_nothing(workbook, tmp_path):
    loaded(the_village())
    counts = (Load.objects.count(), Observation.objects.count(), Source.objects.count())
    outcome = load(filled(workbook, tmp_path / "filled.xlsx", TRUTH), preview=True)
    assert (outcome.preview, outcome.load_id, outcome.answers, outcome.households.changed) == (True, None, 2, 2)
    assert (Load.objects.count(), Observation.objects.count(), Source.objects.count()) == counts


@pytest.mark.django_db
def test_foreign_future_and_damaged_answers_are_told_and_the_rest_is_taken(workbook, tmp_path):
    loaded(the_village())
    truth = {**TRUTH, ("C2", None, "dangerous_house"): "也许"}
    here = filled(workbook, tmp_path / "filled.xlsx", truth)
    Household.objects.filter(number="C1").update(gone=True)
    outcome = load(here, rejected=tmp_path / "rejected.xlsx")
    assert outcome.answers + outcome.refused_answers >= 2
    assert outcome.answers == 1
    sheet = openpyxl.load_workbook(tmp_path / "visits-rejected.xlsx").worksheets[0]
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "登记册里没有户 C1" in said
    assert not (tmp_path / "rejected.xlsx").exists()
    late = load(here, at=datetime(2019, 6, 11, 8, tzinfo=UTC))
    assert (late.answers, late.stored) == (0, ())


@pytest.mark.django_db
def test_household_of_another_county_is_told_like_one_that_is_nowhere(workbook, tmp_path):
    loaded(the_village())
    path = filled(workbook, tmp_path / "filled.xlsx", TRUTH)
    outcome = load(path, region="152223000000", rejected=tmp_path / "rejected.xlsx")
    assert (outcome.answers, outcome.refused_answers, outcome.stored) == (0, 2, ())
    said = [
        [str(cell.value).replace("N1", "?").replace("C1", "?") for cell in row][7:9]
        for row in openpyxl.load_workbook(tmp_path / "visits-rejected.xlsx").worksheets[0].iter_rows()
        if any(cell.value in ("N1", "C1") for cell in row)
    ]
    assert len(said) == 2
    assert said[0] == said[1]


@pytest.mark.django_db
def test_number_of_two_counties_needs_the_county(workbook, tmp_path):
    loaded(the_village())
    there = [{"household_id": "N1", "person_id": "1", "region_code": "152223100001", "status": "registered"}]
    loaded(inputs(export(source(99, data_on=AS_OF), there, ("status",))))
    path = filled(workbook, tmp_path / "filled.xlsx", {("N1", None, "dangerous_house"): False})
    assert (load(path, region=None).answers, load(path).answers) == (0, 1)
    assert [house_of("N1", "152222"), house_of("N1", "152223")] == [False, None]
