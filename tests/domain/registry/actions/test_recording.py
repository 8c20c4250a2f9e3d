from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.recording import Evidence, Finding, UnableToRecord, record_observation
from diguan.domain.registry.models import Household, Observation
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_file
from diguan.engine.verdicts import Grade
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.facts import export, inputs, rows, source, taken
from tests.factories.registry import AT, loaded
from tests.factories.snapshots import catalogue

JUNE = date(2019, 6, 1)
SEEN = Evidence(Grade.SEEN, "入户照片2张")


def household():
    row = {
        "household_id": "1001",
        "person_id": "1",
        "region_code": "152222100001",
        "dangerous_house": True,
        "status": "exited",
    }
    loaded(inputs(export(source(1, data_on=date(2019, 5, 1)), [row], ("dangerous_house", "status"))))
    return Household.objects.get()


def record(home, who, version=None, evidence=SEEN, on=JUNE, person=None, **facts):
    finding = Finding(facts, on, evidence, person)
    return record_observation(
        household_id=home.pk,
        finding=finding,
        expected_version=home.version if version is None else version,
        catalogue=catalogue(),
        actor=who,
        at=AT,
    )


@pytest.mark.django_db
def test_record_becomes_what_is_known_and_what_the_engine_folds():
    home = household()
    record(home, viewer(Role.COUNTY, over=COUNTY), dangerous_house=False)
    home.refresh_from_db()
    file = household_file(home, catalogue(), AT.date())
    known = file.facts["dangerous_house"]
    sheet = file.sheet_of(known.spoken[0])
    assert (known.value, [value for value, _ in known.overruled]) == (False, [True])
    assert (home.digest, home.version) == (None, 2)
    assert (sheet.recorded_at, sheet.evidence, sheet.source.kind) == (AT, "入户照片2张", "visit")
    snapshot = taken(extract_inputs(catalogue(), Extent.of(COUNTY), AT.date()), "household.dangerous_house person.sex")
    assert rows(snapshot, "households", "dangerous_house") == [(False,)]
    assert snapshot.grades[snapshot.columns["households"]["dangerous_house"].source] is Grade.SEEN
    assert rows(snapshot, "persons", "person_id") == [("1",)]


@pytest.mark.django_db
def test_declared_record_corrects_an_export_and_a_later_load_keeps_it():
    home = household()
    said = Evidence(Grade.DECLARED, "户主口述")
    record(home, viewer(Role.COUNTY, over=COUNTY), evidence=said, status="returned", house_area=60)
    assert Household.objects.get().status == "returned"
    other = {"household_id": "1002", "person_id": "1", "region_code": "152222100001", "status": "exited"}
    loaded(inputs(export(source(3, data_on=JUNE), [other], ("status",))))
    assert dict(Household.objects.values_list("number", "status")) == {"1001": "returned", "1002": "exited"}


@pytest.mark.django_db
def test_second_editor_is_told_and_nothing_of_his_is_stored():
    home = household()
    who = viewer(Role.COUNTY, over=COUNTY)
    record(home, who, dangerous_house=False)
    before = Observation.objects.count()
    with pytest.raises(UnableToRecord, match="somebody else"):
        record(home, who, version=1, dangerous_house=True)
    assert Observation.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"dangerous_house": "是"}, "expected yes or no"),
        ({"house_area": -5.0}, "expected 0 to"),
        ({"status": "rich"}, "expected ordinary"),
        ({"head_name": "王"}, "no fact that can be recorded"),
        ({"nonsense": 1}, "no fact that can be recorded"),
        ({}, "nothing was given"),
    ],
)
def test_value_that_is_none_of_its_field_is_refused(facts, why):
    home = household()
    with pytest.raises(UnableToRecord, match=why):
        record(home, viewer(Role.COUNTY, over=COUNTY), **facts)


@pytest.mark.django_db
def test_record_needs_evidence_and_a_day_that_has_come():
    home, who = household(), viewer(Role.COUNTY, over=COUNTY)
    with pytest.raises(UnableToRecord, match="no evidence"):
        record(home, who, evidence=Evidence(Grade.SEEN, " "), dangerous_house=False)
    for day, said in ((date(2030, 1, 1), "yet to come"), (date(1019, 6, 30), "too long ago")):
        with pytest.raises(UnableToRecord, match=said):
            record(home, who, on=day, dangerous_house=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("birth_date", date(1019, 6, 30)),
        ("birth_date", date(2999, 1, 1)),
        ("wage_income", float("inf")),
        ("wage_income", float("nan")),
    ],
    ids=["long-ago", "far-away", "without-end", "no-number"],
)
def test_value_that_no_file_could_bring_is_refused_by_hand_as_well(fact, value):
    person = "1" if fact == "birth_date" else None
    with pytest.raises(UnableToRecord, match="cannot be used"):
        record(household(), viewer(Role.COUNTY, over=COUNTY), person=person, **{fact: value})


@pytest.mark.django_db
def test_record_elsewhere_is_refused_as_if_there_were_nothing():
    home = household()
    for who in (viewer(Role.COUNTY, over=OTHER_COUNTY), viewer(Role.PREFECTURE)):
        with pytest.raises(UnableToFindHousehold):
            record(home, who, dangerous_house=False)
    with pytest.raises(UnableToFindHousehold):
        record(home, viewer(Role.TOWNSHIP), person="nobody", sex="男")


@pytest.mark.django_db
def test_record_of_a_person_and_its_trace():
    home = household()
    record(home, viewer(Role.COUNTY, over=COUNTY), person="1", person_state="外出")
    person = home.persons.get()
    assert (person.state, person.digest) == ("外出", None)
    entry = Entry.objects.filter(action="record_observation").get()
    assert "外出" not in entry.detail
    assert "person_state" in entry.detail
