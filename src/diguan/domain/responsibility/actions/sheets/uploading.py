"""Sheets that are handed in over the pages: kept until they are taken or forgotten; a job reads them."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.regions.queries import region_of
from diguan.domain.registry.actions.uploading import LOAD_JOB, TOKEN, Upload
from diguan.domain.responsibility.actions.sheets.importing import UnableToImportPosts
from diguan.engine.documents import Label

POSTS_JOB = "posts"


def request_import(*, upload: Upload, region_code: str, preview: bool, viewer: Viewer, at: datetime) -> Job:
    """Queue the reading of kept sheets for a unit. UnableToImportPosts outside the viewer's region, or when the files are gone."""
    code = region_of(region_code).code
    if not viewer.may(Act.MANAGE_POSTS, code):
        message = Label("您不管理这个区划的岗位", "you do not manage the posts of this unit")
        raise UnableToImportPosts(message, Label("请选您管理的区划", "choose a unit of yours"), "region_code")
    if not TOKEN.fullmatch(upload.token) or not upload.folder.is_dir():
        message = Label("这些文件已经不在了", "these files are gone")
        raise UnableToImportPosts(message, Label("请重新交", "hand them in again"))
    arguments = {"upload": upload.token, "preview": preview}
    # in the lane of loads: what is read from the registry stands still meanwhile
    return enqueue_job(
        kind=POSTS_JOB, arguments=arguments, region_code=code, lane=LOAD_JOB, actor=viewer.account_id, at=at
    )


def rejected_of(job_id: int) -> Path:
    """Where the rows that a job did not take are kept."""
    return Path(settings.LOADS) / f"posts-{job_id:08d}" / "rejected.xlsx"
