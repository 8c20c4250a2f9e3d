"""Handing in evidence, and clearing away files that no row knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.evidence.choices import LARGEST, LARGEST_KEPT, NAME_LENGTH
from diguan.domain.evidence.files import address_of, content_of, kept_before, place, put_aside
from diguan.domain.evidence.models import Evidence
from diguan.domain.evidence.queries import EvidenceFile, evidence_file
from diguan.domain.evidence.recognising import Recognised, recognise
from diguan.domain.evidence.refusals import UnableToForgetFiles, UnableToTakeEvidence
from diguan.engine.documents import Label

KEPT_UNKNOWN_FOR = timedelta(days=1)


def store_evidence(  # noqa: PLR0913  what is handed in, where, how and by whom
    *,
    content: bytes | Path,
    name: str,
    region_code: str,
    keep_position: bool = False,
    act: Act = Act.OBSERVE,
    actor: Viewer,
    at: datetime,
) -> Evidence:
    """Keep a file as evidence for a region; the same from the same hand for the same region is kept once, and its row comes back.

    A photo loses what its camera wrote; where it was taken stays only with `keep_position`, which a rule must want. The file is on the
    disk before the row is committed: there is no row without its file. `act`: what the actor must be allowed there. UnableToTakeEvidence.
    """
    shown = _plain_name(name)
    if not actor.may(act, region_code):
        found = Label("不能交给这个区划", "cannot be handed in for this region")
        raise UnableToTakeEvidence(shown, found, Label("请选您负责的区划", "choose a region of yours"), "region_code")
    given = _read(content, shown)
    recognised = recognise(given, shown, keep_position=keep_position)
    if len(recognised.content) > LARGEST_KEPT:
        raise _too_large(len(recognised.content), shown)
    with transaction.atomic():
        row, is_new = Evidence.objects.get_or_create(
            given_sha256=address_of(given),
            region_code=region_code,
            uploaded_by=actor.account_id,
            position_kept=recognised.position_kept,
            defaults={
                "sha256": place(recognised.content),
                "size": len(recognised.content),
                "media_type": recognised.media_type,
                "name": shown,
                "taken_at": recognised.taken_at,
                "at": at,
            },
        )
        if is_new:
            _audit(row, actor, at)
    _keep_placed(row, recognised)
    return row


def take_evidence(*, number: int, actor: Viewer, at: datetime) -> EvidenceFile:
    """A file to be taken along; whoever takes it is on record. UnableToFindEvidence, UnableToOpenEvidence."""
    found = evidence_file(actor, number)
    append_audit(
        actor=actor.account_id,
        action="take_evidence",
        subject="evidence",
        subject_id=str(found.row.pk),
        region_code=found.row.region_code,
        detail={"sha256": found.row.sha256},
        at=at,
    )
    return found


def _keep_placed(row: Evidence, recognised: Recognised) -> None:
    """The file is there after the commit as well: clearing away may have met one that had no row yet, and a disk may have lost it."""
    if row.sha256 == address_of(recognised.content) and content_of(row.sha256) is None:
        place(recognised.content)


def _read(content: bytes | Path, name: str) -> bytes:
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size > LARGEST:
        raise _too_large(size, name)
    return content.read_bytes() if isinstance(content, Path) else content


def _too_large(size: int, name: str) -> UnableToTakeEvidence:
    return UnableToTakeEvidence(name, Label(f"有 {size / (1 << 20):.1f} MB", f"has {size / (1 << 20):.1f} MB"))


def _plain_name(name: str) -> str:
    """The last part of a name, printable, not too long; its ending stays."""
    last = "".join(c if c.isprintable() else "_" for c in name.replace("\\", "/").rpartition("/")[2]).strip()
    if len(last) <= NAME_LENGTH:
        return last or "-"
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(dot + ending)]}{dot}{ending}"[:NAME_LENGTH]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A file that no row knows. `path`: below the folder of evidence; `size`: bytes; `since`: when it came."""

    path: str
    size: int
    since: datetime


def unknown_files(*, at: datetime) -> list[Unknown]:
    """Files that no row knows a day after they came: what a crash between file and row left. What `forget_unknown_files` would take."""
    return [_seen(path) for path in _unknown(at)]


def forget_unknown_files(*, reason: str, actor: int | None, at: datetime) -> list[Unknown]:
    """Remove the files that no row knows, for a reason and in somebody's name (None: the system's own); those that are gone.

    They are put aside, the act is recorded, and only then they go: killed in between, the next run finds them where they lie.
    UnableToForgetFiles without a reason.
    """
    if not reason.strip():
        raise UnableToForgetFiles
    gone, aside = [], []
    for path in _unknown(at):
        told, moved = _seen(path), _put_aside(path)
        if moved is not None:
            gone.append(told)
            aside.append(moved)
    if gone:
        _audit_forgotten(gone, reason.strip(), actor, at)
    for moved in aside:
        moved.unlink()
    return gone


def _unknown(at: datetime) -> list[Path]:
    return [path for path in kept_before((at - KEPT_UNKNOWN_FOR).timestamp()) if not _is_known(path.name)]


def _seen(path: Path) -> Unknown:
    found = path.stat()
    return Unknown(f"{path.parent.name}/{path.name}", found.st_size, datetime.fromtimestamp(int(found.st_mtime), UTC))


def _put_aside(path: Path) -> Path | None:
    """Put a file aside, and look again: somebody may have handed the same in meanwhile. Where it lies; None where it was put back."""
    aside = put_aside(path)
    if not _is_known(path.name):
        return aside
    aside.replace(path)
    return None


@transaction.atomic
def _audit_forgotten(gone: Sequence[Unknown], reason: str, actor: int | None, at: datetime) -> None:
    append_audit(
        actor=actor,
        action="forget_unknown_files",
        subject="evidence",
        subject_id="",
        region_code="",
        detail={"files": len(gone), "size": sum(file.size for file in gone), "reason": reason},
        at=at,
    )


def _is_known(address: str) -> bool:
    return Evidence.objects.filter(sha256=address).exists()


def _audit(row: Evidence, actor: Viewer, at: datetime) -> None:
    append_audit(
        actor=actor.account_id,
        action="store_evidence",
        subject="evidence",
        subject_id=str(row.pk),
        region_code=row.region_code,
        detail={"sha256": row.sha256, "media_type": row.media_type, "size": row.size, "position": row.position_kept},
        at=at,
    )
