"""Lists leave masked, for somebody named, and on record; names are shown to those who may, for a reason."""

from datetime import date

import pytest
from openpyxl import load_workbook

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.rectification.actions.papers import Wanted, save_lists
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from tests.factories.accounts import OTHER_COUNTY, TOWNSHIP
from tests.factories.posts import officer, post, tenure
from tests.factories.rectification import AT, COUNTY_OFFICE, planned, problem, somebody

pytestmark = pytest.mark.django_db
ON = date(2019, 3, 4)
NAME = "欧阳合成"


@pytest.fixture
def made():
    tenure(post(region=TOWNSHIP), officer(NAME))
    return planned(problem()).inspection


def taken(path, made, actor=COUNTY_OFFICE, **other):
    values = {"inspection_id": made.pk, "word": False, "recipient": "合成督查组", "reason": "", "language": "zh"}
    count = save_lists(path=path, wanted=Wanted(**{**values, **other}), actor=actor, on=ON, at=AT)
    return count, str([[cell.value for cell in row] for row in load_workbook(path)["责任清单"].rows])


def test_names_are_masked_unless_a_reason_is_given_and_that_is_on_record(made, tmp_path):
    count, said = taken(tmp_path / "a.xlsx", made)
    assert (count, NAME in said, "欧**" in said, "姓名已隐去" in said) == (1, False, True, True)
    entry = Entry.objects.get(action="take_rectification_lists")
    assert "合成督查组" not in str(entry.detail)
    _, shown = taken(tmp_path / "b.xlsx", made, reason="上报督查核对")
    assert NAME in shown


@pytest.mark.parametrize(
    ("other", "field"), [({"recipient": " "}, "recipient"), ({"reason": "看看"}, "reason")], ids=["nobody", "short"]
)
def test_paper_for_nobody_or_names_without_a_reason_are_refused(made, tmp_path, other, field):
    with pytest.raises(UnableToRegister) as refused:
        taken(tmp_path / "a.xlsx", made, **other)
    assert (
        refused.value.field,
        list(tmp_path.iterdir()),
        Entry.objects.filter(action__startswith="take_r").count(),
    ) == (
        field,
        [],
        0,
    )


def test_names_are_not_shown_to_whoever_sees_a_part_alone(made, tmp_path):
    with pytest.raises(UnableToRegister):
        taken(tmp_path / "a.xlsx", made, somebody(Role.TOWNSHIP), reason="上报督查核对")
    assert taken(tmp_path / "b.xlsx", made, somebody(Role.TOWNSHIP))[0] == 1


def test_inspection_of_another_county_leaves_no_paper(made, tmp_path):
    with pytest.raises(UnableToFindRectification):
        taken(tmp_path / "a.xlsx", made, somebody(Role.COUNTY, over=OTHER_COUNTY))
