"""Starting a round in the browser: which, who stands for what, into the queue."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder

CHOSEN = {"standard": "cn-two-assurances", "as_of": "2019-06-30", "region_code": COUNTY}
CONFIRMED = {"value-poverty_line": "3218", "source-poverty_line": "county notice"}


@pytest.fixture
def client(signed_in, db):
    return signed_in(holder(Role.COUNTY))


def test_first_question_is_which_round(client):
    page = client.get("/rounds/start/").content.decode()
    assert [f'name="{name}"' in page for name in CHOSEN] == [True, True, True]


def test_second_question_is_who_stands_for_what_nobody_verified(client):
    page = client.get("/rounds/start/", CHOSEN).content.decode()
    assert 'name="value-poverty_line"' in page
    assert 'value="3218' in page
    assert "press caption" in page or "未经核实的来源" in page


@pytest.mark.parametrize(("language", "said"), [("zh", "的值（元/人/年）"), ("en", "value (yuan/person/year)")])
def test_value_is_asked_in_the_unit_of_the_readers_language(client, language, said):
    client.post("/language/", {"language": language, "next": "/"})
    assert said in client.get("/rounds/start/", CHOSEN).content.decode()


def test_confirmed_round_waits_in_the_queue(client):
    answer = client.post("/rounds/start/", CHOSEN | CONFIRMED)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rounds/")
    job = Job.objects.get()
    assert (job.kind, job.region_code, job.state) == ("round", COUNTY, State.QUEUED)
    assert job.arguments == {
        "standard": "cn-two-assurances",
        "as_of": "2019-06-30",
        "region_code": COUNTY,
        "confirm": ["poverty_line=3218@county notice"],
        "retrospective": False,
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source-poverty_line": ""}, "请填写这一项"),
        ({"value-poverty_line": ""}, "请填写这一项"),
        ({"value-poverty_line": "many"}, "many"),
    ],
)
def test_value_that_cannot_be_used_is_refused_and_nothing_waits(client, change, said):
    answer = client.post("/rounds/start/", CHOSEN | CONFIRMED | change)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Job.objects.count() == 0


@pytest.mark.parametrize("change", [{"region_code": OTHER_COUNTY}, {"standard": "nothing"}, {"as_of": "2019-13-01"}])
def test_choice_outside_what_there_is_is_refused(client, change):
    answer = client.post("/rounds/start/", CHOSEN | CONFIRMED | change)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert Job.objects.count() == 0


def test_standard_that_is_not_in_force_is_refused_in_words(client):
    answer = client.post("/rounds/start/", CHOSEN | CONFIRMED | {"as_of": "2025-06-30"})
    assert answer.status_code == 200
    assert "有效期" in answer.content.decode()
    assert Job.objects.count() == 0


def test_cancelled_round_does_not_begin(client):
    client.post("/rounds/start/", CHOSEN | CONFIRMED)
    job = Job.objects.get()
    assert client.post(f"/rounds/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_foreign_round_cannot_be_cancelled(client, signed_in):
    client.post("/rounds/start/", CHOSEN | CONFIRMED)
    job = Job.objects.get()
    stranger = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, username="far.county"))
    assert stranger.post(f"/rounds/jobs/{job.pk}/cancel/").status_code == 404
    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_whoever_may_not_screen_cannot_start(signed_in, db):
    assert signed_in(holder(Role.TOWNSHIP)).get("/rounds/start/").status_code == 403
