"""A load over the API: files in, preview by a job, stored, rows that were not read; by whoever may load there."""

import pytest

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.jobs.models import Job
from diguan.domain.registry.models import Household
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.programs import API
from tests.web.loads.test_views import COUNTY, files, finish, handed, own_folders

__all__ = ["files", "own_folders"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asking(program):
    return program(Role.COUNTY, over=COUNTY)


def start(asking, said):
    return asking.client.post(f"{API}loads", said)


def test_files_become_a_preview_and_are_stored_when_somebody_says_so(asking, files, settings):
    queued = start(asking, handed(files))
    assert (queued.status_code, queued.json()["state"]) == (202, "queued"), queued.content.decode()
    number = queued.json()["id"]
    assert asking.post(f"loads/{number}/store").status_code == 409  # nobody has looked at anything yet
    preview = finish()
    assert (asking.read(f"loads/{number}")["result"]["preview"], Household.objects.count()) == (True, 0)
    stored = asking.post(f"loads/{preview.pk}/store")
    assert stored.status_code == 202
    finish()
    result = asking.read(f"loads/{stored.json()['id']}")["result"]
    assert Household.objects.count() == result["households"]["added"] == 30
    assert [row["id"] for row in asking.read("loads")["rows"]] == [stored.json()["id"], number]
    taken = asking.get(f"loads/{number}/rejected")
    content = b"".join(taken)
    taken.close()
    assert content[:2] == (b"PK" if taken.status_code == 200 else b'{"')
    assert taken.status_code == (200 if result.get("rejected_rows") or result.get("damaged_cells") else 404)
    assert Entry.objects.filter(action="take_rejected").count() == (taken.status_code == 200)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"purpose": ""}, "body.purpose"),
        ({"region_code": OTHER_COUNTY}, "body.region_code"),
        ({"as_of": "gestern"}, "form.as_of"),
        (dict.fromkeys(("inputs", "residents", "health_insurance", "education")), "body.inputs"),
    ],
)
def test_load_that_cannot_be_is_refused_and_nothing_is_kept(asking, files, settings, change, where):
    refused = start(asking, handed(files, **change))
    assert refused.status_code == 422, refused.content.decode()
    assert [fault["where"] for fault in refused.json()["errors"]] == [where]
    assert not Job.objects.exists()
    assert not list(settings.UPLOADS.glob("*"))


def test_token_that_reads_loads_nothing(program, files):
    assert start(program(Role.COUNTY, Scope.READ, over=COUNTY), handed(files)).status_code == 403
