"""A check that is handed in over the pages: kept as a zip until it is taken or forgotten; a job reads it."""

from datetime import datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.actions.opening.checks import UnableToTakeCheck, require_right
from diguan.domain.regions.queries import region_of
from diguan.domain.registry.actions.uploading import TOKEN, Upload
from diguan.domain.screening.choices import ROUND_JOB
from diguan.engine.documents import Label

CHECK_JOB = "check"


def request_check(*, upload: Upload, region_code: str, preview: bool, viewer: Viewer, at: datetime) -> Job:
    """Queue the taking of a kept check. UnableToTakeCheck outside the viewer's region, or when the file is gone."""
    code = region_of(region_code).code
    require_right(code, viewer)
    if not TOKEN.fullmatch(upload.token) or not upload.folder.is_dir():
        message = Label("这份校验结果已经不在了", "this check is gone")
        raise UnableToTakeCheck(message, Label("请重新交", "hand it in again"))
    # in the lane of rounds: what has been judged stands still meanwhile
    return enqueue_job(
        kind=CHECK_JOB,
        arguments={"upload": upload.token, "preview": preview},
        region_code=code,
        lane=ROUND_JOB,
        actor=viewer.account_id,
        at=at,
    )
