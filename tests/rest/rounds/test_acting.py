"""Rounds over the API: asked for, followed as jobs, recomputed; as the pages show them."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.models import Job
from tests.factories.accounts import COUNTY, holder
from tests.factories.programs import Program
from tests.web.rounds.conftest import made, recorded, rounds_folder

__all__ = ["made", "recorded", "rounds_folder"]
pytestmark = pytest.mark.django_db
LINE = {"name": "poverty_line", "value": "3218", "source": "盟扶贫办 2019 年通知"}
WANTED = {"standard": "cn-two-assurances", "as_of": "2019-06-30", "region_code": COUNTY}


def test_round_waits_in_the_queue_and_is_followed_as_a_job(program):
    asking = program()
    open_ = asking.read("rounds/open-values", standard="cn-two-assurances", as_of="2019-06-30")["rows"]
    required = [{"name": v["name"], "value": v["stated"] or "3218", "source": "通知"} for v in open_ if v["required"]]
    queued = asking.post("rounds", {**WANTED, "confirm": required}, **{"Idempotency-Key": "r"})
    assert asking.post("rounds", {**WANTED, "confirm": required}, **{"Idempotency-Key": "r"}).json() == queued.json()
    assert (queued.status_code, queued.json()["state"], Job.objects.count()) == (202, "queued", 1)
    assert asking.read(f"jobs/{queued.json()['id']}")["kind"] == "round"
    ended = asking.post(f"jobs/{queued.json()['id']}/cancel")
    assert (ended.status_code, ended.json()["state"]) == (200, "cancelled")
    assert asking.post(f"jobs/{queued.json()['id']}/cancel").status_code == 409


def test_round_whose_values_nobody_stands_for_is_refused_with_each_of_them(program):
    refused = program().post("rounds", WANTED)
    assert refused.status_code == 422
    assert any("poverty_line" in fault["message"]["zh"] for fault in refused.json()["errors"])
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"standard": "no-such"}, "body.standard"),
        ({"region_code": "152223"}, "body.region_code"),
        ({"confirm": [{**LINE, "value": "a@b"}]}, "body.confirm.0.value"),
    ],
    ids=["standard", "foreign", "confirmation"],
)
def test_round_that_cannot_be_is_refused_with_its_place(program, more, where):
    refused = program().post("rounds", {**WANTED, **more})
    assert (refused.status_code, [f["where"] for f in refused.json()["errors"]]) == (422, [where])


def test_round_is_that_of_the_page(recorded, client):
    round_ = recorded(COUNTY)
    account = holder(Role.COUNTY)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page, asking = client.get(f"/rounds/{round_.pk}/").context, Program(account)
    said = asking.read(f"rounds/{round_.pk}")
    assert {i["id"]: i["unmet"] for i in said["indicators"]} == {i["id"]: i["unmet"] for i in page["indicators"]}
    assert {f["kind"]: f["findings"] for f in said["findings"]} == {f["id"]: f["count"] for f in page["findings"]}
    listed = client.get(f"/rounds/{round_.pk}/findings/").context["rows"]
    found = asking.read(f"rounds/{round_.pk}/findings")
    assert [row["id"] for row in found["rows"]] == [row["finding"].id for row in listed]
    assert [row["name"] for row in found["rows"]] == [row["name"] for row in listed]
    ids = []
    after = 0
    while after is not None:
        part = asking.read(f"rounds/{round_.pk}/findings", limit=3, after=after)
        ids += [row["id"] for row in part["rows"]]
        after = part["next"]
    assert ids == sorted(ids)
    assert len(ids) == sum(f["findings"] for f in said["findings"])


def test_recomputation_is_asked_for_once(recorded):
    round_, asking = recorded(COUNTY), Program(holder(Role.COUNTY))
    assert asking.get(f"rounds/{round_.pk}/verification").status_code == 404
    first, again = (asking.post(f"rounds/{round_.pk}/verification") for _ in range(2))
    assert (first.status_code, first.json()["id"]) == (202, again.json()["id"])
    assert asking.read(f"rounds/{round_.pk}/verification")["kind"] == "verify"
