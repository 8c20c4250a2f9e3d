"""Files that somebody hands in over the pages: kept apart until they are stored, then forgotten; a job reads them."""

import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.models import Job
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_of
from diguan.engine.documents import Label

LOAD_JOB = "load"
ROLE = re.compile(r"inputs|residents|roster-[a-z][a-z_]{0,40}")
ENDINGS = frozenset({".xlsx", ".xls", ".csv"})
PACKED = frozenset({".zip"})
TOKEN = re.compile(r"[0-9a-f]{32}")
LONGEST_NAME = 120
KEPT_FOR = timedelta(days=7)


class UnableToTakeFiles(UnableToAct):
    """Files that cannot be taken: none, twice the same name, of another kind, or gone again."""


class Handed(Protocol):
    """A file as a request brings it."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Its content, piece by piece."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files under a name that nobody can guess, by role: "inputs", "residents", "roster-<name>". `purpose`: of the lists."""

    token: str
    purpose: str = ""

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return Path(settings.UPLOADS) / self.token

    def files(self, role: str) -> list[Path]:
        """Files of a role, in the order of their names."""
        return sorted((self.folder / role).glob("*"))

    @property
    def rosters(self) -> dict[str, Path]:
        """Rosters by name."""
        return {folder.name.removeprefix("roster-"): next(folder.iterdir()) for folder in self.folder.glob("roster-*")}

    def forget(self) -> None:
        """Remove them: they hold people's data."""
        shutil.rmtree(self.folder, ignore_errors=True)


def keep_upload(handed: Mapping[str, Iterable[Handed]], endings: frozenset[str] = ENDINGS) -> Upload:
    """Keep files by role, with one of some endings. UnableToTakeFiles names the first that cannot be taken, and then none is kept."""
    upload = Upload(secrets.token_hex(16))
    try:
        for role, files in handed.items():
            for file in files:
                _keep(upload, role, file, endings)
        _require_data(upload)
    except BaseException:
        upload.forget()
        raise
    return upload


def _require_data(upload: Upload) -> None:
    if not upload.files("inputs") and not upload.files("residents"):
        raise UnableToTakeFiles(
            Label("没有数据文件", "there is no file of data"),
            Label("请至少选一个导出表或底册", "choose at least one export or resident base"),
            "inputs",
        )


def forget_old_uploads(*, at: datetime) -> int:
    """Remove files that were looked at and never stored; how many uploads they were."""
    folders = [folder for folder in Path(settings.UPLOADS).glob("*") if TOKEN.fullmatch(folder.name)]
    old = [folder for folder in folders if folder.stat().st_mtime < (at - KEPT_FOR).timestamp()]
    for folder in old:
        Upload(folder.name).forget()
    return len(old)


def _keep(upload: Upload, role: str, file: Handed, endings: frozenset[str]) -> None:
    name = Path((file.name or "").replace("\\", "/")).name[-LONGEST_NAME:]
    if not ROLE.fullmatch(role) or Path(name).suffix.lower() not in endings or not name.isprintable():
        raise UnableToTakeFiles(*_expected(name, endings), role)
    path = upload.folder / role / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        raise UnableToTakeFiles(
            Label(f"两个文件都叫“{name}”", f"two files are called '{name}'"),
            Label("请改名后再交", "rename one of them"),
            role,
        )
    with path.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)


def _expected(name: str, endings: frozenset[str]) -> tuple[Label, Label]:
    if endings == PACKED:
        found = Label(f"“{name}”不是 .zip 压缩包", f"'{name}' is no .zip file")
        return found, Label(
            "请把整个文件夹压缩成一个 .zip 再交", "pack the whole folder into one .zip and hand that in"
        )
    found = Label(f"“{name}”不是工作簿或 CSV", f"'{name}' is no workbook and no CSV file")
    return found, Label("请交 .xlsx、.xls 或 .csv", "hand in .xlsx, .xls or .csv")


def request_load(  # noqa: PLR0913  what, where, as of when, by whom
    *,
    upload: Upload,
    as_of: date,
    region_code: str,
    preview: bool,
    answers_only: bool = False,
    viewer: Viewer,
    at: datetime,
) -> Job:
    """Queue the reading of kept files for a region. UnableToTakeFiles outside the viewer's region, or when the files are gone.

    `answers_only`: filled-in visit workbooks and nothing else, from whoever may record what is seen there.
    """
    if not viewer.may(Act.OBSERVE if answers_only else Act.IMPORT, region_code):
        raise UnableToTakeFiles(
            Label("您不能向这个区划导入", "you may not load into this region"),
            Label("请选您负责的区划", "choose a region of yours"),
            "region_code",
        )
    if not TOKEN.fullmatch(upload.token) or not upload.folder.is_dir():
        raise UnableToTakeFiles(
            Label("这些文件已经不在了", "these files are gone"), Label("请重新交", "hand them in again")
        )
    arguments: dict[str, Any] = {
        "upload": upload.token,
        "as_of": as_of.isoformat(),
        "preview": preview,
        "purpose": upload.purpose,
        "answers_only": answers_only,
    }
    code = region_of(region_code).code
    return enqueue_job(
        kind=LOAD_JOB, arguments=arguments, region_code=code, lane=LOAD_JOB, actor=viewer.account_id, at=at
    )
