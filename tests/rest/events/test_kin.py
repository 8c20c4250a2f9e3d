"""Kin over the API: recorded, seen from both households, hidden from whoever sees one of them alone, ended."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from tests.factories.happenings import VILLAGE, listed
from tests.web.events.conftest import person

pytestmark = pytest.mark.django_db
NEXT_VILLAGE = VILLAGE[:9] + "102"


def said(other, **more):
    return {"person": "2", "kind": "child", "other": other, "other_person": "1", "evidence": "户口簿", **more}


def test_kin_is_seen_from_both_and_ends(program, homes):
    asking = program(Role.COUNTY)
    own, other = (f"households/{home.pk}/kin" for home in homes[:2])
    made = asking.post(own, said(homes[1].pk, since_on="1990-05-01"))
    assert made.status_code == 201, made.content.decode()
    (row,) = asking.read(own)["rows"]
    assert (row["id"], row["kind"], row["since_on"]) == (made.json()["id"], "child", "1990-05-01")
    assert (row["one"]["name"], row["two"]["name"], row["two"]["household"]) == ("单小明", "高娃", homes[1].pk)
    assert asking.read(other)["rows"] == [row]
    end = f"{own}/{row['id']}/end"
    assert asking.post(f"households/{homes[0].pk}/kin/{row['id'] + 9}/end", {"ended_on": None}).status_code == 404
    assert asking.post(end, {}).status_code == 422  # that it never was is said, not left out
    assert asking.post(end, {"ended_on": "2019-06-01"}).json() == {"id": row["id"]}
    assert asking.read(own)["rows"] == asking.read(other)["rows"] == []
    assert asking.post(end, {"ended_on": None}).status_code == 404


def test_kin_that_cannot_be_is_refused(program, homes):
    asking = program(Role.COUNTY)
    own = f"households/{homes[0].pk}/kin"
    for wrong, where in (
        ({"person": "9"}, "body.person"),
        ({"other_person": "9"}, "body.other_person"),
        ({"evidence": " "}, "body.evidence"),
        ({"other": homes[0].pk}, "body.other"),
    ):
        refused = asking.post(own, said(homes[1].pk) | wrong)
        assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, where)
    answers = [asking.post(own, said(number)) for number in (homes[2].pk, 999_999)]
    assert (answers[0].status_code, answers[0].content) == (answers[1].status_code, answers[1].content)
    assert asking.read(own)["rows"] == []


def test_kin_in_another_village_is_there_without_a_name(program, homes):
    listed(3, person("1009", "1", "乌兰", NEXT_VILLAGE, relation="户主"), columns=())
    far = Household.objects.get(number="1009")
    assert program(Role.COUNTY).post(f"households/{homes[0].pk}/kin", said(far.pk)).status_code == 201
    (row,) = program(Role.VILLAGE, over=VILLAGE).read(f"households/{homes[0].pk}/kin")["rows"]
    assert (row["one"]["name"], row["two"]) == ("单小明", None)
