"""Events on the pages: what will change is shown first, a second editor is told, nothing of another county is shown or done."""

import re
from html import unescape

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.models import Household, LifeEvent, Person
from tests.factories.accounts import OTHER_COUNTY, PREFECTURE, holder
from tests.factories.happenings import NEXT_VILLAGE, OTHER_VILLAGE, people
from tests.web.events.conftest import CANARY, CANARY_NAME, CHILD, FATHER, given
from tests.web.shared.test_rights import strip_tokens


@pytest.fixture
def client(signed_in, homes):
    return signed_in(holder(Role.COUNTY))


def address(household, kind):
    return f"/households/{household.pk}/events/{kind}/"


def recorded(client, household, kind, **said):
    """The page that asks for a confirmation, and where that leads."""
    asked = client.post(address(household, kind), given(household, **said))
    done = client.post(address(household, kind), given(household, **said, confirmed="1"), follow=True)
    return asked.content.decode(), done.content.decode()


def test_every_kind_is_offered_and_has_a_form(client, homes):
    page = client.get(f"/households/{homes[0].pk}/events/?person=2").content.decode()
    found = re.findall(rf'href="/households/{homes[0].pk}/events/(\w+)/\?person=2"', page)
    assert len(found) == 11
    for kind in found:
        assert client.get(address(homes[0], kind)).status_code == 200
    assert client.get(address(homes[0], "nonsense")).status_code == 404


BORN = {"name": "单小牧", "sex": "女", "relation": "之孙女", "identity": "", "enrolling": "on"}


def happened(client, household):
    """The timeline of a household, as its page opens it."""
    return client.get(f"/households/{household.pk}/timeline/").content.decode()


def test_birth_is_looked_at_and_stored(client, homes):
    asked, done = recorded(client, homes[0], "birth", **BORN)
    assert "加入" in asked
    assert "单小牧 1001-r1：之孙女、在家、2019年6月1日" in asked
    assert "已登记：出生" in done
    told = happened(client, homes[0])
    assert "出生：单小牧" in told
    assert "原因：户口簿变更" in told
    assert ("1001", "1001-r1") in people()


def test_nothing_is_stored_before_it_was_confirmed(client, homes):
    client.post(address(homes[0], "birth"), given(homes[0], **BORN))
    again = client.post(address(homes[0], "birth"), given(homes[0], **BORN, change="1")).content.decode()
    assert 'value="单小牧"' in again
    assert LifeEvent.objects.count() == 0
    assert Household.objects.get(pk=homes[0].pk).version == homes[0].version


def test_second_editor_is_told_and_nothing_of_his_is_stored(client, homes):
    old = given(homes[0], person="2", state="服役")
    recorded(client, homes[0], "birth", **BORN)
    answer = client.post(address(homes[0], "state"), {**old, "confirmed": "1"})
    assert answer.status_code == 409
    assert "刚被别人改动过" in answer.content.decode()
    assert LifeEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "wrong", "at"),
    [
        ("birth", {**BORN, "name": ""}, "id_name"),
        ("birth", {**BORN, "identity": "99010120000101"}, "id_identity"),
        ("birth", {**BORN, "identity": FATHER}, "id_identity"),
        ("birth", {**BORN, "happened_on": "2030-01-01"}, "id_happened_on"),
        ("birth", {**BORN, "evidence": " "}, "id_evidence"),
        ("birth", {**BORN, "grade": "2"}, "id_department"),
        ("death", {"person": "9", "new_head": ""}, "id_person"),
        ("death", {"person": "1", "new_head": "1"}, "id_new_head"),
        ("split", {"persons": ["1", "2"], "new_number": "1009", "head": ""}, "id_persons"),
        ("split", {"persons": ["2"], "new_number": "1002", "head": ""}, "id_new_number"),
        ("merge", {"other": "7777"}, "id_other"),
        ("merge", {"other": "CANARY-9"}, "id_other"),
        ("marriage_out", {"person": "2", "to_household": "CANARY-9", "relation": ""}, "id_to_household"),
        ("move", {"persons": ["2"], "region_code": "无此村", "new_number": ""}, "id_region_code"),
        ("move", {"persons": [], "region_code": NEXT_VILLAGE, "new_number": ""}, "id_persons"),
    ],
)
def test_what_is_wrong_is_said_at_its_entry_and_nothing_is_stored(client, homes, kind, wrong, at):
    page = client.post(address(homes[0], kind), given(homes[0], **wrong)).content.decode()
    assert f'<a href="#{at}">' in page
    assert f'id="{at}"' in page
    assert LifeEvent.objects.count() == 0


def test_number_that_is_known_elsewhere_is_told_without_telling_where(client, homes):
    page = client.post(address(homes[1], "birth"), given(homes[1], **{**BORN, "identity": FATHER})).content.decode()
    assert "这个证件号码已经登记在" in page
    assert "单大山" in page
    page = client.post(address(homes[1], "birth"), given(homes[1], **{**BORN, "identity": CANARY})).content.decode()
    assert "您的范围以外" in page
    assert CANARY_NAME not in page
    assert "CANARY" not in page
    page = client.post(address(homes[1], "birth"), given(homes[1], **{**BORN, "identity": CHILD})).content.decode()
    assert "证件号码已" not in page
    assert Entry.objects.filter(action="search_identity").count() == 3


def test_newcomer_who_resembles_somebody_of_the_village_is_pointed_out(client, homes):
    said = {"name": "单小明", "sex": "男", "birth_date": "1990-05-01", "relation": "之女婿", "identity": ""}
    asked, _ = recorded(client, homes[1], "marriage_in", **said)
    assert "可能是同一人" in asked
    assert "单小明 2" in asked


def test_event_is_taken_back_from_the_page(client, homes):
    recorded(client, homes[0], "death", person="1", new_head="2")
    undo = re.search(rf"/households/{homes[0].pk}/undo/\d+/", happened(client, homes[0])).group()
    assert ("1001", "1") not in people()
    assert "单大山" in client.post(undo, given(homes[0])).content.decode()
    done = client.post(undo, given(homes[0], confirmed="1"), follow=True).content.decode()
    assert "已登记：撤销" in done
    told = happened(client, homes[0])
    assert "已撤销" in told
    assert undo not in told
    assert ("1001", "1") in people()
    again = client.post(undo, given(homes[0], confirmed="1")).content.decode()
    assert "已经撤销" in again


def test_household_of_an_earlier_day_has_the_people_of_that_day(client, homes):
    recorded(client, homes[0], "death", person="1", new_head="2")
    page = client.get(f"/households/{homes[0].pk}/?standard=cn-two-assurances&as_of=2019-05-20").content.decode()
    members = page.split("家庭成员</h2>")[1].split("另户的亲属")[0]
    assert "单大山" in members
    assert "2019-05-20 当天" in page
    after = client.get(f"/households/{homes[0].pk}/?standard=cn-two-assurances&as_of=2019-06-02").content.decode()
    assert "单大山" not in after.split("家庭成员</h2>")[1].split("另户的亲属")[0]


def test_two_numbers_of_one_person_are_found_and_merged(client, homes):
    page = client.get(address(homes[0], "same_person")).content.decode()
    assert "同村、同名、同日出生" in page
    said = {"other": "1002", "person": "2", "other_person": "2"}
    asked, done = recorded(client, homes[0], "same_person", **said)
    assert "户 1002" in asked
    assert "已登记：两个编号是同一人" in done
    assert people() == [("1001", "1"), ("1001", "2"), ("1002", "1"), ("CANARY-9", "1")]


def test_newer_list_is_pointed_out_before_and_after(client, homes):
    from datetime import date

    from tests.factories.happenings import listed
    from tests.web.events.conftest import person

    listed(5, person("1001", "1", "单大山"), person("1001", "2", "单小明"), on=date(2019, 6, 20), columns=())
    asked, done = recorded(client, homes[0], "birth", **BORN)
    assert "更新的名单（2019-06-20）" in asked
    assert "已登记：出生" in done
    assert "更新的名单（2019-06-20）与此不同" in happened(client, homes[0])


@pytest.mark.parametrize("kind", ["birth", "death", "merge", "same_person", "move"])
def test_foreign_household_is_answered_like_one_that_is_not_there(client, homes, kind):
    answers = [client.get(f"/households/{n}/events/{kind}/") for n in (homes[2].pk, 999_999)]
    posted = [client.post(f"/households/{n}/events/{kind}/", given(homes[0], **BORN)) for n in (homes[2].pk, 999_999)]
    assert [a.status_code for a in (*answers, *posted)] == [404] * 4
    bodies = [a.content.decode().replace(f"/{homes[2].pk}/", "/N/").replace("/999999/", "/N/") for a in answers]
    assert strip_tokens(bodies[0]) == strip_tokens(bodies[1])


def test_event_of_another_county_is_not_taken_back(signed_in, client, homes):
    recorded(client, homes[0], "death", person="1", new_head="2")
    event = LifeEvent.objects.get()
    stranger = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="of.there", region=OTHER_COUNTY))
    for household in (homes[0], homes[2]):
        assert stranger.post(f"/households/{household.pk}/undo/{event.pk}/", given(homes[2])).status_code == 404


def test_those_who_may_not_record_events_are_refused(signed_in, homes):
    department = signed_in(holder(Role.DEPARTMENT))
    assert department.get(address(homes[0], "birth")).status_code == 403
    assert "/events/" not in department.get(f"/households/{homes[0].pk}/").content.decode()


def test_departure_is_announced_to_the_other_county_and_taken_up_there(signed_in, client, homes):
    _, done = recorded(client, homes[0], "move", persons=["2"], region_code=OTHER_VILLAGE, new_number="")
    assert "已登记：迁移" in done
    there = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="of.there", region=OTHER_COUNTY))
    listing = there.get("/arrivals/").content.decode()
    assert "单小明" in listing
    assert "1001" not in strip_tokens(listing)
    take_up = re.search(r"/arrivals/\d+/", listing).group()
    said = given(homes[2], region_code=OTHER_VILLAGE, new_number="5001", to_household="", happened_on="2019-06-25")
    assert "已登记：接收迁入" in there.post(take_up, said, follow=True).content.decode()
    assert Person.objects.get(household__number="5001").name == "单小明"
    assert there.get(take_up).status_code == 404
    assert client.get(take_up).status_code == 404
    assert "单小明" not in client.get("/arrivals/").content.decode()


def test_those_who_may_be_registered_twice_are_listed_within_ones_region(signed_in, client, homes):
    page = client.get("/twice/").content.decode()
    assert "单小明 2" in page
    assert CANARY_NAME not in page
    there = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="of.there", region=OTHER_COUNTY))
    assert "没有疑似重复的人" in there.get("/twice/").content.decode()
    recorded(client, homes[1], "birth", **{**BORN, "identity": CANARY})
    for who in (client, there):
        page = who.get("/twice/").content.decode()
        assert "在您的范围以外" in page
    assert CANARY_NAME not in client.get("/twice/").content.decode()
    assert "单小牧" not in there.get("/twice/").content.decode()


def test_kin_is_recorded_shown_and_ended(client, homes):
    kin = f"/households/{homes[0].pk}/kin/"
    assert "另一户的户编号" in client.get(kin).content.decode()
    assert "没有这一户" in client.get(f"{kin}?other=CANARY-9").content.decode()
    own, other = homes[0].persons.get(number="2"), homes[1].persons.get(number="1")
    said = {"other": "1002", "person": own.pk, "other_person": other.pk, "kind": "child", "evidence": "户口簿"}
    page = client.post(kin, {**said, "since_on": ""}, follow=True).content.decode()
    assert "单小明 2 是 高娃 1 的子女" in page
    end = re.search(rf"{kin}\d+/", page).group()
    assert "高娃" in client.get(f"/households/{homes[1].pk}/").content.decode().split("另户的亲属")[1]
    ended = client.post(end, {"ended_on": ""}, follow=True).content.decode()
    assert "亲属关系已结束" in ended
    assert client.post(end, {"ended_on": ""}).status_code == 404


def test_two_who_look_like_one_are_told_apart_on_a_page_of_their_own(signed_in, client, homes):
    pair = re.search(r'href="(/twice/\d+/\d+/)"', client.get("/twice/").content.decode())[1]
    assert "两人不是同一人" in client.get(pair).content.decode()
    assert "没有写明依据" in client.post(pair, {"reason": "看"}).content.decode()
    answer = client.post(pair, {"reason": "两人身份证原件都看过"}, follow=True)
    assert "已说明" in answer.content.decode()
    assert f'href="{pair}"' not in answer.content.decode()
    there = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="there.too"))
    assert [there.get(where).status_code for where in (pair, "/twice/999998/999999/")] == [404, 404]


def test_one_number_in_two_counties_is_mended_by_a_move_that_is_taken_up_where_they_are(signed_in, client, homes):
    recorded(client, homes[1], "birth", **{**BORN, "identity": CANARY})
    born = homes[1].persons.get(name="单小牧").number
    above = signed_in(holder(Role.PREFECTURE, over=PREFECTURE, username="of.above", region=PREFECTURE))
    page = above.get("/twice/?kind=across").content.decode()
    assert f"/households/{homes[1].pk}/" in page
    assert f"/households/{homes[2].pk}/" in page
    assert CANARY_NAME not in page
    assert "/events/move/" not in page
    page = client.get("/twice/?kind=across").content.decode()
    link = unescape(re.search(r'href="(/households/\d+/events/move/[^"]+)"', page)[1])
    there_code = OTHER_COUNTY.ljust(12, "0")
    assert f'value="{there_code}"' in client.get(link).content.decode()
    recorded(client, homes[1], "move", persons=[born], region_code=there_code, new_number="")
    there = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="of.there", region=OTHER_COUNTY))
    take_up = re.search(r"/arrivals/\d+/", there.get("/arrivals/").content.decode()).group()
    page = there.get(take_up).content.decode()
    assert "已经登记在" in page
    assert 'value="CANARY-9"' in page
    said = given(homes[2], region_code=OTHER_VILLAGE, new_number="", to_household="CANARY-9", happened_on="2019-06-25")
    assert "已登记：接收迁入" in there.post(take_up, said, follow=True).content.decode()
    assert list(homes[2].persons.filter(gone=False).values_list("number", flat=True)) == ["1"]
    for who in (client, there, above):
        assert "没有疑似重复的人" in who.get("/twice/?kind=across").content.decode()
