"""The steps of every import, looked at without a browser; what each import does is tested with its own pages."""

import pytest

from diguan.domain.accounts.permissions import ACTS, Act, Role
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.web.loads.views import LOADS
from diguan.web.posts.importing import SHEETS
from diguan.web.visits.returning import BACK
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, holder

pytestmark = pytest.mark.django_db
EVERY = [pytest.param(LOADS, id="loads"), pytest.param(SHEETS, id="posts"), pytest.param(BACK, id="visits")]


def queued(kind, region=COUNTY, **arguments):
    said = {"upload": "0" * 32, "as_of": "2019-06-30", "preview": True, **arguments}
    return enqueue_job(kind=kind, arguments=said, region_code=region, lane=kind, actor=None, at=AT)


@pytest.mark.parametrize("about", EVERY)
def test_steps_are_for_whoever_may_import(about):
    assert {step().act for step in (about.one, about.state, about.store, about.cancel)} == {about.act}
    assert about.act in {Act.IMPORT, Act.MANAGE_POSTS, Act.OBSERVE}


def test_each_import_shows_its_own_jobs_alone(rf):
    mine = {"load": queued("load"), "posts": queued("posts"), "answers": queued("load", answers_only=True)}
    queued("load", OTHER_COUNTY, answers_only=True)
    request = rf.get("/")
    from diguan.domain.accounts.queries import viewer_of

    request.viewer = viewer_of(holder(Role.COUNTY).pk, AT.date())
    assert {Act.IMPORT, Act.MANAGE_POSTS, Act.OBSERVE} <= ACTS[Role.COUNTY]
    shown = {name: set(about.jobs(request)) for name, about in (("loads", LOADS), ("posts", SHEETS), ("back", BACK))}
    assert shown == {
        "loads": {mine["load"], mine["answers"]},
        "posts": {mine["posts"]},
        "back": {mine["answers"]},
    }
    assert Job.objects.count() == 4


@pytest.mark.parametrize("address", ["/loads/{}/", "/posts/import/{}/", "/visits/back/{}/"])
def test_import_of_another_kind_is_not_there(signed_in, address):
    kinds = {"/loads/{}/": "posts", "/posts/import/{}/": "load", "/visits/back/{}/": "load"}
    assert signed_in(holder(Role.COUNTY)).get(address.format(queued(kinds[address]).pk)).status_code == 404


def test_running_import_asks_for_its_state_and_can_be_ended(signed_in):
    job = queued("load", answers_only=True)
    client = signed_in(holder(Role.COUNTY))
    page = client.get(f"/visits/back/{job.pk}/").content.decode()
    assert f'hx-get="/visits/back/{job.pk}/state/"' in page
    assert f'action="/visits/back/{job.pk}/cancel/"' in page
    assert client.post(f"/visits/back/{job.pk}/cancel/").headers["Location"] == f"/visits/back/{job.pk}/"
    assert "已取消" in client.get(f"/visits/back/{job.pk}/").content.decode()
