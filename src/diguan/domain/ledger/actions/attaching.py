"""A file is handed in for an item and stays with it, whatever becomes of the step that it was meant for."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.ledger.choices import ENDED
from diguan.domain.ledger.models import Attachment, Item
from diguan.domain.ledger.refusals import UnableToFindItem
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label


class UnableToAttach(UnableToAct):
    """The item has ended: what proves it is what proved it then."""

    def __init__(self) -> None:
        super().__init__(
            Label("问题已经办结，不再收材料", "the item has ended and takes no more files"),
            Label("问题又出现时会重新立项，那时再交", "should the problem come back, hand it in then"),
            "papers",
        )


def attach_evidence(*, item_id: int, content: bytes | Path, name: str, actor: Viewer, at: datetime) -> Attachment:
    """Keep a file as evidence of an item's place and tie it to the item; the same of the same hand is tied once.

    The item is not held meanwhile: a photo that comes while somebody closes it harms nothing. UnableToFindItem where the actor does not
    see it, UnableToAttach when it has ended, UnableToTakeEvidence for what is no evidence or not the actor's to hand in.
    """
    item = scoped(Item.objects.filter(pk=item_id), actor).first()
    if item is None:
        raise UnableToFindItem
    if item.state in ENDED:
        raise UnableToAttach
    act = handing_act(actor, item.region_code) or Act.OBSERVE
    with transaction.atomic():
        row = store_evidence(content=content, name=name, region_code=item.region_code, act=act, actor=actor, at=at)
        tied, is_new = Attachment.objects.get_or_create(
            item=item, evidence=row, defaults={"by": actor.account_id, "at": at}
        )
        if is_new:
            append_audit(
                actor=actor.account_id,
                action="attach_evidence",
                subject="item",
                subject_id=str(item.pk),
                region_code=item.region_code,
                detail={"number": item.number, "evidence": row.pk},
                at=at,
            )
    return tied


def handing_act(actor: Viewer, region_code: str) -> Act | None:
    """By which right somebody hands in files at a place: by what is recorded there, or by what is handled there; None by neither."""
    return next((act for act in (Act.OBSERVE, Act.HANDLE) if actor.may(act, region_code)), None)
