"""A problem from its paper to its acceptance over the API; whoever may not is refused, and the attempt is in the history."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.rectification.models import Event
from tests.factories.accounts import COUNTY, TOWNSHIP
from tests.factories.evidence import pdf
from tests.factories.posts import post
from tests.factories.programs import API

pytestmark = pytest.mark.django_db
PAPER = {
    "kind": "central",
    "title": "专项巡视反馈意见（合成）",
    "inspected_by": "合成巡视组",
    "paper_number": "合成1号",
    "paper_on": "2019-02-20",
    "region_code": COUNTY,
    "synthetic": True,
}
ROAD = {
    "region_code": TOWNSHIP,
    "kind": "single",
    "category": "funds",
    "text": "通村路建成后无人管护",
    "deadline_on": "2019-12-20",
    "criteria": "管护责任书签订到人",
}


@pytest.fixture
def people(program, settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"
    return program(Role.COUNTY), program(Role.TOWNSHIP)


@pytest.fixture
def received(people):
    """The address of a problem, entered by the county."""
    county, _ = people
    made = county.post("rectification/inspections", PAPER)
    assert made.status_code == 201, made.content.decode()
    entered = county.post(f"rectification/inspections/{made.json()['id']}/problems", {"problems": [ROAD]})
    assert entered.status_code == 201, entered.content.decode()
    return f"rectification/problems/{entered.json()['rows'][0]['id']}"


def done(asking, at, **said):
    answer = asking.post(at, said)
    assert answer.status_code in (200, 201), (at, answer.content.decode())
    return answer.json()


def handed_in(asking, at, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(f"{name}.pdf", pdf(name.encode()))
    answer = asking.client.post(f"{API}{at}/evidence", {"file": file})
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()["id"]


def under_way(people, at):
    county, township = people
    done(township, f"{at}/plan", root_cause="责任没有到人", goal="路有人管", horizon="immediate")
    held = post(region=TOWNSHIP)
    one = done(township, f"{at}/tasks", measure="签订管护责任书", post=held.pk, deadline_on="2019-12-20")
    one = done(township, f"rectification/tasks/{one['tasks'][0]['id']}/stages", goal="签完", due_on="2019-09-30")
    one = done(township, f"{at}/propose", version=one["version"])
    return done(county, f"{at}/approve-plan", version=one["version"])


def test_problem_goes_from_its_paper_to_its_acceptance(people, received):
    county, township = people
    one = under_way(people, received)
    stage = one["tasks"][0]["stages"][0]
    at = f"rectification/stages/{stage['id']}"
    proof = [handed_in(township, received, "stage")]
    one = done(township, f"{at}/report", version=stage["version"], reason="签了十二份", evidence=proof)
    one = done(county, f"{at}/accept", version=one["tasks"][0]["stages"][0]["version"])
    proof = [handed_in(township, received, "whole")]
    one = done(township, f"{received}/report", version=one["version"], reason="整改到位", evidence=proof)
    assert (one["steps"], county.read(received)["steps"]) == ([], ["accept", "return"])
    one = done(county, f"{received}/accept", version=one["version"])
    assert (one["state"], [item["state"] for item in one["items"]]) == ("accepted", ["closed"])
    found = county.read(f"rectification/inspections/{one['inspection']}/reconciliation")
    assert (found["agrees"], found["settled"], found["lines"][0]["files"]) == (True, 1, 2)
    assert county.read(f"rectification/inspections/{one['inspection']}")["progress"]["by_state"]["accepted"] == 1


def test_step_that_is_refused_says_why_and_stays_in_the_history(people, received):
    _, township = people
    one = under_way(people, received)
    stage = one["tasks"][0]["stages"][0]
    at = f"rectification/stages/{stage['id']}"
    bare = township.post(f"{at}/report", {"version": stage["version"], "reason": "签了"})
    assert (bare.status_code, bare.json()["type"]) == (422, "urn:diguan:problem:evidence-missing")
    stale = township.post(f"{at}/report", {"version": stage["version"] + 5, "reason": "签了", "evidence": [1]})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:diguan:problem:stale")
    proof = [handed_in(township, received, "stage")]
    one = done(township, f"{at}/report", version=stage["version"], reason="签了", evidence=proof)
    own = township.post(f"{at}/accept", {"version": one["tasks"][0]["stages"][0]["version"]})
    assert (own.status_code, own.json()["type"]) == (403, "urn:diguan:problem:same-person")
    refused = [row["refusal"] for row in township.read(received)["history"] if not row["accepted"]]
    assert refused == ["same_person", "stale", "evidence_missing"]
    assert Event.objects.filter(accepted=False).count() == 3


def test_condition_without_a_round_is_refused_and_units_are_asked_instead(people, received):
    county, township = people
    said = {
        "standard": "cn-two-assurances",
        "subject": "household",
        "expression": "dangerous_house",
        "region_code": COUNTY,
        "question": "同类户",
        "criteria": "入户核实",
    }
    unjudged = county.post(f"{received}/conditions", said)
    assert (unjudged.status_code, unjudged.json()["errors"][0]["where"]) == (422, "body.region_code")
    assert township.post(f"{received}/conditions", said).status_code == 403
    asked = done(
        county,
        f"{received}/self-checks",
        region_code=COUNTY,
        question="有没有无人管护的路",
        criteria="有人管护",
        reply_by="2019-09-01",
    )
    assert {row["state"] for row in asked["checks"]} == {"asked"}
    assert [row["id"] for row in township.read("rectification/checks")["rows"]] == [
        row["id"] for row in asked["checks"] if row["place"]["code"] == TOWNSHIP
    ]
