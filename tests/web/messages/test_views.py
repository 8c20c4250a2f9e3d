"""One's own messages: listed, read, led on; somebody else's are not there."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.messages.models import Message
from diguan.domain.messages.queries import messages_of, unread_count
from tests.factories.accounts import account, holder
from tests.factories.messages import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return holder(Role.COUNTY)


def test_list_says_what_was_told_in_the_language_of_the_reader(signed_in, one):
    tell(one, count=4)
    client = signed_in(one)
    assert "移交 4 个未结问题" in client.get("/messages/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/messages/").content.decode()
    assert "with it 4 open items" in page
    assert "unread" in page


def test_frame_counts_what_is_unread(signed_in, one):
    client = signed_in(one)
    assert 'class="count"' not in client.get("/mine/").content.decode()
    for key in "abc":
        tell(one, key)
    assert '<span class="count">3<' in client.get("/mine/").content.decode()
    Message.objects.bulk_create(
        [Message(account=one, kind="digest", key=str(n), at="2019-03-02T00:00Z") for n in range(120)]
    )
    assert '<span class="count">99+<' in client.get("/mine/").content.decode()


def test_opening_marks_as_read_and_leads_on(signed_in, one):
    tell(one, "a", about="round:7")
    tell(one, "b", about="")
    b, a = messages_of(one.pk)
    client = signed_in(one)
    assert client.post(f"/messages/{a.pk}/open/").headers["Location"] == "/rounds/7/"
    assert client.post(f"/messages/{b.pk}/open/").headers["Location"] == "/messages/"
    assert unread_count(one.pk) == 0


def test_message_of_somebody_else_is_not_there(signed_in, one):
    other = account("other.tester")
    tell(other, "canary")
    client = signed_in(one)
    foreign = messages_of(other.pk).first()
    answers = [client.post(f"/messages/{number}/open/") for number in (foreign.pk, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "没有消息" in client.get("/messages/").content.decode()
    assert unread_count(other.pk) == 1


def test_reading_happens_by_order_alone(signed_in, one):
    tell(one)
    client = signed_in(one)
    assert client.get(f"/messages/{messages_of(one.pk).first().pk}/open/").status_code == 405
    assert client.get("/messages/read/").status_code == 405
    assert unread_count(one.pk) == 1


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 40, "٣"])
def test_marking_all_up_to_what_is_no_number_marks_none(signed_in, one, until):
    tell(one)
    assert signed_in(one).post("/messages/read/", {"until": until}).status_code == 302
    assert unread_count(one.pk) == 1


def test_all_that_the_page_showed_are_marked(signed_in, one):
    for key in "ab":
        tell(one, key)
    client = signed_in(one)
    newest = messages_of(one.pk).first().pk
    tell(one, "later")
    page = client.post("/messages/read/", {"until": newest}, follow=True).content.decode()
    assert "已把 2 条标为已读" in page
    assert unread_count(one.pk) == 1


def test_unread_ones_are_listed_alone(signed_in, one):
    tell(one, "old", count=41)
    client = signed_in(one)
    client.post(f"/messages/{messages_of(one.pk).first().pk}/open/")
    tell(one, "new", count=42)
    page = client.get("/messages/?unread=1").content.decode()
    assert ("移交 42 个" in page, "移交 41 个" in page) == (True, False)


def test_list_asks_as_often_however_many_rows(signed_in, one, django_assert_num_queries):
    for n in range(30):
        tell(one, str(n))
    client = signed_in(one)
    client.get("/messages/")
    with django_assert_num_queries(5):  # session, account, grants; rows, the count of the frame
        client.get("/messages/")
