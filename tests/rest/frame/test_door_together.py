"""The same request sent several times in one moment is one act with one answer; on both databases."""

import threading

import pytest
from django.db import connection

from diguan.domain.accounts.models import Answer
from diguan.domain.registry.models import Household, Observation
from tests.factories.programs import Program
from tests.rest.frame.test_door import FACT

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 5


def at_once(times, ask):
    """What each asking gave, all begun at the same moment in threads of their own."""
    gate, given = threading.Barrier(times), [None] * times

    def run(place):
        try:
            gate.wait()
            given[place] = ask(place)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.fixture
def asking(program, two_counties, settings):
    """A program, where to record a fact, and what to say."""
    settings.API_LIMITS = {"token": 1000, "account": 1000}
    home, secret = two_counties[0], program().client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    said = {**FACT, "version": home.version}

    def ask(key, **more):
        at = f"households/{home.pk}/observations"
        return Program(said=secret).post(at, {**said, **more}, **{"Idempotency-Key": key})

    return home, ask


@pytest.mark.parametrize("times", range(3))
def test_same_request_in_one_moment_is_done_once_and_answered_alike(asking, times):
    home, ask = asking
    given = at_once(TOGETHER, lambda _: ask(f"race-{times}"))
    assert {each.status_code for each in given} == {201}
    assert len({each.content for each in given}) == 1
    replayed = [each for each in given if each.headers.get("Idempotency-Replayed") == "true"]
    assert len(replayed) == TOGETHER - 1
    assert Observation.objects.filter(sheet__recorded_by__isnull=False).count() == 1
    assert Household.objects.get(pk=home.pk).version == home.version + 1
    assert Answer.objects.count() == 1


def test_one_key_for_two_requests_in_one_moment_does_one_of_them(asking):
    _, ask = asking
    given = at_once(2, lambda place: ask("race-two", evidence=f"说法{place}"))
    assert sorted(each.status_code for each in given) == [201, 422]
    refused = next(each for each in given if each.status_code == 422)
    assert refused.json()["type"] == "urn:diguan:problem:key"
    assert Observation.objects.filter(sheet__recorded_by__isnull=False).count() == 1
