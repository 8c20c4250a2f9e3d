"""What holds too much for one page is tried and submitted by the real job; nobody else sees it, and every row is told of."""

import pytest

from diguan.domain.audit.models import Entry
from diguan.domain.jobs.actions import ask_to_cancel
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.actions.books import reading
from diguan.domain.ledger.models import Event, Item
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.web.ledger.conftest import AT, TODAY
from tests.web.ledger.test_book import PAGE, columns, handed_in, opened, taken, whole
from tests.web.ledger.test_paper import a_file

CHANGED = ("updated_at", "stepped_at")


@pytest.fixture(autouse=True)
def much(settings, tmp_path, monkeypatch):
    """Even a few rows are left to a job."""
    settings.UPLOADS, settings.LOADS = tmp_path / "uploads", tmp_path / "loads"
    monkeypatch.setattr(reading, "MANY_PROPOSALS", 0)
    monkeypatch.setattr("diguan.tasks.books.timezone.now", lambda: AT)
    monkeypatch.setattr("diguan.tasks.books.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("diguan.web.ledger.book_job.now", lambda: AT)


@pytest.fixture
def client(signed_in, transactional_db, people, items):
    return signed_in(people["village"])


def finish():
    assert Worker(handlers(), now=lambda: AT).run_one() is True
    return Job.objects.order_by("-pk")[0]


def filled(client, items):
    """One row that can be submitted, one that names no file, one with a progress that nobody knows."""
    book = taken(client)
    sheet, places, rows = columns(book)
    said = {"进展": "核实无误", "新证据": "部门证明"}
    for name, note in (("open", f"房产证 {a_file('房产证.pdf').sha256[:8]}"), ("suspected", "见 deadbeef")):
        for column, value in {**said, "备注": note}.items():
            sheet.cell(rows[items[name].number], places[column]).value = value
    sheet.cell(rows[items["soon"].number], places["进展"]).value = "大概好了"
    return book


def lines(client, job):
    """(outcome, number) of every row of the result."""
    sheet = opened(whole(client.get(f"{PAGE}{job.pk}/rows/"))).worksheets[0]
    found = [row[:2] for row in sheet.iter_rows(values_only=True) if row[1]]
    return found[1:]


def test_tried_then_submitted_row_by_row(client, items, settings):
    answer = handed_in(client, filled(client, items))
    assert answer.status_code == 302
    tried = finish()
    assert (tried.state, tried.outcome["kinds"]["ready"]) == (State.DONE, 1), tried.outcome
    page = client.get(f"{PAGE}{tried.pk}/").content.decode()
    assert "台账还没有变化" in page
    assert "提交 1 条" in page
    assert Event.objects.count() == 0
    client.post(f"{PAGE}{tried.pk}/store/")
    done = finish()
    assert (done.state, done.outcome["kinds"]["submitted"]) == (State.DONE, 1), done.outcome
    assert Item.objects.get(pk=items["open"].pk).state == "submitted"
    found = lines(client, done)
    assert found[-1] == ("已提交待确认", items["open"].number)
    assert {("不能提交", items["suspected"].number), ("没有采用", items["soon"].number)} <= set(found)
    assert list(settings.UPLOADS.iterdir()) == []
    assert Entry.objects.filter(action="hand_in_ledger_book", subject="job", subject_id=str(done.pk)).count() == 1
    assert Entry.objects.filter(action="take_rejected", subject_id=str(done.pk)).count() == 1
    assert f"{PAGE}{done.pk}/" in client.get(PAGE).content.decode()


def test_cancelled_while_it_is_submitted_tells_what_was_done(client, items, monkeypatch):
    handed_in(client, filled(client, items))
    tried = finish()
    client.post(f"{PAGE}{tried.pk}/store/")
    from diguan.domain.ledger.actions.books import working

    real = working.submitted

    def submitted(proposal, *given, **more):
        line = real(proposal, *given, **more)
        ask_to_cancel(job_id=Job.objects.order_by("-pk")[0].pk, actor=None, at=AT)
        return line

    monkeypatch.setattr(working, "submitted", submitted)
    done = finish()
    assert done.state == State.CANCELLED
    page = client.get(f"{PAGE}{done.pk}/").content.decode()
    assert "已提交的不撤回" in page
    assert len(lines(client, done)) >= 2
    assert Entry.objects.filter(action="hand_in_ledger_book").count() == 1


def test_job_that_ended_but_for_saying_so_tells_what_it_did(client, items, monkeypatch):
    handed_in(client, filled(client, items))
    tried = finish()
    client.post(f"{PAGE}{tried.pk}/store/")
    done = finish()
    Job.objects.filter(pk=done.pk).update(state=State.QUEUED, ended_at=None, worker="", outcome={})
    again = finish()
    assert (again.state, again.outcome) == (
        State.DONE,
        {"kinds": {"submitted": 1, "refused": 1}, "result": True},
    )
    assert Event.objects.filter(act="submit", accepted=True).count() == 1


def test_large_file_is_not_even_read_while_somebody_waits(client, items, monkeypatch):
    monkeypatch.setattr("diguan.web.ledger.book.LARGE", 10)
    monkeypatch.setattr("diguan.web.ledger.book.books.read_book", None)
    assert handed_in(client, filled(client, items)).status_code == 302
    assert Job.objects.get().kind == "book"


def test_file_of_something_else_fails_with_what_to_do(client, items, monkeypatch):
    import openpyxl

    monkeypatch.setattr("diguan.web.ledger.book.LARGE", 10)
    handed_in(client, openpyxl.Workbook())
    job = finish()
    assert job.state == State.FAILED
    page = client.get(f"{PAGE}{job.pk}/").content.decode()
    assert "不是从台账网页取出的工作簿" in page


def test_nobody_else_sees_it_or_submits_it(client, signed_in, people, items):
    handed_in(client, filled(client, items))
    job = finish()
    for who in ("township", "county", "far"):
        other = signed_in(people[who])
        for number in (job.pk, 999_999):
            assert other.get(f"{PAGE}{number}/").status_code == 404
            assert other.get(f"{PAGE}{number}/rows/").status_code == 404
            assert other.post(f"{PAGE}{number}/store/").status_code == 404
        assert f"{PAGE}{job.pk}/" not in other.get(PAGE).content.decode()
    assert Event.objects.count() == 0


def test_pages_speak_english(client, items):
    client.post("/language/", {"language": "en", "next": PAGE})
    book = taken(client)
    sheet, places, rows = columns(book)
    sheet.cell(rows[items["open"].number], places["Progress"]).value = "Mended, to be confirmed"
    sheet.cell(rows[items["open"].number], places["New evidence"]).value = "Record of a visit"
    handed_in(client, book)
    page = client.get(f"{PAGE}{finish().pk}/").content.decode()
    assert "the ledger is as it was" in page
