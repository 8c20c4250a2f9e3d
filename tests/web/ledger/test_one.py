"""One item: read, every step as its role, refused attempts kept and told, nothing lost of what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.ledger.models import Attachment, Event, Item
from tests.factories.evidence import photo
from tests.web.households.conftest import CANARY


def paper(name="证明.jpg"):
    return SimpleUploadedFile(name, photo("JPEG"), content_type="image/jpeg")


def step(client, item, name, **said):
    item.refresh_from_db()
    return client.post(f"/ledger/{item.pk}/{name}/", {"version": item.version, **said}, follow=True)


def test_page_tells_what_where_whose_until_when_and_what_can_be_done(signed_in, people, items):
    page = signed_in(people["village"]).get(f"/ledger/{items['open'].pk}/").content.decode()
    assert "短板待补齐：住房安全有保障" in page
    assert "合成干部甲" in page
    assert "2019年6月28日" in page
    assert "报销号" in page
    assert "确认销号</button>" not in page


def test_item_of_elsewhere_is_not_there(signed_in, people, items):
    client = signed_in(people["county"])
    answers = [client.get(f"/ledger/{number}/") for number in (items["canary"].pk, 999_999)]
    assert [a.status_code for a in answers] == [404, 404]
    assert CANARY not in answers[0].content.decode()
    for name in ("determine", "submit", "withdraw"):
        assert client.post(f"/ledger/{items['canary'].pk}/{name}/", {"version": 1, "reason": "x"}).status_code == 404


def test_suspicion_is_determined_and_its_deadline_counts_from_then(signed_in, people, items):
    page = step(signed_in(people["township"]), items["suspected"], "determine", reason="入户核实属实").content.decode()
    assert "已认定" in page
    item = Item.objects.get(pk=items["suspected"].pk)
    assert (item.state, item.deadline_on.isoformat()) == ("open", "2019-08-12")


def test_verified_closing_goes_through_two_people(signed_in, people, items):
    first, second = signed_in(people["village"]), signed_in(people["township"])
    said = {"closing": "verified", "reason": "常年住县城楼房", "verified_until": "2019-12-01", "papers": paper()}
    page = step(first, items["open"], "submit", **said).content.decode()
    assert "已报销号，等第二个人确认" in page
    assert "证明.jpg" in page
    own = step(first, items["open"], "confirm").content.decode()
    assert "您的角色不能在这里这样办" in own
    page = step(second, items["open"], "confirm").content.decode()
    assert "已确认销号" in page
    item = Item.objects.get(pk=items["open"].pk)
    assert (item.state, item.closing) == ("closed", "verified")
    assert Event.objects.filter(item=item, accepted=False, act="confirm").count() == 1


def test_closing_on_paper_is_refused_told_and_kept(signed_in, people, items):
    client = signed_in(people["village"])
    answer = step(client, items["open"], "submit", closing="verified", reason="没问题", verified_until="2019-12-01")
    page = answer.content.decode()
    assert "没有佐证材料" in page
    assert "没问题</textarea>" in page
    assert "未获接受" in page
    refused = Event.objects.get(item=items["open"], accepted=False)
    assert (refused.act, refused.refusal) == ("submit", "evidence_missing")


def test_mended_without_the_standard_saying_so_is_refused(signed_in, people, items):
    page = step(
        signed_in(people["village"]), items["open"], "submit", closing="mended", reason="修好了", verified_until=""
    )
    assert "标准现在不能判定这个问题" in page.content.decode()
    assert Item.objects.get(pk=items["open"].pk).state == "open"


def test_file_that_is_no_evidence_is_told_at_the_form(signed_in, people, items):
    said = {"closing": "verified", "reason": "x", "verified_until": "2019-12-01"}
    bad = SimpleUploadedFile("a.jpg", b"hello", content_type="image/jpeg")
    page = step(signed_in(people["village"]), items["open"], "submit", papers=bad, **said).content.decode()
    assert "a.jpg" in page
    assert Item.objects.get(pk=items["open"].pk).state == "open"


def test_refused_submission_loses_no_photo_and_offers_it_ticked(signed_in, people, items):
    client = signed_in(people["village"])
    said = {"closing": "verified", "reason": "", "verified_until": "2019-12-01"}
    page = step(client, items["open"], "submit", papers=paper("屋顶.jpg"), **said).content.decode()
    tied = Attachment.objects.get(item=items["open"])
    assert (tied.evidence.name, tied.by) == ("屋顶.jpg", people["village"].pk)
    assert f'value="{tied.evidence_id}" id="id_submit_kept_0" checked' in page
    assert "请填写" in page
    assert Event.objects.filter(item=items["open"]).count() == 0
    said |= {"reason": "常年住县城楼房", "kept": tied.evidence_id}
    assert "等第二个人确认" in step(client, items["open"], "submit", **said).content.decode()
    assert Event.objects.get(item=items["open"], accepted=True).evidence == [tied.evidence_id]
    assert Attachment.objects.count() == 1


def test_files_are_handed_in_without_a_step_good_ones_stay_beside_bad_ones(signed_in, people, items):
    client, address = signed_in(people["village"]), f"/ledger/{items['open'].pk}/files/"
    assert "请填写" in client.post(address).content.decode()
    bad = SimpleUploadedFile("坏.jpg", b"hello", content_type="image/jpeg")
    page = client.post(address, {"papers": [paper("墙.jpg"), bad]}).content.decode()
    assert "坏.jpg" in page
    assert [row.evidence.name for row in Attachment.objects.all()] == ["墙.jpg"]
    page = client.post(address, {"papers": [paper("墙.jpg")]}, follow=True).content.decode()
    assert "收到 1 份材料" in page
    assert Attachment.objects.count() == 1
    assert "墙.jpg" in signed_in(people["township"]).get(f"/ledger/{items['open'].pk}/").content.decode()


def test_files_for_an_item_of_elsewhere_are_for_one_that_is_not_there(signed_in, people, items):
    client = signed_in(people["county"])
    for number in (items["canary"].pk, 999_999):
        assert client.post(f"/ledger/{number}/files/", {"papers": paper()}).status_code == 404
    assert not Attachment.objects.exists()


def test_whoever_was_overtaken_is_told(signed_in, people, items):
    client = signed_in(people["township"])
    address = f"/ledger/{items['suspected'].pk}/determine/"
    client.post(address, {"version": 1, "reason": "属实"})
    answer = client.post(address, {"version": 1, "reason": "属实"})
    assert answer.status_code == 409
    assert "刚被别人处理过" in answer.content.decode()


def test_closing_is_returned_with_a_reason(signed_in, people, items):
    client = signed_in(people["township"])
    assert "请填写" in step(client, items["submitted"], "return", reason="").content.decode()
    page = step(client, items["submitted"], "return", reason="照片不是这一户").content.decode()
    assert "已退回" in page
    assert Item.objects.get(pk=items["submitted"].pk).returns == 1


def test_more_time_is_asked_for_and_granted_by_somebody_above(signed_in, people, items):
    step(signed_in(people["village"]), items["open"], "ask-postponement", until="2019-08-30", reason="冻土未化")
    page = signed_in(people["township"]).get("/ledger/mine/").content.decode()
    assert "待您决定延期（1）" in page
    page = step(signed_in(people["township"]), items["open"], "grant-postponement").content.decode()
    assert "已同意延期" in page
    assert Item.objects.get(pk=items["open"].pk).deadline_on.isoformat() == "2019-08-30"


def test_item_is_given_to_another_post_of_its_chain(signed_in, people, items):
    page = signed_in(people["township"]).get(f"/ledger/{items['open'].pk}/").content.decode()
    assert "交给哪个岗位" in page
    done = step(signed_in(people["township"]), items["open"], "assign", post=str(people["owner"].pk))
    assert "已交办" in done.content.decode()


def test_only_a_higher_level_withdraws(signed_in, people, items):
    assert "撤回</button>" not in signed_in(people["township"]).get(f"/ledger/{items['open'].pk}/").content.decode()
    page = step(signed_in(people["county"]), items["open"], "withdraw", reason="重复立项").content.decode()
    assert "已撤回" in page


def test_address_of_no_step_is_not_there(signed_in, people, items):
    client = signed_in(people["county"])
    for name in ("open", "rebound", "close", "hand-over"):
        assert client.post(f"/ledger/{items['open'].pk}/{name}/", {"version": 1, "reason": "x"}).status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_item_opens_in_both_languages(signed_in, people, items, language):
    client = signed_in(people["county"])
    client.post("/language/", {"language": language, "next": "/"})
    for name in ("suspected", "open", "soon", "submitted"):
        assert client.get(f"/ledger/{items[name].pk}/").status_code == 200
