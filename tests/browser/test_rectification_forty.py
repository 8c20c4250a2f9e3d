"""An inspection with forty problems in a browser, by five roles: entered from a workbook, some mended to their end by clicks, all counted.

A township's problem is decided by its county, a department's by its county, one of a prefecture and one of the region itself by the region:
nobody accepts their own. What the pages count at the end is what the script did.
"""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.rectification.models import Problem
from diguan.domain.responsibility.choices import PostKind
from diguan.exchange.rectification import HEADER
from tests.browser.conftest import downloaded, sign_in
from tests.browser.test_households import look
from tests.browser.test_rectification import act, change, fill, paper, planned
from tests.factories.accounts import COUNTY, PREFECTURE, REGION, TOWNSHIP, holder
from tests.factories.posts import officer, post, tenure
from tests.web.rectification.conftest import on_the_day_of_the_inspection

__all__ = ["on_the_day_of_the_inspection"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
T, C, D, P, R, SECOND = "township", "county", "department", "prefecture", "region", "region.second"
# Where, whose business, who mends, who decides.
BY_CLICKS = {
    1: (TOWNSHIP, "", T, C),
    2: (COUNTY, "教育部门", D, C),
    3: (PREFECTURE, "", P, R),
    4: (REGION, "", R, SECOND),
}
COLUMNS = [key for key, _, _ in HEADER]


@dataclass
class Reckoning:
    """What the script did."""

    states: dict = field(default_factory=dict)
    stages: int = 0
    refused: Counter = field(default_factory=Counter)


@pytest.fixture
def people(db):
    """Five roles, a second person of the region, and posts that answer for each place."""
    found = {role.value: holder(role) for role in (Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE)}
    found |= {R: holder(Role.REGION), SECOND: holder(Role.REGION, username=SECOND)}
    for place, name in (
        (TOWNSHIP, "合成干部乙"),
        (COUNTY, "合成干部丙"),
        (PREFECTURE, "合成干部丁"),
        (REGION, "合成干部戊"),
    ):
        tenure(post(PostKind.SECRETARY, place), officer(name, place))
    return found


def received(page, people, book, folder):
    """The inspection, registered by the region, and its forty problems, from the template that the page hands out."""
    sign_in(page, people[R])
    page.goto("/rectification/")
    page.click("text=登记检查反馈")
    fill(
        page, "id_", kind="central", title="专项巡视反馈意见（合成）", inspected_by="合成巡视组", paper_number="合成1号"
    )
    fill(page, "id_", paper_on="2019-02-20", region_code=REGION)
    page.click("main form.sheet button.btn-primary")
    address = page.url
    page.click("main >> text=用表格导入")
    filled = folder / "problems.xlsx"
    downloaded(page, "a[href$='/template/']").save_as(filled)
    write(filled, wrong=True)
    page.set_input_files("#id_book", filled)
    page.click("form.sheet button")
    expect(page.locator(".mark.off")).to_have_count(1)  # one wrong row, and nothing is taken
    look(page, "rectification-forty-wrong")
    assert Problem.objects.count() == 0
    write(filled)
    page.set_input_files("#id_book", filled)
    page.click("form.sheet button")
    page.click("form[action$='/book/take/'] button")
    expect(page.locator(".said").first).to_contain_text("40")
    book.states = dict.fromkeys(range(1, 41), "received")
    return address


def write(path, *, wrong=False):
    """Forty rows; of a wrong one the deadline is no day."""
    book = load_workbook(path)
    for number in range(1, 41):
        place, department = BY_CLICKS.get(number, (TOWNSHIP if number % 2 else COUNTY, ""))[:2]
        said = {
            "number": number,
            "text": f"第{number}项反馈问题（合成）",
            "category": "资金项目方面",
            "kind": "具体问题",
            "region": place,
            "department": department or None,
            "deadline": "没有日期" if wrong and number == 9 else "2019-12-20",
            "criteria": f"第{number}项整改到位的标准",
        }
        for key, value in said.items():
            book["反馈问题"].cell(number + 1, COLUMNS.index(key) + 1).value = value
    book.save(path)


def mended(page, people, book, number):
    """One problem from its plan to its acceptance; whoever mends does not decide."""
    _, _, doing, deciding = BY_CLICKS[number]
    address = f"/rectification/problems/{Problem.objects.get(number=number).pk}/"

    def as_whom(who):
        change(page, people[who])
        page.goto(address)

    as_whom(doing)
    planned(page)
    expect(page.locator("summary:has-text('批准方案')")).to_have_count(0)
    book.states[number] = "proposed"
    as_whom(deciding)
    act(page, "批准方案")
    as_whom(doing)
    if number == 1:
        act(page, "报送阶段", reason="责任书签了十二份")
        expect(page.locator("[data-error-summary]")).to_contain_text("没有佐证材料")
        book.refused["evidence_missing"] += 1
        page.goto(address)
    act(page, "报送阶段", reason="责任书签了十二份", papers=paper(f"阶段{number}"))
    expect(page.locator("summary:has-text('验收阶段')")).to_have_count(0)
    as_whom(deciding)
    act(page, "验收阶段")
    book.stages += 1
    as_whom(doing)
    act(page, "报请销号", reason="整改到位", papers=paper(f"整改{number}"))
    as_whom(deciding)
    act(page, "验收销号")
    expect(page.locator(".mark.on").first).to_contain_text("已验收销号")
    book.states[number] = "accepted"


def test_forty_problems_by_five_roles(window, people, tmp_path):
    book = Reckoning()
    address = received(window, people, book, tmp_path)
    for number in BY_CLICKS:
        mended(window, people, book, number)
    change(window, people[R])
    window.goto(address)
    counted = Counter(book.states.values())
    for state in ("received", "proposed", "under_way", "reported", "accepted"):
        shown = window.locator(f"dl.facts a[href='?state={state}']")
        expect(shown).to_have_text(str(counted[state]))
    expect(window.locator("dl.facts a[href='?list=tasks']")).to_have_text(f"{book.stages} / {book.stages}")
    look(window, "rectification-forty")
    window.goto(f"{address}?list=reconciliation")
    look(window, "rectification-forty-reconciliation")
    expect(window.locator("table tbody tr th:has-text('40')").first).to_be_visible()
    refused = Counter(row.refusal for problem in Problem.objects.all() for row in problem.events.filter(accepted=False))
    assert refused == book.refused
    change(window, people[T])  # a township sees its own problems of the inspection, and no others
    window.goto(address)
    own = sum(place == TOWNSHIP for place, *_ in BY_CLICKS.values()) + sum(n % 2 for n in range(5, 41))
    expect(window.locator("dl.facts a[href='?state=received']")).to_have_text(str(own - 1))
    assert window.said == []
