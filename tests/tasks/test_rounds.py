"""A round over the registry is the round over the files, and what it says of households stands in the database."""

from datetime import timedelta

import duckdb
import pytest

import diguan
from diguan.domain.audit.models import Entry
from diguan.domain.jobs import actions as jobs
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.models import Event, Item
from diguan.domain.screening.actions import UnableToStartRound, request_round
from diguan.domain.screening.choices import Wanted
from diguan.domain.screening.models import Round, Standing
from diguan.domain.screening.queries import folder_of
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.domain.screening.conftest import AS_OF, AT, county, files, handmade
from tests.factories.accounts import COUNTY
from tests.fixtures.handmade.build import ROLES

__all__ = ["county", "files", "handmade"]
CONFIRM = ("poverty_line=3218@county notice",)


@pytest.fixture(autouse=True)
def own_folder_of_rounds(settings, tmp_path):
    settings.ROUNDS = tmp_path / "rounds"


def ordered(region_code):
    return request_round(wanted=Wanted("cn-two-assurances", AS_OF, region_code, CONFIRM), viewer=None, at=AT)


def test_round_over_the_registry_is_the_round_over_the_files(county, files, tmp_path):
    job = ordered(county)
    assert Worker(handlers(), now=lambda: AT).run_one() is True
    job.refresh_from_db()
    assert (job.state, job.outcome["households"]) == (State.DONE, 30)
    round_ = Round.objects.get(pk=job.outcome["round"])
    of_files = diguan.screen(
        [files[role] for role in ROLES],
        residents=files["residents"],
        rosters={name: files[name] for name in ("health_insurance", "education")},
        standard="cn-two-assurances",
        as_of=AS_OF,
        region=county,
        confirm={"poverty_line": (3218, "county notice")},
        out=tmp_path / "files",
    )
    uncovered = round_.counts.pop("uncovered")  # what the registry counts beside what is in the folder
    assert round_.counts == of_files.record.counts.model_dump(mode="json")
    unknown = {name: counts["unknown"] for name, counts in round_.counts["verdicts"]["household"].items()}
    assert all(0 <= count <= unknown[name] for name, count in uncovered.items())
    same = ("findings", "verdicts_household", "verdicts_person")
    own = diguan.engine.screening.verify.read_round(folder_of(round_)).tables
    assert {name: own[name] for name in same} == {name: of_files.record.tables[name] for name in same}
    assert diguan.verify(folder_of(round_)).ok


def test_every_finding_of_a_round_is_an_item_of_the_ledger_once(county):
    for _ in range(2):
        job = ordered(county)
        Worker(handlers(), now=lambda: AT).run_one()
        job.refresh_from_db()
    first, second = Round.objects.order_by("id")
    items = sum(first.counts["findings"].values())
    assert (Item.objects.count(), Item.objects.filter(seen_round=second).count()) == (items, items)
    assert (job.outcome["items"]["opened"], job.outcome["items"]["seen"]) == (0, items)
    assert Event.objects.count() == items


def test_standings_are_the_verdicts_of_the_round(county):
    job = ordered(county)
    Worker(handlers(), now=lambda: AT).run_one()
    job.refresh_from_db()
    round_ = Round.objects.get(pk=job.outcome["round"])
    folder = folder_of(round_)
    ids = [said["id"] for said in round_.indicators]
    codes = ", ".join(f'"{id}"' for id in ids)
    rows = duckdb.sql(f"SELECT household_id, {codes} FROM '{folder}/verdicts/household/*.parquet'").fetchall()
    expected = {number: "".join(map(str, verdicts)) for number, *verdicts in rows}
    assert len(expected) == 30
    assert {s.household_number: s.codes for s in Standing.objects.all()} == expected
    standings = Standing.objects.order_by("household_number")
    known = [[c for c, grade in zip(s.codes, s.grades, strict=True) if grade != "9"] for s in standings]
    assert [(s.unmet, s.unknown) for s in standings] == [(own.count("0"), own.count("1")) for own in known]
    found = duckdb.sql(f"SELECT count(*) FROM '{folder}/findings.parquet'").fetchall()[0][0]
    assert sum(s.findings for s in Standing.objects.all()) == found


def test_second_round_takes_the_place_of_the_first(county):
    for _ in range(2):
        ordered(county)
        Worker(handlers(), now=lambda: AT).run_one()
    assert Round.objects.count() == 2
    newest = Round.objects.order_by("-id")[0]
    assert set(Standing.objects.values_list("round_id", flat=True)) == {newest.pk}
    assert Standing.objects.count() == 30


def test_job_that_begins_anew_takes_up_the_finished_folder_and_records_it_once(county, settings):
    job = ordered(county)
    Worker(handlers(), now=lambda: AT).run_one()
    job.refresh_from_db()
    made = folder_of(Round.objects.get()) / "round.json"
    before = made.stat().st_mtime_ns
    # as if the worker had died after the record was written and before its job could say so
    type(job).objects.filter(pk=job.pk).update(
        state=State.RUNNING, ended_at=None, worker="dead:1", heartbeat_at=AT, outcome={}
    )
    assert jobs.requeue_abandoned(at=AT + timedelta(minutes=10)) == 1
    Worker(handlers(), now=lambda: AT).run_one()
    job.refresh_from_db()
    assert (job.state, Round.objects.count(), made.stat().st_mtime_ns) == (State.DONE, 1, before)
    assert Entry.objects.filter(action="record_round").count() == 1


def test_cancelled_round_leaves_neither_folder_nor_record(county, settings):
    job = ordered(county)

    def cancel_soon(arguments, order, progress):
        def report(stage, done, total):
            if stage == "verdicts":
                jobs.ask_to_cancel(job_id=order.job_id, actor=None, at=AT)
            progress(stage, done, total)

        return handlers()["round"](arguments, order, report)

    Worker({"round": cancel_soon}, now=lambda: AT).run_one()
    job.refresh_from_db()
    assert (job.state, Round.objects.count(), Standing.objects.count()) == (State.CANCELLED, 0, 0)
    assert list(settings.ROUNDS.glob("*")) == []


@pytest.mark.django_db
def test_standard_about_places_alone_is_refused_before_anything_waits():
    wanted = Wanted("cn-facilities", AS_OF, COUNTY, ("village_clinic_area=60@x", "large_county=100000@x"))
    with pytest.raises(UnableToStartRound, match="judges villages and facilities alone"):
        request_round(wanted=wanted, viewer=None, at=AT)
    assert not Job.objects.exists()
