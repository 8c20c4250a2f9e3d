"""A job as a row of a page."""

import pytest

from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.web.shared.jobs import job_row, stage_said
from tests.factories.accounts import AT


@pytest.mark.parametrize(
    ("state", "asked", "running", "may_cancel"),
    [
        (State.QUEUED, None, True, True),
        (State.RUNNING, None, True, True),
        (State.RUNNING, AT, True, False),
        (State.DONE, None, False, False),
        (State.FAILED, None, False, False),
    ],
)
def test_job_can_be_ended_while_it_runs_and_once(state, asked, running, may_cancel):
    row = job_row(Job(state=state, outcome={"round": 7}, cancel_asked_at=asked))
    assert (row["running"], row["may_cancel"]) == (running, may_cancel)
    assert row["outcome"] == ({"round": 7} if state == State.DONE else {})


def test_problems_are_told_in_the_language_of_the_reader():
    job = Job(state=State.FAILED, outcome={"problems": [{"zh": "没有户", "en": "no household"}]})
    assert job_row(job)["problems"] == ["没有户"]


@pytest.mark.parametrize(("stage", "said"), [("extracting", "从登记册提取"), ("unheard-of", ""), ("", "")])
def test_stage_is_said_in_words_or_not_at_all(stage, said):
    assert stage_said(stage) == said
