"""Evidence as somebody may see it."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db.models import QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.evidence.choices import ENDINGS, NAME_LENGTH, MediaType
from diguan.domain.evidence.files import content_of, path_of
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.refusals import UnableToFindEvidence, UnableToOpenEvidence
from diguan.engine.documents import Label

__all__ = ["EvidenceFile", "UnableToFindEvidence", "UnableToOpenEvidence", "evidence", "evidence_file", "same_content"]
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A row with its content, and the name under which it is handed out: the given one with the ending of what it is."""

    row: Evidence
    content: bytes

    @property
    def file_name(self) -> str:
        """Name for a download."""
        ending = ENDINGS[MediaType(self.row.media_type)]
        stem = UNSAFE.sub("_", PurePosixPath(self.row.name).stem)[: NAME_LENGTH - len(ending)].strip(". ")
        return f"{stem or self.row.pk}{ending}"


def evidence(viewer: Viewer, act: Act = Act.SEE) -> QuerySet[Evidence]:
    """Rows of the viewer's region, newest first."""
    return scoped(Evidence.objects.all(), viewer, act).order_by("-id")


def evidence_file(viewer: Viewer, number: int) -> EvidenceFile:
    """A row and its content, compared with its address. UnableToFindEvidence, absent and foreign alike; UnableToOpenEvidence."""
    row = evidence(viewer).filter(pk=number).first()
    if row is None:
        raise UnableToFindEvidence(number)
    content = content_of(row.sha256)
    if content is None:
        gone = Label("不见了", "is gone"), Label("已被改动", "has been changed")
        raise UnableToOpenEvidence(number, gone[path_of(row.sha256).exists()])
    return EvidenceFile(row, content)


def same_content(viewer: Viewer, row: Evidence) -> QuerySet[Evidence]:
    """Other rows of the viewer's region with the same content: one photo as proof of several things."""
    handed_in = evidence(viewer).filter(given_sha256=row.given_sha256) | evidence(viewer).filter(sha256=row.sha256)
    return handed_in.exclude(pk=row.pk)
