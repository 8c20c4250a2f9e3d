"""The board of a county: every figure beside its rows, none of another county."""

import re
from html import unescape

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.insight.actions import count_figures
from diguan.domain.screening.models import Standing
from diguan.web.board.leading import STATES
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, PREFECTURE, TOWNSHIP, account, holder
from tests.web.board.conftest import FAR, HOUSING, NEXT_VILLAGE, STANDARD

pytestmark = pytest.mark.django_db


def figures(page):
    """Figures of the place itself by their names, as the page says them."""
    shown = re.search(r'<dl class="key-figures">(.*?)</dl>', page, re.DOTALL).group(1)
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", shown, re.DOTALL)
    return {name: re.sub(r"<[^>]*>", "", value).strip() for name, value in pairs}


def test_board_says_what_is_counted_of_the_place(signed_in, counted):
    page = signed_in(holder(Role.COUNTY)).get("/board/").content.decode()
    assert figures(page) == {
        "未结问题": "3", "逾期": "1", "反弹": "1", "已销号": "0", "清零进度": "0%", "未达标户": "1", "待核实户": "1",
        "仅凭申报户": "1", "已判定户": "3", "判定覆盖": "100%", "回头看巩固率": "还没有回头看",
    }  # fmt: skip
    assert "数字统计于 2019-03-02 09:30" in page
    assert "科尔沁右翼中旗" in page


def test_every_figure_leads_to_as_many_rows(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    page = client.get("/board/", {"indicator": HOUSING}).content.decode() + client.get("/board/").content.decode()
    led = re.findall(r'<a href="(/(?:households|ledger)/\?[^"]+)">([\d,]+)</a>', page)
    assert len(led) > 30
    for address, number in set(led):
        assert client.get(unescape(address)).context["count"] == int(number), address


def test_what_no_input_covers_is_one_line_and_no_unknown_household(signed_in, counted):
    Standing.objects.filter(household_number="1003").update(grades="9", unknown=0)
    count_figures(on=ON, at=AT)
    page = unescape(signed_in(holder(Role.COUNTY)).get("/board/").content.decode())
    assert (figures(page)["待核实户"], figures(page)["已判定户"]) == ("0", "3")
    asked = f"region_code={COUNTY}&standard={STANDARD}&standing=uncovered&indicator={HOUSING}"
    assert f'没有任何材料可判，不算待核实户： <a href="/households/?{asked}">住房安全有保障（1 户）</a></p>' in page


def test_department_and_indicator_cut_the_figures(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    page = client.get("/board/", {"department": "housing", "indicator": HOUSING}).content.decode()
    shown = figures(page)
    assert (shown["未结问题"], shown["逾期"], shown["反弹"], shown["未达标户"]) == ("2", "1", "0", "1")


def test_one_goes_down_to_a_township_and_its_villages_and_up_again(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    page = client.get("/board/").content.decode()
    assert f'href="/board/?region_code={TOWNSHIP}&amp;standard=cn-two-assurances"' in page
    below = client.get("/board/", {"region_code": NEXT_VILLAGE[:9] + "000"}).content.decode()
    assert figures(below)["未结问题"] == "1"
    assert f"region_code={COUNTY}" in below


@pytest.mark.parametrize("place", [OTHER_COUNTY, PREFECTURE, "99", "nowhere"])
def test_place_of_others_is_answered_like_one_that_is_not_there(signed_in, counted, place):
    response = signed_in(holder(Role.COUNTY)).get("/board/", {"region_code": place})
    page = response.content.decode()
    assert "key-figures" not in page
    assert f"没有代码或名称为“{place}”的区划" in unescape(page)


def test_nothing_of_another_county_is_counted_in(signed_in, counted):
    page = signed_in(holder(Role.COUNTY)).get("/board/").content.decode()
    assert str(FAR) not in re.sub(r"<[^>]*>", "", page)
    whole = signed_in(holder(Role.PREFECTURE)).get("/board/").content.decode()
    assert figures(whole)["未结问题"] == str(FAR + 3)


def test_auditor_reads_figures_without_small_ones_and_without_rows(signed_in, counted):
    page = signed_in(holder(Role.AUDITOR)).get("/board/").content.decode()
    shown = figures(page)
    assert (shown["未结问题"], shown["逾期"], shown["反弹"], shown["未达标户"]) == ("80", "*", "*", "78")
    assert "看不到名单" in page
    tables = re.findall(r"<caption>点数字看是哪些户.*?</table>", page, re.DOTALL)
    headings = [re.findall(r'<th scope="col" class="number">(.*?)</th>', table) for table in tables]
    assert headings[1:] == [
        ["达标户", "仅凭申报户", "未达标户", "待核实户", "无材料户", "不适用户"],
        ["未结问题", "逾期", "已销号"],
    ]
    assert "/households/?" not in page
    assert "/ledger/?" not in page
    below = signed_in(holder(Role.AUDITOR, username="two")).get("/board/", {"region_code": PREFECTURE})
    assert set(re.findall(r"<td class=\"number\">\s*(\d+)\s*</td>", below.content.decode())) <= {"0", str(FAR)}


def test_before_the_first_count_the_page_says_what_to_do(signed_in, db):
    page = signed_in(holder(Role.COUNTY)).get("/board/").content.decode()
    assert "还没有统计过数字" in page


def test_account_without_a_role_has_no_board(signed_in, counted):
    assert signed_in(account("nobody")).get("/board/").status_code == 403
    assert len(STATES) == 4


def test_board_speaks_english(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/board/").content.decode()
    assert figures(page)["Open problems"] == "3"
    assert "no look-back yet" in page


def test_curve_of_a_single_day_is_told_in_words(signed_in, counted):
    page = signed_in(holder(Role.COUNTY)).get("/board/").content.decode()
    assert "两天以上才画得出走势" in page
    assert "board-days-" not in page
