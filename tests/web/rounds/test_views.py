"""The list of rounds and one round, as those who may see its whole region."""

import re
from html import unescape

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs import actions as jobs
from diguan.domain.screening.actions import record_round
from diguan.domain.screening.choices import ROUND_JOB, Wanted
from tests.domain.screening.conftest import AS_OF, county, files, handmade, judged_county, judged_folder
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, holder
from tests.factories.change import population
from tests.factories.places import VILLAGES, clinic, mixed_round
from tests.factories.programs import Program

__all__ = ["county", "files", "handmade", "judged_county", "judged_folder"]
LEADS = re.compile(r'<a href="(/households/[^"]+)">([0-9,]+)</a>')


def queued(region_code=COUNTY):
    wanted = Wanted("cn-two-assurances", AS_OF, region_code, ("poverty_line=3218@county notice",))
    return jobs.enqueue_job(kind=ROUND_JOB, arguments=wanted.arguments(), region_code=region_code, actor=None, at=AT)


def test_list_shows_the_round_with_its_totals(signed_in, recorded, made):
    round_ = recorded(COUNTY)
    page = signed_in(holder(Role.COUNTY)).get("/rounds/").content.decode()
    assert f'<a href="/rounds/{round_.pk}/">{round_.pk}</a>' in page
    assert f'<td class="number">{made.counts["households"]}</td>' in page
    assert f'<td class="number">{sum(made.counts["findings"].values())}</td>' in page


def test_round_shows_every_indicator_and_kind_as_it_was_counted(signed_in, recorded, made):
    round_ = recorded(COUNTY)
    page = signed_in(holder(Role.COUNTY)).get(f"/rounds/{round_.pk}/").content.decode()
    water = made.counts["verdicts"]["household"]["safe_drinking_water"]
    row = re.search(r'<th scope="row">饮水安全有保障</th>(.*?)</tr>', page, re.DOTALL).group(1)
    shown = [int(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
    bare = round_.counts["uncovered"]["safe_drinking_water"]
    declared, unknown = water["met_declared_only"], water["unknown"]
    assert shown == [water["met"], declared, water["unmet"], unknown - bare, bare, water["not_applicable"]]
    missed = made.counts["findings"]["suspected_missed_household"]
    assert f'疑似漏评</a></th><td class="number">{missed}</td>' in page
    assert round_.sha256 in page


@pytest.mark.parametrize("address", ["/rounds/{}/", "/rounds/{}/findings/", "/rounds/{}/papers/ledger.xlsx/"])
def test_foreign_round_is_answered_like_one_that_is_not_there(signed_in, recorded, address):
    foreign = recorded(OTHER_COUNTY)
    client = signed_in(holder(Role.COUNTY))
    assert str(foreign.as_of) not in client.get("/rounds/").content.decode()
    assert [client.get(address.format(number)).status_code for number in (foreign.pk, 999_999)] == [404, 404]


def test_round_over_more_than_a_viewer_sees_is_not_shown(signed_in, recorded):
    round_ = recorded(COUNTY)
    assert signed_in(holder(Role.TOWNSHIP)).get(f"/rounds/{round_.pk}/").status_code == 404


def test_empty_list_says_what_to_do(signed_in, db):
    page = signed_in(holder(Role.COUNTY)).get("/rounds/").content.decode()
    assert "还没有筛查过" in page
    assert "开始一轮筛查" in page


def test_job_under_way_is_shown_with_its_progress_to_its_own_region_alone(signed_in, db):
    job, foreign = queued(), queued(OTHER_COUNTY)
    taken = jobs.claim_job(worker="w:1", kinds=frozenset({ROUND_JOB}), at=AT)
    jobs.report_progress(job=taken, stage="verdicts", done=3, total=9, at=AT)
    page = signed_in(holder(Role.COUNTY)).get("/rounds/under-way/").content.decode()
    assert 'max="9" value="3"' in page
    assert f"/rounds/jobs/{job.pk}/cancel/" in page
    assert f"/rounds/jobs/{foreign.pk}/cancel/" not in page


def test_failed_job_says_why(signed_in, db):
    from diguan.engine.documents import Label

    queued()
    taken = jobs.claim_job(worker="w:1", kinds=frozenset({ROUND_JOB}), at=AT)
    jobs.fail_job(job=taken, problems=[Label("登记册里没有这个区划的户", "no household")], at=AT)
    assert "登记册里没有这个区划的户" in signed_in(holder(Role.COUNTY)).get("/rounds/").content.decode()


def test_every_figure_leads_to_just_as_many_households(signed_in, judged_county):
    client = signed_in(holder(Role.REGION))
    page = client.get(f"/rounds/{judged_county.pk}/").content.decode()
    leads = [(unescape(address), int(said)) for address, said in LEADS.findall(page)]
    assert {"declared", "uncovered", "unknown"} <= {address.rpartition("standing=")[2] for address, _ in leads}
    listed = [(address, client.get(address).context["count"]) for address, _ in leads]
    assert listed == leads


def test_round_of_an_earlier_release_shows_all_it_did_not_know(signed_in, recorded):
    round_ = recorded(COUNTY)
    del round_.counts["uncovered"]
    round_.save(update_fields=["counts"])
    shown = signed_in(holder(Role.COUNTY)).get(f"/rounds/{round_.pk}/").context["indicators"]
    known = round_.counts["verdicts"]["household"]
    assert [(row["unknown"], row["uncovered"]) for row in shown] == [(known[row["id"]]["unknown"], 0) for row in shown]


def test_figure_leads_to_its_households_until_a_newer_round_takes_their_place(signed_in, recorded):
    round_ = recorded(COUNTY)
    client = signed_in(holder(Role.COUNTY))
    link = f"/households/?standard=cn-two-assurances&amp;region_code={COUNTY}&amp;indicator=safe_drinking_water&amp;standing=unmet"
    assert link in client.get(f"/rounds/{round_.pk}/").content.decode()
    number = round_.pk
    round_.pk, round_.folder = None, "round-00000002"
    round_.save(force_insert=True)
    page = client.get(f"/rounds/{number}/").content.decode()
    assert link not in page
    assert "有更新的一轮" in page


def test_findings_of_a_kind_are_listed_with_why(signed_in, recorded, made, monkeypatch):
    round_ = recorded(COUNTY)
    client, address = signed_in(holder(Role.COUNTY)), f"/rounds/{round_.pk}/findings/"
    page = client.get(f"{address}?kind=suspected_missed_household").content.decode()
    assert page.count('<th scope="row">') == made.counts["findings"]["suspected_missed_household"]
    assert "未达标" in page
    every = sum(made.counts["findings"].values())
    monkeypatch.setattr("diguan.web.rounds.views.SIZE", every - 1)
    first = client.get(f"{address}?kind=no-such-kind&after=x").content.decode()
    after = re.search(r"\?[^\"]*after=(\d+)", first).group(1)
    second = client.get(f"{address}?after={after}").content.decode()
    assert [page.count('<th scope="row">') for page in (first, second)] == [every - 1, 1]


def test_list_is_loaded_anew_once_a_round_that_it_showed_as_under_way_has_ended(signed_in, db):
    client = signed_in(holder(Role.COUNTY))
    answers = {
        known: client.get(f"/rounds/under-way/{known}").headers.get("HX-Refresh")
        for known in ("", "?running=0", "?running=1")
    }
    assert answers == {"": None, "?running=0": None, "?running=1": "true"}


def test_round_about_places_too_shows_their_kinds_apart_and_no_zero_of_households(signed_in, db, rounds_folder):
    clinics = [clinic(f"F{n}", VILLAGES[0], doctors=0 if n < 5 else None) for n in range(7)]
    folder = mixed_round(rounds_folder / "round-00000001", population(4), clinics)
    (folder / "places.xlsx").write_bytes(b"list of places")
    round_ = record_round(folder=folder, region_code=COUNTY, actor=None, at=AT)
    account = holder(Role.COUNTY)
    client = signed_in(account)
    shown = client.get(f"/rounds/{round_.pk}/")
    kinds = {"行政村缺卫生室": 0, "机构未达标": 5, "村和机构情况待核实": 2}
    assert {each["label"].zh: each["count"] for each in shown.context["place_findings"]} == kinds
    assert kinds.keys().isdisjoint(each["label"].zh for each in shown.context["findings"])
    page = shown.content.decode()
    assert [page.count(f">{kind}</th>") for kind in kinds] == [1, 1, 1]
    taken = client.get(f"/rounds/{round_.pk}/papers/places.xlsx/")
    assert b"".join(taken.streaming_content) == b"list of places"
    said = Program(account).read(f"rounds/{round_.pk}")
    assert {each["label"]["zh"]: each["findings"] for each in said["place_findings"]} == kinds
    assert len(said["findings"]) == len(shown.context["findings"])


def test_standard_about_places_alone_is_not_offered_for_a_round_over_households(signed_in, db):
    page = signed_in(holder(Role.COUNTY)).get("/rounds/start/").content.decode()
    assert 'value="cn-two-assurances"' in page
    assert 'value="cn-facilities"' not in page


def test_round_about_households_says_nothing_of_places(signed_in, recorded):
    page = signed_in(holder(Role.COUNTY)).get(f"/rounds/{recorded(COUNTY).pk}/").content.decode()
    assert "村和机构的问题" not in page
