import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.rectification.models import Inspection
from diguan.domain.rectification.refusals import UnableToRegister
from tests.factories.accounts import OTHER_COUNTY, PREFECTURE
from tests.factories.rectification import AT, COUNTY_OFFICE, PAPER_ON, a_file, inspection, somebody

pytestmark = pytest.mark.django_db


def test_inspection_is_registered_with_its_paper_and_on_record():
    made = inspection(evidence_id=a_file("paper"))
    assert (made.paper_number, made.paper_on, made.synthetic) == ("合成〔2019〕1号", PAPER_ON, True)
    entry = Entry.objects.get(action="register_inspection")
    assert (entry.subject_id, entry.region_code, entry.at) == (str(made.pk), made.region_code, AT)


@pytest.mark.parametrize(
    ("role", "over", "may"),
    [
        (Role.COUNTY, None, True),
        (Role.PREFECTURE, None, True),
        (Role.REGION, None, True),
        (Role.TOWNSHIP, None, False),
        (Role.DEPARTMENT, None, False),
        (Role.COUNTY, OTHER_COUNTY, False),
    ],
    ids=str,
)
def test_inspection_is_registered_by_those_who_answer_for_the_unit_alone(role, over, may):
    if may:
        assert inspection(somebody(role, over=over)).registered_by == somebody(role).account_id
        return
    with pytest.raises(UnableToRegister) as refused:
        inspection(somebody(role, over=over))
    assert (refused.value.field, Inspection.objects.count()) == ("region_code", 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "题" * 201),
        ("paper_number", ""),
        ("inspected_by", ""),
        ("paper_on", PAPER_ON.replace(year=2020)),
        ("until_on", PAPER_ON.replace(year=2017)),
    ],
    ids=str,
)
def test_inspection_that_is_not_whole_is_refused_at_its_entry(field, value):
    with pytest.raises(UnableToRegister) as refused:
        inspection(**{field: value})
    assert (refused.value.field, Inspection.objects.count(), Entry.objects.count()) == (field, 0, 0)


def test_paper_is_registered_once_for_a_unit():
    inspection()
    with pytest.raises(UnableToRegister) as refused:
        inspection()
    assert refused.value.field == "paper_number"
    assert inspection(somebody(Role.PREFECTURE), region_code=PREFECTURE).pk


def test_file_of_another_county_is_no_paper_of_this_one():
    with pytest.raises(UnableToRegister):
        inspection(COUNTY_OFFICE, evidence_id=a_file("far", region=OTHER_COUNTY))
