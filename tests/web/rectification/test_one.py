"""A problem from receipt to acceptance through the pages; what is refused says why and stays."""

import re
from io import BytesIO

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.models import Event, Inspection, Problem, Stage, Task
from diguan.domain.responsibility.models import Post
from tests.factories.accounts import COUNTY, TOWNSHIP
from tests.factories.evidence import pdf

pytestmark = pytest.mark.django_db
PAPER = {
    "kind": "central",
    "title": "专项巡视反馈意见（合成）",
    "inspected_by": "合成巡视组",
    "paper_number": "合成〔2019〕7号",
    "paper_on": "2019-02-20",
    "region_code": COUNTY,
}
PROBLEM = {
    "text": "通村路无人管护",
    "kind": "single",
    "category": "funds",
    "region_code": TOWNSHIP,
    "deadline_on": "2019-06-30",
    "criteria": "有人管护",
}


def file(name="minutes.pdf", text=b"minutes"):
    found = BytesIO(pdf(text))
    found.name = name
    return found


def post_to(client, address, **said):
    return client.post(address, said)


@pytest.fixture
def problem(people):
    county = people[Role.COUNTY]
    made = post_to(county, "/rectification/new/", **PAPER, papers=file())
    assert made.status_code == 302, made.content.decode()
    inspection = Inspection.objects.get()
    added = post_to(county, f"/rectification/{inspection.pk}/add/", **PROBLEM)
    assert added.status_code == 302, added.content.decode()
    return Problem.objects.get()


def at(problem, rest=""):
    return f"/rectification/problems/{problem.pk}/{rest}"


def version(thing):
    return type(thing).objects.get(pk=thing.pk).version


def planned(people, problem):
    town = people[Role.TOWNSHIP]
    secretary = Post.objects.get(region_code=TOWNSHIP)
    head = {"root_cause": "责任没有到人", "goal": "路有人管", "horizon": "immediate"}
    task = {"measure": "签订管护责任书", "post": secretary.pk, "deadline_on": "2019-06-30"}
    assert post_to(town, at(problem, "plan/"), **head).status_code == 302
    assert post_to(town, at(problem, "task/"), **task).status_code == 302
    made = Task.objects.get()
    stage = {"goal": "责任书签完", "due_on": "2019-05-31"}
    assert post_to(town, f"/rectification/tasks/{made.pk}/stage/", **stage).status_code == 302
    assert post_to(town, at(problem, "propose/"), version=version(problem)).status_code == 302
    assert post_to(people[Role.COUNTY], at(problem, "approve-plan/"), version=version(problem)).status_code == 302
    return Stage.objects.get()


def test_problem_goes_from_receipt_to_acceptance_through_the_pages(people, problem):
    stage = planned(people, problem)
    town, county = people[Role.TOWNSHIP], people[Role.COUNTY]
    early = post_to(town, at(problem, "report/"), version=version(problem), reason="已整改", papers=file())
    assert "还有阶段没有验收" in early.content.decode()
    at_stage = f"/rectification/stages/{stage.pk}/"
    bare = post_to(town, at_stage + "report-stage/", version=version(stage), reason="签完了")
    assert "没有佐证材料" in bare.content.decode()
    sent = post_to(
        town, at_stage + "report-stage/", version=version(stage), reason="签完了", papers=file("a.pdf", b"a")
    )
    assert sent.status_code == 302
    own = post_to(town, at_stage + "accept-stage/", version=version(stage))
    assert "不能自己验收" in own.content.decode()
    assert post_to(county, at_stage + "accept-stage/", version=version(stage)).status_code == 302
    done = post_to(
        town, at(problem, "report/"), version=version(problem), reason="整改到位", papers=file("b.pdf", b"b")
    )
    assert done.status_code == 302
    assert post_to(county, at(problem, "accept/"), version=version(problem)).status_code == 302
    assert (Problem.objects.get().state, Item.objects.get().state) == ("accepted", "closed")
    assert list(Event.objects.filter(accepted=False).order_by("id").values_list("refusal", flat=True)) == [
        "stages_open",
        "evidence_missing",
        "same_person",
    ]
    page = county.get(at(problem)).content.decode()
    assert "已验收销号" in page
    assert "合成干部乙" in page


@pytest.mark.parametrize("shown", ["problems", "tasks", "duties", "reconciliation"])
def test_every_list_of_an_inspection_shows_its_problem(people, problem, shown):
    planned(people, problem)
    for role in (Role.COUNTY, Role.TOWNSHIP, Role.PREFECTURE, Role.DEPARTMENT):
        answer = people[role].get(f"/rectification/{problem.inspection_id}/", {"list": shown})
        assert (answer.status_code, "通村路无人管护" in answer.content.decode()) == (200, True)
        assert "通村路" not in people[Role.VILLAGE].get("/rectification/").content.decode()
    for form in ("word", "excel"):
        paper = post_to(
            people[Role.COUNTY], f"/rectification/{problem.inspection_id}/paper/", form=form, recipient="合成督查组"
        )
        assert paper.status_code == 200
        assert paper.headers["Content-Disposition"].startswith("attachment")


def test_villager_sees_neither_the_problem_nor_its_inspection(people, problem):
    village = people[Role.VILLAGE]
    for address in (at(problem), f"/rectification/{problem.inspection_id}/"):
        assert village.get(address).status_code == 404
    assert post_to(village, at(problem, "report/"), version=1, reason="x").status_code == 404


def test_entry_that_is_wrong_says_so_beside_the_entry(people, problem):
    county = people[Role.COUNTY]
    again = post_to(county, "/rectification/new/", **PAPER)
    assert "这份文件已登记" in again.content.decode()
    wrong = post_to(county, f"/rectification/{problem.inspection_id}/add/", **{**PROBLEM, "criteria": ""})
    assert "验收标准" in wrong.content.decode()
    assert Problem.objects.count() == 1
    stale = post_to(people[Role.TOWNSHIP], at(problem, "propose/"), version=99)
    assert stale.status_code == 409


def test_page_is_there_in_english(people, problem):
    county = people[Role.COUNTY]
    county.post("/language/", {"language": "en", "next": "/"})
    page = county.get(at(problem)).content.decode()
    assert "Propose the plan" in page
    assert re.search(r'<html lang="en"', page)
