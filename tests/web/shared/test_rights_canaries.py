"""Every address as people of one county, with numbers, words and codes of another: no answer tells anything of it.

Read from the addresses themselves: a page that is added is tried without a word here.
"""

import re

import pytest
from django.urls import reverse

from diguan.domain.accounts.permissions import Role, acts_of
from diguan.domain.audit.models import Entry
from tests.factories.accounts import COUNTY, OTHER_COUNTY, a_village, holder
from tests.factories.foreign import CANARIES, FAR, IDENTITY, NAME, NUMBER, OFFICER, PROBLEM, USERNAME, planted
from tests.web.households.conftest import THERE, home, load
from tests.web.shared.test_rights import EVERY, strip_tokens

ABSENT = 6_000_000
NUMBERS = (1,)  # rows of each foreign table that are asked for; further ones may be of this county
PLACED = {Role.VILLAGE: None, Role.COUNTY: COUNTY, Role.AUDITOR: COUNTY, Role.ADMINISTRATOR: COUNTY}
TEXTS = {"paper": "ledger.xlsx", "name": "cn-two-assurances"}
ENDED = {"signing:sign_out", "signing:end_session"}  # end the sign-in that asks
# What somebody of this county may know, guess or have been told of the other one.
ASKED = {
    "words": NAME,
    "text": NAME,
    "name": "x",
    "username": USERNAME,
    "actor": USERNAME,
    "region_code": OTHER_COUNTY,
    "over": OTHER_COUNTY,
    "household": str(FAR + 1),
    "person": str(FAR + 1),
    "officer": str(FAR + 1),
    "fact": "status",
    "standing": "unmet",
    "indicator": "far",
    "recipient": "x",
    "reason": "核对医保参保",
    "questions": f"region_code={OTHER_COUNTY}&standing=unmet&indicator=far",
    "page": "households:list",
}


@pytest.fixture
def client(request, signed_in, db):
    planted()
    load(home("1001"), number=7)
    return signed_in(holder(request.param, over=PLACED[request.param]))


def allowed(role):
    for name, pattern in EVERY.items():
        act = getattr(pattern.callback, "act", None)
        if name not in ENDED and (act is None or act in acts_of(role)):
            yield name, pattern


def address(name, pattern, number):
    parts = {part: TEXTS.get(part, number) for part in pattern.pattern.converters}
    return reverse(name, kwargs=parts)


def told(response, typed=()):
    """What an answer says, headers and where it leads to included, without what was typed into it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = f"{body.decode(errors='replace')} {response.headers}"
    for value in typed:
        said = said.replace(value, "")
    return said


def canaries(response, typed=()):
    said = told(response, typed)
    return [canary for canary in CANARIES if canary in said]


def answers(client, at):
    """A page asked for plainly, with questions, and sent a form; what a form leads to is looked at, too."""
    yield client.get(at), ()
    yield client.get(at, ASKED), ASKED.values()
    posted = client.post(at, ASKED)
    yield posted, ASKED.values()
    if posted.status_code == 302 and not posted.headers["Location"].startswith("/sign-in/"):
        yield client.get(posted.headers["Location"]), ASKED.values()


@pytest.mark.parametrize("client", PLACED, indirect=True)
def test_no_address_tells_anything_of_another_county(request, client):
    role = request.node.callspec.params["client"]
    found = {}
    for name, pattern in allowed(role):
        for number in NUMBERS if pattern.pattern.converters else (0,):
            at = address(name, pattern, FAR + number)
            for response, typed in answers(client, at):
                if response.status_code >= 500 or canaries(response, typed):
                    found[at] = (response.status_code, canaries(response, typed))
    assert found == {}


@pytest.mark.parametrize("client", PLACED, indirect=True)
def test_foreign_number_is_answered_like_one_that_nobody_has(request, client):
    role = request.node.callspec.params["client"]
    different = {}
    for name, pattern in allowed(role):
        if not any(part not in TEXTS for part in pattern.pattern.converters):
            continue
        nothing = [plain(response, ABSENT) for response in bare(client, address(name, pattern, ABSENT))]
        for number in NUMBERS:
            at = address(name, pattern, FAR + number)
            if [plain(response, FAR + number) for response in bare(client, at)] != nothing:
                different[at] = [response.status_code for response in bare(client, at)]
    assert different == {}


def bare(client, at):
    return client.get(at), client.post(at, {"reason": "核对医保参保", "name": "x"})


def plain(response, number):
    location = response.headers.get("Location", "").replace(str(number), "N")
    return (
        response.status_code,
        location,
        re.sub(rf"\b{number}\b", "N", strip_tokens(told(response)).split("</html>")[0]),
    )


@pytest.mark.django_db
def test_suggestions_and_choices_stop_at_the_border(signed_in):
    planted()
    client = signed_in(holder(Role.COUNTY, over=COUNTY))
    for words in (THERE, THERE[:9], OTHER_COUNTY[:6]):
        assert "option" not in client.get("/regions/", {"region_code": words}).content.decode()
    assert a_village()[:6] in client.get("/regions/", {"region_code": COUNTY[:6]}).content.decode()
    assert NUMBER not in client.get("/households/", {"standard": "cn-two-assurances"}).content.decode()


@pytest.mark.django_db
def test_record_of_a_county_holds_nothing_of_the_other(signed_in):
    planted()
    client = signed_in(holder(Role.AUDITOR, over=COUNTY, username="the.auditor"))
    assert Entry.objects.filter(region_code__startswith=OTHER_COUNTY[:6]).exists()
    page = client.get("/audit/").content.decode()
    assert OTHER_COUNTY[:6] not in page
    assert str(FAR) not in page


@pytest.mark.django_db
def test_canaries_are_seen_by_their_own_people(signed_in):
    """A bird that nobody could see anywhere would prove nothing."""
    from diguan.domain.accounts.models import Account

    planted()
    client = signed_in(Account.objects.get(username=USERNAME))
    pages = ["/households/", "/saved/", "/rounds/", "/posts/officers/", f"/rounds/{FAR + 1}/"]
    seen = {canary for at in pages for canary in canaries(client.get(at))}
    administrator = signed_in(holder(Role.ADMINISTRATOR, over=OTHER_COUNTY, region=OTHER_COUNTY))
    seen |= set(canaries(administrator.get("/accounts/")))
    shown = client.post(f"/households/{FAR + 1}/reveal/", {"reason": "核对医保参保"})
    seen |= set(canaries(shown))
    assert {NAME, NUMBER, IDENTITY, USERNAME, OFFICER, PROBLEM} <= seen
