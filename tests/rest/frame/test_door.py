"""The door: tokens alone, limits, sizes and types, keys of requests."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.models import Answer, Counter
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from diguan.domain.fieldwork.models import Visit
from diguan.domain.registry.models import Observation
from tests.factories.accounts import COUNTY, holder
from tests.factories.programs import Program, token
from tests.factories.registry import AT

FACT = {
    "observed_on": "2019-06-20",
    "grade": "seen",
    "evidence": "看到房屋鉴定书",
    "facts": {"dangerous_house": False},
}


@pytest.mark.django_db
def test_session_of_a_browser_counts_for_nothing():
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder(Role.COUNTY), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/households").status_code == 401
    assert client.post("/api/v1/messages/read", {"until": 1}, content_type="application/json").status_code == 401


@pytest.mark.django_db
def test_token_counts_beside_a_session_of_somebody_else():
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder(Role.VILLAGE), backend="django.contrib.auth.backends.ModelBackend")
    secret = token(holder(Role.COUNTY))
    said = client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).json()
    assert said["username"] == "county.tester"
    assert client.get("/households/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["", "Basic x", "Bearer", "Bearer " + "x" * 999, "bearer diguan_x\0"])
def test_what_is_no_token_is_refused(said):
    assert Client(headers={"authorization": said}).get("/api/v1/me").status_code == 401


@pytest.mark.django_db
def test_token_that_has_ended_lets_nobody_in():
    secret = token(holder(Role.COUNTY), at=AT - timedelta(days=10), days=10)
    assert Program(said=secret).get("me").status_code == 401


@pytest.mark.django_db
def test_account_that_must_change_its_password_is_told_so():
    account = holder(Role.COUNTY)
    account.must_change_password = True
    account.save()
    refused = Program(account).get("me")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:diguan:problem:password")


@pytest.mark.django_db
def test_too_many_requests_are_told_when_to_come_back(settings, program):
    settings.API_LIMITS = {"token": 3, "account": 100}
    asking = program()
    assert [asking.get("me").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = asking.get("me")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["type"] == "urn:diguan:problem:too-many"
    assert Counter.objects.count() == 2


@pytest.mark.django_db
def test_ten_tokens_of_an_account_ask_no_more_than_its_limit(settings):
    settings.API_LIMITS = {"token": 3, "account": 4}
    account = holder(Role.COUNTY)
    asking = [Program(account, Scope.READ) for _ in range(5)]
    assert [each.get("me").status_code for each in asking] == [200, 200, 200, 200, 429]


@pytest.mark.django_db
def test_body_of_another_type_or_too_large_is_refused(program):
    client = program().client
    assert client.post("/api/v1/messages/read", "until=1", content_type="text/plain").status_code == 415
    large = client.post("/api/v1/messages/read", " " * (1 << 20) + "{}", content_type="application/json")
    assert large.status_code == 413
    broken = client.post("/api/v1/messages/read", "{", content_type="application/json")
    assert (broken.status_code, broken.json()["type"]) == (400, "urn:diguan:problem:bad")


@pytest.mark.django_db
def test_request_with_a_key_is_done_once_and_answered_alike(program, two_counties):
    asking, at = program(), f"households/{two_counties[0].pk}/observations"
    said = {**FACT, "version": two_counties[0].version}
    first = asking.post(at, said, **{"Idempotency-Key": "k-1"})
    again = asking.post(at, said, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Observation.objects.filter(sheet__recorded_by__isnull=False).count() == 1


@pytest.mark.django_db
def test_key_of_another_request_is_refused(program, two_counties):
    asking, at = program(), f"households/{two_counties[0].pk}/observations"
    said = {**FACT, "version": two_counties[0].version}
    asking.post(at, said, **{"Idempotency-Key": "k-1"})
    other = asking.post(at, {**said, "evidence": "别的"}, **{"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:diguan:problem:key")


@pytest.mark.django_db
def test_answer_that_shows_what_is_masked_is_kept_nowhere(program, two_counties):
    asking = program()
    at = f"households/{two_counties[0].pk}/reveal"
    for _ in range(2):
        shown = asking.post(at, {"reason": "核对医保参保"}, **{"Idempotency-Key": "k-2"})
        assert shown.status_code == 200
        assert "990101195001011234" in shown.content.decode()
    assert not Answer.objects.exists()
    assert Entry.objects.filter(action="reveal_household").count() == 2


@pytest.mark.django_db
def test_visit_that_is_sent_twice_counts_once_even_without_a_key(program, two_counties):
    asking, at = program(Role.VILLAGE, over=two_counties[0].region_code), f"households/{two_counties[0].pk}/visits"
    said = {"version": two_counties[0].version, "token": str(uuid4()), "made_on": "2019-06-20", "outcome": "absent"}
    assert [asking.post(at, said).status_code for _ in range(2)] == [201, 201]
    assert Visit.objects.count() == 1


@pytest.mark.django_db
def test_record_names_the_token(program, two_counties):
    asking = program()
    asking.post(f"households/{two_counties[0].pk}/observations", {**FACT, "version": two_counties[0].version})
    entry = Entry.objects.get(action="record_observation")
    assert detail_of(entry)["token"] == int(Counter.objects.get(key__startswith="token:").key.partition(":")[2])


@pytest.mark.django_db
def test_error_is_said_in_both_languages_with_place_value_and_what_was_expected(program):
    refused = program().get("households", limit="x", sort="up")
    assert refused.status_code == 422
    said = refused.json()
    assert said["title"] == "内容不符合要求"
    assert {fault["where"]: fault["value"] for fault in said["errors"]} == {"query.limit": "x", "query.sort": "up"}
    for fault in said["errors"]:
        assert fault["expected"]["zh"]
        assert fault["expected"]["en"]
    english = Client(headers={"accept-language": "en"}).get("/api/v1/me")
    assert english.json()["title"].startswith("there is no token")
    assert english.headers["Content-Language"] == "en"
    assert json.loads(english.content)["message"]["zh"]


@pytest.mark.django_db
def test_name_that_nobody_asks_for_is_refused(program, two_counties):
    said = {**FACT, "version": 1, "observed_om": "2019-01-01"}
    refused = program().post(f"households/{two_counties[0].pk}/observations", said)
    assert [fault["where"] for fault in refused.json()["errors"]] == ["body.observed_om"]
    assert COUNTY not in refused.content.decode()
