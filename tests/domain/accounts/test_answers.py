"""Answers to requests that may be sent again."""

from datetime import timedelta

import pytest

from diguan.domain.accounts.answers import begin_answer, end_answer
from diguan.domain.accounts.models import Answer
from tests.factories.accounts import AT, account

pytestmark = pytest.mark.django_db


def test_answer_of_a_key_is_begun_once_an_account():
    one, other = account(), account("other.one")
    first, is_new = begin_answer(account_id=one.pk, key="k", asked="a", at=AT)
    end_answer(first, status=201, media_type="application/json", body="{}")
    again, anew = begin_answer(account_id=one.pk, key="k", asked="b", at=AT)
    assert (is_new, anew, again.pk, again.status, again.asked) == (True, False, first.pk, 201, "a")
    assert begin_answer(account_id=other.pk, key="k", asked="a", at=AT)[1]


def test_answer_is_forgotten_after_a_day():
    one = account()
    begin_answer(account_id=one.pk, key="k", asked="a", at=AT)
    assert begin_answer(account_id=one.pk, key="k", asked="a", at=AT + timedelta(days=1, seconds=1))[1]
    assert Answer.objects.count() == 1
