"""Files of an item: what is handed in stays with it first, then the step is taken that it is for. A refused step loses no photo."""

from collections.abc import Mapping, Sequence
from typing import Any

from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.actions import attach_evidence
from diguan.domain.ledger.models import Attachment, Item
from diguan.domain.refusals import UnableToAct
from diguan.web.ledger.forms import Taken
from diguan.web.shared.texts import text


def tie(item: Item, files: Sequence[Any], by: Taken) -> tuple[list[Attachment], list[UnableToAct]]:
    """Tie each file to an item; those that are no evidence say why, the others stay."""
    tied, refused = list[Attachment](), list[UnableToAct]()
    for file in files:
        try:
            tied.append(attach_evidence(item_id=item.pk, content=file.read(), name=file.name, actor=by.actor, at=by.at))
        except UnableToAct as error:
            refused.append(error)
    return tied, refused


def offered(item: Item, attached: Sequence[Attachment], names: Mapping[int, str]) -> list[tuple[int, str]]:
    """Files that a submission may name: those that were handed in since the problem was found."""
    fresh = (row for row in attached if row.at >= item.found_at)
    return [(row.evidence_id, said(row.evidence, names.get(row.by, ""))) for row in fresh]


def said(file: Evidence, by: str) -> str:
    """A file in a list of choices: its name, who handed it in, and how a workbook names it."""
    return text("items:files.choice", name=file.name, by=by or text("items:files.somebody"), short=file.sha256[:8])
