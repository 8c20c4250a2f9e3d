"""A problem from receipt to acceptance at a desk and on a phone, under axe and the policy, by a county and its township."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.responsibility.choices import PostKind
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import COUNTY, TOWNSHIP, holder
from tests.factories.evidence import pdf
from tests.factories.posts import officer, post, tenure
from tests.web.rectification.conftest import on_the_day_of_the_inspection

__all__ = ["on_the_day_of_the_inspection"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(db):
    """A county office and the secretary of a township."""
    found = {"county": holder(Role.COUNTY), "township": holder(Role.TOWNSHIP)}
    tenure(post(PostKind.SECRETARY, TOWNSHIP), officer("合成干部乙", account=found["township"]))
    tenure(post(PostKind.SECRETARY, COUNTY), officer("合成干部丙"))
    return found


def fill(page, prefix, **said):
    for name, value in said.items():
        box = page.locator(f"#{prefix}{name}")
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def paper(name):
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf(name.encode())}


def change(page, account):
    page.click("text=退出")
    sign_in(page, account)


def act(page, name, **said):
    """Open the step of a name, fill its form, send it."""
    page.click(f"summary:has-text('{name}')")
    opened = page.locator(f"details[open]:has(summary:has-text('{name}'))")
    for field, value in said.items():
        box = opened.locator(f"[name={field}]")
        if field == "papers":
            box.set_input_files(value)
        else:
            box.fill(value)
    opened.locator("button").last.click()


def written(page, people):
    """The inspection and its problem, entered by the county."""
    sign_in(page, people["county"])
    page.goto("/rectification/")
    look(page, "rectification-none")
    page.click("text=登记检查反馈")
    fill(
        page, "id_", kind="central", title="专项巡视反馈意见（合成）", inspected_by="合成巡视组", paper_number="合成1号"
    )
    fill(page, "id_", paper_on="2019-02-20", region_code=COUNTY)
    page.set_input_files("#id_papers", paper("反馈"))
    look(page, "rectification-new")
    page.click("main form.sheet button.btn-primary")
    page.click("main >> text=登记问题")
    fill(page, "id_", text="通村路建成后无人管护", kind="single", category="funds", region_code=TOWNSHIP)
    page.click("main form.sheet button.btn-primary")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look(page, "rectification-add-wrong")
    fill(page, "id_", deadline_on="2019-06-30", criteria="管护责任书签订到人")
    page.click("main form.sheet button.btn-primary")
    expect(page.locator(".said").first).to_contain_text("已登记")
    return page.url


def planned(page):
    """The plan of the problem, written and proposed by the township."""
    fill(page, "id_plan_", root_cause="责任没有到人", goal="路有人管", horizon="immediate")
    page.click("form[action$='/plan/'] button")
    page.click("summary:has-text('添加任务')")
    page.locator("#id_task_post").select_option(index=1)
    fill(page, "id_task_", measure="签订管护责任书", deadline_on="2019-06-30")
    page.click("form[action$='/task/'] button")
    page.click("summary:has-text('添加阶段')")
    page.locator("form[action$='/stage/'] [name=goal]").fill("责任书签完")
    page.locator("form[action$='/stage/'] [name=due_on]").fill("2019-05-31")
    page.click("form[action$='/stage/'] button")
    look(page, "rectification-planned")
    act(page, "报送方案")


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_problem_goes_from_receipt_to_acceptance(window, people):
    address = written(window, people)
    change(window, people["township"])
    window.goto(address)
    planned(window)
    change(window, people["county"])
    window.goto(address)
    act(window, "批准方案")
    change(window, people["township"])
    window.goto(address)
    act(window, "报送阶段", reason="责任书签了十二份")
    expect(window.locator("[data-error-summary]")).to_contain_text("没有佐证材料")
    look(window, "rectification-refused")
    window.goto(address)
    act(window, "报送阶段", reason="责任书签了十二份", papers=paper("阶段"))
    change(window, people["county"])
    window.goto(address)
    act(window, "验收阶段")
    change(window, people["township"])
    window.goto(address)
    act(window, "报请销号", reason="整改到位", papers=paper("整改"))
    change(window, people["county"])
    window.goto(address)
    act(window, "验收销号")
    expect(window.locator(".mark.on").first).to_contain_text("已验收销号")
    look(window, "rectification-accepted")
    window.click("main >> text=专项巡视反馈意见")
    for name in ("tasks", "duties", "reconciliation"):
        window.goto(f"{window.url.split('?')[0]}?list={name}")
        look(window, f"rectification-{name}")
    window.goto(f"{address}ask/")
    look(window, "rectification-ask")
    window.goto("/rectification/checks/")
    look(window, "rectification-checks")
    assert window.said == []
