"""A large workbook is worked through row by row; interrupted anywhere it goes on where it was, and nothing is asked for twice."""

import json

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.jobs.actions import JobCancelled
from diguan.domain.ledger.actions.books.returned import Proposal
from diguan.domain.ledger.actions.books.working import counted, record_rows, recorded, submit_rows, try_rows
from diguan.domain.ledger.choices import Closing, Refusal, State, Step
from diguan.domain.ledger.models import Event
from tests.domain.ledger.worlds import AT, HOUSE, SCHOOL

JOB = 41


class Killed(Exception):
    """The process ends here."""


def quiet(*_):
    """Progress that nobody reads."""


@pytest.fixture
def asked(lived):
    """Two rows: the house is mended, the child is still out of school."""
    lived.determine()
    lived.determine(SCHOOL)
    lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
    items = [lived.item(HOUSE), lived.item(SCHOOL)]
    return [Proposal(i.pk, i.version, Closing.MENDED, "已改好", i.number, f"台账!K{i.pk}") for i in items]


def killed_before(row):
    def progress(_stage, done, _total):
        if done == row:
            raise Killed

    return progress


def work(lived, asked, job=JOB, progress=quiet):
    given = {"proposals": asked, "actor": lived.who(Role.VILLAGE), "at": AT, "progress": progress}
    return list(submit_rows(job_id=job, **given))


def submissions():
    return [(e.item_id, e.accepted, e.refusal) for e in Event.objects.filter(act=Step.SUBMIT).order_by("item_id")]


def test_trial_leaves_nothing_and_says_what_submitting_would(lived, asked):
    before = Event.objects.count(), Entry.objects.count()
    given = {"proposals": asked, "actor": lived.who(Role.VILLAGE), "at": AT, "progress": quiet}
    tried = list(try_rows(**given))
    assert ([line.kind for line in tried], (Event.objects.count(), Entry.objects.count())) == (
        ["ready", "refused"],
        before,
    )
    done = work(lived, asked)
    assert [line.kind for line in done] == ["submitted", "refused"]
    assert [(a.number, a.where, a.said, a.why) for a in tried] == [(b.number, b.where, b.said, b.why) for b in done]
    assert counted(done) == {"refused": 1, "submitted": 1}
    assert [lived.item(HOUSE).state, lived.item(SCHOOL).state] == [State.SUBMITTED, State.OPEN]


@pytest.mark.parametrize("row", [0, 1, 2])
def test_interrupted_before_any_row_it_goes_on_and_asks_for_nothing_twice(lived, asked, row):
    if row < len(asked):
        with pytest.raises(Killed):
            work(lived, asked, progress=killed_before(row))
    else:
        work(lived, asked)
    assert len(submissions()) == row
    lines = work(lived, asked)
    assert [line.kind for line in lines] == ["submitted", "refused"]
    house, school = (proposal.item_id for proposal in asked)
    (first, second) = submissions()
    assert (first, second[:2]) == ((house, True, ""), (school, False))
    assert Refusal(second[2]) is not Refusal.STALE
    assert "；" in lines[1].why.zh


def test_another_job_with_the_same_workbook_is_refused_as_stale(lived, asked):
    work(lived, asked)
    lines = work(lived, asked, job=JOB + 1)
    assert [line.kind for line in lines] == ["refused", "refused"]
    assert Event.objects.filter(item_id=asked[0].item_id, accepted=False).get().refusal == Refusal.STALE


def test_cancelled_half_way_what_was_submitted_stays(lived, asked):
    def progress(_stage, done, _total):
        if done == 1:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        work(lived, asked, progress=progress)
    assert lived.item(HOUSE).state == State.SUBMITTED
    assert len(submissions()) == 1


def test_whole_workbook_is_on_record_once(lived, asked):
    lines = work(lived, asked)
    assert recorded(JOB) is None
    for _ in range(2):
        record_rows(lines=lines, job_id=JOB, actor=lived.who(Role.VILLAGE), at=AT)
    entry = Entry.objects.get(action="hand_in_ledger_book")
    assert (entry.subject, entry.subject_id) == ("job", str(JOB))
    assert json.loads(entry.detail) == recorded(JOB) == {"submitted": 1, "refused": 1}
