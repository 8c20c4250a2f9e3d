"""Rounds are compared and standards weighed from their pages; every number is the one of a careful person's own count."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.jobs.models import Job
from diguan.domain.screening.actions import record_round
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder
from tests.factories.change import UNMET, flip, judged, population, round_of
from tests.factories.places import CAME, MENDED, STAYED, VILLAGES, WENT, mixed_round, two_quarters
from tests.web.rounds.conftest import AT

FIRST, SECOND = date(2019, 6, 30), date(2019, 9, 30)
HOUSING = "safe_housing"


@pytest.fixture(scope="module")
def rows():
    before = population(60)
    return before, flip(before, 0.3, 4)[0]


@pytest.fixture(scope="module")
def folders(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared")
    days = (FIRST, SECOND)
    return folder, [
        round_of(each, folder / f"round-{n}", day) for n, (each, day) in enumerate(zip(rows, days, strict=True))
    ]


@pytest.fixture
def pair(db, folders, settings, tmp_path):
    settings.ROUNDS, settings.COMPARISONS = folders[0], tmp_path / "comparisons"
    return [record_round(folder=folder, region_code=COUNTY, actor=None, at=AT) for folder in folders[1]]


def work():
    assert Worker({"compare": handlers()["compare"]}).run_one()


def unmet(rows, indicator, **how):
    return {key for key, verdict in judged(rows, **how).items() if key[1] == indicator and verdict == UNMET}


def of(response, indicator):
    return next(each for each in response.context["indicators"] if each["id"] == indicator)


def test_two_rounds_are_compared_by_a_job_whichever_is_named_first(signed_in, pair, rows):
    client = signed_in(holder(Role.COUNTY))
    sent = {"before": pair[1].pk, "after": pair[0].pk}
    waiting = client.post("/rounds/compare/", sent, follow=True)
    assert 'id="comparison-state" hx-get=' in waiting.content.decode()
    work()
    job = Job.objects.get(kind="compare")
    shown = client.get(f"/rounds/comparisons/{job.pk}/")
    before, after = (unmet(each, HOUSING) for each in rows)
    found = of(shown, HOUSING)
    told = {name: found[name] for name in ("before", "after", "open", "came")}
    assert told == {
        "before": len(before),
        "after": len(after),
        "open": len(before & after),
        "came": len(after - before),
    }
    assert shown.context["outcome"]["differences"] > 0
    assert "为什么不同" in shown.content.decode()
    assert f"comparisons/{job.pk}/" in client.get("/rounds/compare/").content.decode()
    assert Entry.objects.filter(action="compare_rounds").count() == 1


def test_standard_is_weighed_on_a_round_and_nothing_is_judged_anew(signed_in, pair, rows):
    client = signed_in(holder(Role.COUNTY))
    address = f"/rounds/{pair[0].pk}/weigh/"
    assert "标准" in client.get(address).content.decode()
    page = client.get(address, {"standard": "cn-two-assurances"}).content.decode()
    assert "value-poverty_line" in page
    values = {"value-poverty_line": "4000", "source-poverty_line": "试算"}
    response = client.post(address, {"standard": "cn-two-assurances", **values})
    assert response.status_code == 302, response.content.decode()
    work()
    shown = client.get(response.headers["Location"])
    found = of(shown, "income")
    assert found["before"] == len(unmet(rows[0], "income"))
    assert found["after"] == len(unmet(rows[0], "income", line=4000))
    assert found["after"] > found["before"]
    assert "的影响" in shown.content.decode()
    assert not Entry.objects.filter(action="record_round", subject_id=str(pair[1].pk + 1)).exists()


def test_papers_are_taken_along_masked_and_on_record(signed_in, pair):
    client = signed_in(holder(Role.COUNTY))
    client.post("/rounds/compare/", {"before": pair[0].pk, "after": pair[1].pk})
    work()
    job = Job.objects.get(kind="compare")
    answer = client.get(f"/rounds/comparisons/{job.pk}/comparison.xlsx/")
    assert len(load_workbook(BytesIO(b"".join(answer.streaming_content))).sheetnames) > 2
    assert client.get(f"/rounds/comparisons/{job.pk}/round.json/").status_code == 404
    assert Entry.objects.filter(action="take_paper").count() == 1


def test_one_round_is_not_compared_with_itself(signed_in, pair):
    response = signed_in(holder(Role.COUNTY)).post("/rounds/compare/", {"before": pair[0].pk, "after": pair[0].pk})
    assert "请选两个不同的轮次" in response.content.decode()
    assert not Job.objects.exists()


def test_comparison_of_another_county_is_answered_like_one_that_is_not_there(signed_in, pair):
    own = signed_in(holder(Role.COUNTY))
    own.post("/rounds/compare/", {"before": pair[0].pk, "after": pair[1].pk})
    number = Job.objects.get(kind="compare").pk
    far = signed_in(holder(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="of.elsewhere"))
    for at in (f"/rounds/comparisons/{number}/", f"/rounds/comparisons/{number}/comparison.xlsx/"):
        assert far.get(at).status_code == 404
    assert far.get(f"/rounds/{pair[0].pk}/weigh/").status_code == 404
    assert f"comparisons/{number}/" not in far.get("/rounds/compare/").content.decode()
    refused = far.post("/rounds/compare/", {"before": pair[0].pk, "after": pair[1].pk})
    assert refused.status_code == 200
    assert Job.objects.count() == 1


def test_folder_that_was_changed_is_not_compared(signed_in, pair, folders, tmp_path, settings):
    import shutil

    settings.ROUNDS = tmp_path / "changed"
    shutil.copytree(folders[0], settings.ROUNDS)
    record = settings.ROUNDS / "round-1" / "round.json"
    record.write_bytes(record.read_bytes() + b" ")
    client = signed_in(holder(Role.COUNTY))
    client.post("/rounds/compare/", {"before": pair[0].pk, "after": pair[1].pk})
    work()
    job = Job.objects.get(kind="compare")
    assert "不在了，或已被改动" in client.get(f"/rounds/comparisons/{job.pk}/").content.decode()


def test_with_one_round_the_page_says_that_two_are_needed(signed_in, db, folders, settings):
    settings.ROUNDS = folders[0]
    record_round(folder=folders[1][0], region_code=COUNTY, actor=None, at=AT)
    page = signed_in(holder(Role.COUNTY)).get("/rounds/compare/").content.decode()
    assert "不到两轮" in page
    assert "/rounds/start/" in page
    assert 'id="id_before"' not in page


def test_newest_round_and_the_one_before_it_are_chosen_to_begin_with(signed_in, pair):
    form = signed_in(holder(Role.COUNTY)).get("/rounds/compare/").context["form"]
    assert (form["before"].value(), form["after"].value()) == (pair[0].pk, pair[1].pk)


@pytest.fixture
def about_places(db, tmp_path, settings):
    """Two recorded rounds by a standard that speaks of households and of clinics."""
    settings.ROUNDS, settings.COMPARISONS = tmp_path / "rounds", tmp_path / "comparisons"
    return [
        record_round(
            folder=mixed_round(tmp_path / "rounds" / f"round-{n}", population(5), clinics, day),
            region_code=COUNTY,
            actor=None,
            at=AT,
        )
        for n, (clinics, day) in enumerate(zip(two_quarters(VILLAGES), (FIRST, SECOND), strict=True))
    ]


def test_page_of_a_comparison_names_the_clinics_that_got_their_doctor(signed_in, about_places):
    client = signed_in(holder(Role.COUNTY))
    client.post("/rounds/compare/", {"before": about_places[0].pk, "after": about_places[1].pk})
    work()
    shown = client.get(f"/rounds/comparisons/{Job.objects.get(kind='compare').pk}/")
    places = shown.context["places"]
    (doctor,) = (k for k in places["kinds"] if k["mended"])
    told = (doctor["went"], doctor["mended"], doctor["stayed"], doctor["came"])
    assert told == (len(WENT), len(MENDED), len(STAYED), len(CAME))
    page = shown.content.decode()
    assert "<h2>村和机构</h2>" in page
    assert all(re.search(rf'<th scope="row">[^<]* {id}</th>', page) for id in WENT | CAME)
    kinds = {each["label"]["zh"] for each in shown.context["findings"]}
    assert "机构未达标" not in kinds


def test_comparison_of_households_alone_or_kept_from_before_says_nothing_of_places(signed_in, pair):
    client = signed_in(holder(Role.COUNTY))
    client.post("/rounds/compare/", {"before": pair[0].pk, "after": pair[1].pk})
    work()
    job = Job.objects.get(kind="compare")
    assert client.get(f"/rounds/comparisons/{job.pk}/").context["places"] is None
    del job.outcome["places"]  # as an earlier version has kept it
    job.save(update_fields=["outcome"])
    shown = client.get(f"/rounds/comparisons/{job.pk}/")
    assert (shown.status_code, shown.context["places"]) == (200, None)
