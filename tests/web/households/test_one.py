"""One household: its page says why, from whom, and masks; a foreign one is answered like one that is not there."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.actions.events import record_death
from diguan.domain.registry.actions.events.circumstances import Happening
from diguan.domain.registry.actions.loading import load_inputs
from diguan.domain.registry.actions.loading.answers import fit_answers
from diguan.domain.registry.actions.loading.load import Terms
from diguan.domain.registry.models import Household
from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.model import CellPlace
from diguan.engine.verdicts import Grade, Subject
from diguan.engine.visiting.answers import Answer
from tests.factories.accounts import OTHER_COUNTY, holder, viewer
from tests.factories.registry import AT
from tests.web.households.conftest import CANARY, HERE, NUMBERS, THERE, home, load, opened
from tests.web.shared.test_rights import strip_tokens

ASSURANCES = "?standard=cn-two-assurances&as_of=2019-06-30"


def page_of(client, household, questions=ASSURANCES):
    return client.get(f"/households/{household.pk}/{questions}").content.decode()


def test_page_answers_in_order_who_where_status_why_what_to_ask(signed_in, two_counties):
    page = page_of(signed_in(holder(Role.COUNTY)), two_counties[0])
    parts = ["单小明", "脱贫户", "未达标</span> ", "下次入户问什么</h2>", "家庭成员</h2>", "已知事实</h2>", "经过</h2>"]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert "export-1.xlsx，2019年5月1日，自报" in page


def test_fact_shows_value_source_day_and_grade(signed_in, two_counties):
    page = opened(signed_in(holder(Role.COUNTY)), two_counties[0])
    row = re.search(r"fact=dangerous_house.*?</tr>", page, re.DOTALL).group()
    assert re.findall(r"<td[^>]*>\s*([^<\s]+)", row) == ["是", "export-1.xlsx", "2019-05-01", "自报"]


def test_sources_that_contradict_are_both_shown(signed_in, db):
    from tests.factories.facts import export, inputs, source
    from tests.factories.registry import loaded

    rows = [
        {"household_id": "7", "person_id": "7-1", "region_code": HERE, "dangerous_house": said}
        for said in (True, False)
    ]
    tables = [export(source(n), [row], ("dangerous_house",)) for n, row in enumerate(rows, start=1)]
    loaded(inputs(*tables))
    client, household = signed_in(holder(Role.COUNTY)), Household.objects.get()
    assert "1 项事实，其中 1 项来源矛盾" in page_of(client, household)
    page = opened(client, household)
    assert '<span class="mark off">来源矛盾</span>' in page
    assert re.findall(r"export-(\d)\.xlsx 另说：([是否])", page) == [("1", "是"), ("2", "否")]


def test_sensitive_value_is_hidden_in_facts_and_in_sentences(signed_in, two_counties):
    client, household = signed_in(holder(Role.COUNTY)), two_counties[0]
    parts = [opened(client, household, part) for part in ("facts", "met", "timeline")]
    assert "3000" not in page_of(client, household) + page_of(client, household, f"{ASSURANCES}&all=1") + "".join(parts)
    row = re.search(r"fact=income_per_head.*?</tr>", parts[0], re.DOTALL).group()
    assert "（已隐去）" in row


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.REGION])
def test_role_from_afar_reads_no_name_and_no_personal_value(signed_in, two_counties, role):
    page = page_of(signed_in(holder(role)), two_counties[0])
    assert "单小明" not in page
    assert "单**" in page
    assert (
        "户主"
        not in re.search(r"<section class=\"sheet\">\s*<h3>单.*?</section>", page, re.DOTALL).group().split("<dd>")[1]
    )


@pytest.mark.parametrize(
    "address",
    [
        "/households/{}/",
        "/households/{}/?all=1",
        "/households/{}/facts/",
        "/households/{}/facts/?person=CANARY-9-1",
        "/households/{}/met/",
        "/households/{}/timeline/",
        "/households/{}/record/",
        "/households/{}/record/?fact=status",
    ],
)
def test_foreign_household_is_answered_like_one_that_is_not_there(signed_in, two_counties, address):
    client = signed_in(holder(Role.COUNTY))
    answers = [client.get(address.format(number)) for number in (two_counties[1].pk, 999_999)]
    assert [a.status_code for a in answers] == [404, 404]
    bodies = [a.content.decode().replace(f"/{two_counties[1].pk}/", "/N/").replace("/999999/", "/N/") for a in answers]
    assert strip_tokens(bodies[0]) == strip_tokens(bodies[1])
    assert CANARY not in bodies[0]


@pytest.mark.parametrize("what", ["reveal", "record"])
def test_nothing_is_done_to_a_foreign_household(signed_in, two_counties, what):
    client = signed_in(holder(Role.COUNTY))
    said = {
        "reason": "核对医保参保",
        "fact": "status",
        "value": "exited",
        "grade": "3",
        "evidence": "照片",
        "version": 1,
    }
    answers = [client.post(f"/households/{n}/{what}/", said) for n in (two_counties[1].pk, 999_999)]
    assert [a.status_code for a in answers] == [404, 404]
    two_counties[1].refresh_from_db()
    assert two_counties[1].version == 1
    assert not Entry.objects.filter(action__in=["reveal_household", "record_observation"]).exists()


def test_reveal_shows_once_and_is_on_record(signed_in, two_counties):
    client, household = signed_in(holder(Role.COUNTY)), two_counties[0]
    before = page_of(client, household)
    said = {"reason": "核对医保参保", "standard": "cn-two-assurances", "as_of": "2019-06-30"}
    shown = client.post(f"/households/{household.pk}/reveal/", said).content.decode()
    assert (NUMBERS[HERE] in before, NUMBERS[HERE] in shown, "3000" in shown) == (False, True, True)
    assert NUMBERS[THERE] not in shown
    entry = Entry.objects.filter(action="reveal_household").get()
    assert "核对医保参保" in entry.detail
    assert NUMBERS[HERE] not in entry.detail
    assert NUMBERS[HERE] not in page_of(client, household)


@pytest.mark.parametrize("reason", ["", "  ", "看"])
def test_reveal_without_a_reason_shows_nothing(signed_in, two_counties, reason):
    answer = signed_in(holder(Role.COUNTY)).post(f"/households/{two_counties[0].pk}/reveal/", {"reason": reason})
    assert NUMBERS[HERE] not in answer.content.decode()
    assert "data-error-summary" in answer.content.decode()
    assert not Entry.objects.filter(action="reveal_household").exists()


def test_standard_that_is_not_in_force_judges_nothing(signed_in, two_counties):
    page = page_of(signed_in(holder(Role.COUNTY)), two_counties[0], "?standard=cn-monitoring&as_of=2019-06-30")
    assert "不施行" in page
    assert "未达标</span>" not in page


@pytest.mark.parametrize("questions", ["?as_of=2999-01-01", "?as_of=x", "?standard=x", "?as_of=%00"])
def test_day_or_standard_written_by_hand_counts_as_today(signed_in, two_counties, questions):
    assert "2019年7月1日" in page_of(signed_in(holder(Role.COUNTY)), two_counties[0], questions)


def test_facts_of_a_later_day_are_not_known_before(signed_in, two_counties):
    client = signed_in(holder(Role.COUNTY))
    assert "fact=dangerous_house" in opened(client, two_counties[0])
    assert "fact=dangerous_house" not in opened(client, two_counties[0], as_of="2019-04-30")


@pytest.mark.parametrize("many", [1, 6])
def test_page_asks_a_bounded_number_of_questions_however_many_members(signed_in, db, many):

    load(*({**home("1"), "person_id": f"1-{n}", "identity": f"99010119500101{n:04}"} for n in range(many)))
    client = signed_in(holder(Role.COUNTY))
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        page_of(client, Household.objects.get())
    assert len(asked) <= BUDGET, [q["sql"][:100] for q in asked.captured_queries]


BUDGET = 24  # of an earlier day: who was there then is put together from lists and events


def test_page_of_another_county_is_open_to_its_own(signed_in, two_counties):
    client = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY))
    assert CANARY in page_of(client, two_counties[1])


def test_shown_page_loaded_anew_and_in_the_other_language_is_masked_again(signed_in, two_counties):
    client, household = signed_in(holder(Role.COUNTY)), two_counties[0]
    own = f"/households/{household.pk}/"
    headers = {"referer": f"http://testserver{own}?standard=cn-two-assurances"}
    shown = client.post(f"{own}reveal/", {"reason": "核对医保参保"}, headers=headers).content.decode()
    assert f'name="next" value="{own}?standard=cn-two-assurances"' in shown
    again = client.get(f"{own}reveal/")
    assert (again.status_code, again.headers["Location"]) == (302, own)


def test_opinion_leads_to_its_rule(signed_in, two_counties):
    page = page_of(signed_in(holder(Role.COUNTY)), two_counties[0])
    assert 'href="/standards/cn-two-assurances/#safe_housing"' in page


def test_undated_file_is_told_with_the_day_of_its_load(signed_in, db):
    load(home("1001"), on=None)
    client, household = signed_in(holder(Role.COUNTY)), Household.objects.get()
    row = re.search(r"fact=dangerous_house.*?</tr>", opened(client, household), re.DOTALL).group()
    assert "未注明；2019-07-01 导入" in row
    assert "2019-06-30" not in row
    assert "（文件没有写日期）" in opened(client, household, "timeline")


def test_page_of_an_earlier_day_says_so_and_leads_to_today(signed_in, two_counties):
    number = Household.objects.get(number="1001").pk
    client = signed_in(holder(Role.COUNTY))
    page = client.get(f"/households/{number}/?as_of=2019-06-30").content.decode()
    assert "以下按 2019年6月30日 那天和以前所知的情况" in page
    assert f'<a href="/households/{number}/">看今天的情况</a>' in page
    assert "看今天的情况" not in client.get(f"/households/{number}/").content.decode()


def test_household_that_has_ended_says_since_when_on_its_page_and_in_the_list(signed_in, two_counties):
    home, client = two_counties[0], signed_in(holder(Role.COUNTY))
    assert "本户已终止" not in page_of(client, home)
    happening = Happening(date(2019, 6, 3), "病故", Evidence(Grade.SEEN, "死亡证明"), home.version, load_catalogue())
    person = home.persons.get(member=True).number
    record_death(
        household_id=home.pk,
        person=person,
        happening=happening,
        actor=viewer(Role.COUNTY, username="who.records"),
        at=AT,
    )
    assert "2019年6月3日 起户里没有人了" in page_of(client, home)
    assert "已终止" in client.get("/households/").content.decode()


def test_visitor_of_an_answer_stands_beside_it_and_in_the_timeline(signed_in, two_counties):
    home = two_counties[0]
    answer = Answer(
        subject=Subject.HOUSEHOLD,
        household_id=home.number,
        person_id=None,
        field="dangerous_house",
        value=False,
        seen=True,
        visited_on=date(2019, 6, 20),
        visitor="访小勤",
        list_id="a" * 12,
        place=CellPlace("走访表.xlsx", "问题", "K6"),
        sha256="b" * 64,
    )
    fitting = fit_answers([answer], load_catalogue(), "152222000000", date(2019, 7, 1))
    load_inputs(read=fitting.read, terms=Terms(load_catalogue(), date(2019, 7, 1), "152222000000"), actor=None, at=AT)
    client = signed_in(holder(Role.COUNTY))
    assert "走访人：访小勤" in opened(client, home)
    assert "<td>访小勤</td>" in opened(client, home, "timeline")
    client = signed_in(holder(Role.PREFECTURE))
    page = "".join([page_of(client, home), opened(client, home), opened(client, home, "timeline")])
    assert "访小勤" not in page
    assert "走访人：访**" in page
