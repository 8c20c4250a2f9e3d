"""Jobs as somebody may see them."""

from django.db.models import QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.jobs.models import Job


def jobs(viewer: Viewer, act: Act = Act.SEE) -> QuerySet[Job]:
    """Jobs over regions where the viewer may do an act on all of it, and the viewer's own, newest first."""
    seen = scoped(Job.objects.all(), viewer, act) | Job.objects.filter(owner=viewer.account_id)
    return seen.order_by("-id")
