"""Steps of items over the API: the same table, the same refusals, the attempts on record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Attachment, Event, Item
from diguan.domain.ledger.queries import steps_for
from diguan.domain.responsibility.choices import PostKind
from tests.factories.accounts import COUNTY, ON, OVER, TOWNSHIP, holder
from tests.factories.items import AT, VILLAGE, day, item
from tests.factories.posts import officer, post, tenure
from tests.factories.programs import Program

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%synthetic\n%%EOF\n"


@pytest.fixture
def people(db):
    found = {
        Role.VILLAGE: holder(Role.VILLAGE, over=VILLAGE),
        Role.TOWNSHIP: holder(Role.TOWNSHIP, over=TOWNSHIP),
        Role.COUNTY: holder(Role.COUNTY, over=COUNTY),
    }
    owner = post(PostKind.FIRST_SECRETARY, VILLAGE)
    tenure(owner, officer(account=found[Role.VILLAGE]))
    return found | {"owner": owner}


def test_item_goes_from_suspicion_to_its_second_person(people):
    problem = item(1, state=State.SUSPECTED, owner=people["owner"], deadline_days=30)
    village, township, county = (Program(people[role]) for role in (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY))
    at = f"items/{problem.pk}"
    assert township.read(f"{at}/steps")["steps"] == [
        str(s) for s in steps_for(viewer_of(people[Role.TOWNSHIP].pk, ON), problem)
    ]
    opened = township.post(f"{at}/determine", {"version": 1, "reason": "入户看过"})
    assert (opened.status_code, opened.json()["state"]) == (200, "open")
    paper = village.client.post(f"/api/v1/{at}/evidence", {"file": SimpleUploadedFile("证明.pdf", PDF)})
    assert paper.status_code == 201
    submitted = village.post(
        f"{at}/submit",
        {
            "version": opened.json()["version"],
            "reason": "已核实",
            "closing": "verified",
            "evidence": [paper.json()["id"]],
            "verified_until": "2019-12-01",
        },
    )
    assert (submitted.status_code, submitted.json()["state"]) == (200, "submitted")
    version = submitted.json()["version"]
    own = village.post(f"{at}/confirm", {"version": version})
    assert own.status_code == 403
    closed = county.post(f"{at}/confirm", {"version": version, "reason": "同意"})
    assert (closed.status_code, closed.json()["state"], closed.json()["closing"]) == (200, "closed", "verified")
    assert [line["step"] for line in closed.json()["history"] if line["accepted"]] == ["confirm", "submit", "determine"]
    taken = county.get(f"evidence/{paper.json()['id']}")
    assert (taken.content, taken.headers["Content-Type"]) == (PDF, "application/pdf")


def test_attempt_on_paper_is_refused_and_stays_on_record(people):
    problem = item(2, deadline=day(7, 30), owner=people["owner"])
    village = Program(people[Role.VILLAGE])
    said = {"version": 1, "reason": "已解决", "closing": "verified", "verified_until": "2019-12-01"}
    refused = village.post(f"items/{problem.pk}/submit", said, **{"Idempotency-Key": "once"})
    again = village.post(f"items/{problem.pk}/submit", said, **{"Idempotency-Key": "once"})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:diguan:problem:evidence-missing")
    assert again.json() == refused.json()
    assert refused.json()["errors"][0]["where"] == "body.evidence"
    assert Event.objects.filter(item=problem, accepted=False, refusal="evidence_missing").count() == 1
    assert village.read(f"items/{problem.pk}")["history"][0]["accepted"] is False


def test_item_that_somebody_else_changed_is_a_conflict(people):
    problem = item(3, state=State.SUSPECTED, owner=people["owner"], deadline_days=30)
    stale = Program(people[Role.TOWNSHIP]).post(f"items/{problem.pk}/determine", {"version": 7, "reason": "x"})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:diguan:problem:stale")
    assert Item.objects.get().state == State.SUSPECTED


def test_more_time_is_asked_for_and_decided_by_somebody_above(people):
    problem = item(4, deadline=day(7, 30), owner=people["owner"])
    village, township = Program(people[Role.VILLAGE]), Program(people[Role.TOWNSHIP])
    asked = village.post(
        f"items/{problem.pk}/ask-postponement", {"version": 1, "reason": "雨季", "until": "2019-09-30"}
    )
    assert asked.json()["postpone_until"] == "2019-09-30"
    assert [row["id"] for row in township.read("items", whose="decide")["rows"]] == [problem.pk]
    granted = township.post(f"items/{problem.pk}/grant-postponement", {"version": asked.json()["version"]})
    assert (granted.json()["deadline_on"], granted.json()["postponements"]) == ("2019-09-30", 1)


def test_what_is_no_evidence_is_refused(people):
    problem = item(5, deadline=day(7, 30), owner=people["owner"])
    village = Program(people[Role.VILLAGE])
    refused = village.client.post(f"/api/v1/items/{problem.pk}/evidence", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert refused.status_code == 422
    assert "a.exe" in refused.json()["message"]["zh"]
    assert not Evidence.objects.exists()


def handed(program, problem, name="证明.pdf"):
    return program.client.post(f"/api/v1/items/{problem.pk}/evidence", {"file": SimpleUploadedFile(name, PDF)})


def test_file_stays_with_the_item_before_any_step(people):
    problem = item(6, deadline=day(7, 30), owner=people["owner"])
    village = Program(people[Role.VILLAGE])
    first, again = handed(village, problem), handed(village, problem)
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    tied = Attachment.objects.get()
    assert (tied.item_id, tied.evidence_id, tied.by) == (problem.pk, first.json()["id"], people[Role.VILLAGE].pk)
    said = village.read(f"items/{problem.pk}")
    assert (said["evidence"], said["attached"]) == ([], [first.json() | {"by": people[Role.VILLAGE].name}])
    closing = {"version": 1, "reason": "x", "closing": "verified", "verified_until": "2031-01-01"}
    assert village.post(f"items/{problem.pk}/submit", closing | {"evidence": [tied.evidence_id]}).status_code == 422
    assert village.read(f"items/{problem.pk}")["attached"] == said["attached"]


def test_ended_item_takes_no_file(people):
    ended = {"submitted_by": 9, "submitted_at": AT, "submitted_role": "village", "closing": "mended", "closed_at": AT}
    ended |= {"ended_on": AT.date()}
    problem = item(7, state=State.CLOSED, owner=people["owner"], **ended)
    refused = handed(Program(people[Role.VILLAGE]), problem)
    assert refused.status_code == 422
    assert "已经办结" in refused.json()["message"]["zh"]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.REGION])
def test_prefecture_and_region_hand_in_for_their_own_unit_alone(people, role):
    own = item(8, place=OVER[role], household_number="", indicator="", standard="", criteria="办好")
    below = item(9, deadline=day(7, 30), owner=people["owner"])
    asking = Program(holder(role))
    assert handed(asking, own).status_code == 201
    assert Attachment.objects.get().item_id == own.pk
    refused = handed(asking, below)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.region_code")
    assert Attachment.objects.count() == 1


def test_list_is_that_of_the_page(people, client):
    for number, state in enumerate((State.SUSPECTED, State.OPEN), start=10):
        item(number, state=state, owner=people["owner"], deadline=None if state is State.SUSPECTED else day(6, 20))
    client.force_login(people[Role.COUNTY], backend="django.contrib.auth.backends.ModelBackend")
    asking = Program(people[Role.COUNTY])
    for questions in ({}, {"state": "open"}, {"special": "overdue"}):
        page = client.get("/ledger/", questions).context
        said = asking.read("items", count=True, **questions)
        assert [row["id"] for row in said["rows"]] == [row["item"].pk for row in page["rows"]]
        assert [row["late"] for row in said["rows"]] == [row["late"] for row in page["rows"]]
        assert said["count"] == page["count"]
    figures, board = asking.read("figures/ledger"), client.get("/ledger/board/").context["counts"]
    assert (figures["living"], figures["overdue"]) == (board.living, board.overdue)
    assert figures["by_state"] == {str(state): count for state, count in board.by_state.items()}
