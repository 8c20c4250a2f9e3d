"""A round is recomputed from its page: asked for once, done by a job, told and on record."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.jobs.models import Job
from diguan.domain.screening.queries import folder_of
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder


@pytest.fixture
def round_(recorded):
    return recorded(COUNTY)


@pytest.fixture
def client(signed_in, round_):
    return signed_in(holder(Role.COUNTY))


def work():
    assert Worker({"verify": handlers()["verify"]}).run_one()


def test_round_that_nobody_touched_is_told_equal(client, round_):
    page = client.post(f"/rounds/{round_.pk}/verify/", follow=True).content.decode()
    assert f'hx-get="/rounds/{round_.pk}/verification/"' in page
    client.post(f"/rounds/{round_.pk}/verify/")
    assert Job.objects.filter(kind="verify").count() == 1
    work()
    assert "一致：" in client.get(f"/rounds/{round_.pk}/verification/").content.decode()
    assert '"ok":true' in Entry.objects.get(action="verify_round").detail


@pytest.mark.parametrize("file", ["findings.parquet", "round.json"])
def test_folder_that_was_changed_is_told(client, round_, file):
    path = folder_of(round_) / file
    path.write_bytes(path.read_bytes() + b" ")
    client.post(f"/rounds/{round_.pk}/verify/")
    work()
    page = client.get(f"/rounds/{round_.pk}/").content.decode()
    assert "处不符" in page
    assert ("与登记时的封条不符" in page) is (file == "round.json")
    assert '"ok":false' in Entry.objects.get(action="verify_round").detail


def test_round_of_elsewhere_is_not_verified(signed_in, recorded):
    foreign = recorded(OTHER_COUNTY)
    client = signed_in(holder(Role.COUNTY))
    answers = [client.post(f"/rounds/{foreign.pk}/verify/"), client.get(f"/rounds/{foreign.pk}/verification/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Job.objects.exists()
