"""After a round: every problem that it found is an item, the same one as in every round before."""

from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb
from django.db import transaction

from diguan.api import CONSISTENCY
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening.found import read_found
from diguan.domain.ledger.actions.opening.meeting import meet
from diguan.domain.ledger.actions.opening.moving import follow_moves
from diguan.domain.ledger.actions.opening.storing import Storing, one_at_a_time
from diguan.domain.ledger.actions.telling import tell_round
from diguan.domain.ledger.choices import Source
from diguan.domain.regions.queries import subtree, within
from diguan.domain.screening.kept import kept_round
from diguan.domain.screening.models import Round
from diguan.engine.snapshot.database import Connection, run, scalar
from diguan.engine.standards import Pack
from diguan.engine.standards.parameters import resolve_parameters


@dataclass(frozen=True, slots=True)
class Opened:
    """What a round did to the ledger. `seen`: found again and alive; `older`: a newer round has judged the place, so nothing was done."""

    opened: int = 0
    rebound: int = 0
    asked_again: int = 0
    seen: int = 0
    renamed: int = 0
    respected: int = 0
    lost: int = 0
    older: bool = False


@transaction.atomic
def open_items(*, round_id: int, actor: int | None, at: datetime) -> Opened:
    """Meet the ledger with the findings of a recorded round; called again for the same round it does nothing.

    A round closes nothing: what it no longer finds stays open and is marked. A round that judges an older day than another one of the
    same standard over the place changes nothing. UnableToTrustRound where its folder is gone or was changed.
    """
    one_at_a_time()
    round_ = Round.objects.get(pk=round_id)
    if _has_newer(round_):
        return Opened(older=True)
    kept = kept_round(round_)
    pack, left_out = kept.pack, resolve_parameters(kept.pack, round_.as_of, kept.confirmed).left_out
    follow_moves(round_, actor, at)
    with duckdb.connect() as duck:
        read_found(duck, kept)
        meet(duck, round_, {rule.kind for rule in pack.findings if rule.id not in left_out})
        Storing(duck, round_, _source(pack), actor, at).store()
        opened = _counted(duck)
    if opened == Opened():
        return opened
    append_audit(
        actor=actor,
        action="open_items",
        subject="round",
        subject_id=str(round_.pk),
        region_code=round_.region_code,
        detail=asdict(opened),
        at=at,
    )
    tell_round(round_.pk, at)
    return opened


def _has_newer(round_: Round) -> bool:
    """Whether a round of the standard over all of this one's region judges a later day."""
    later = Round.objects.filter(standard=round_.standard, as_of__gt=round_.as_of).values_list("region_code", flat=True)
    return any(within(round_.region_code, (subtree(code),)) for code in later)


def _source(pack: Pack) -> Source:
    """Checks of consistency are standards of their own; whatever is built on them finds contradictions, not hardship."""
    return Source.CHECK if CONSISTENCY in {header.id for header in pack.chain} else Source.FINDING


def _counted(duck: Connection) -> Opened:
    how = dict(run(duck, "SELECT how, count(*) FROM met GROUP BY how"))
    return Opened(
        opened=how.get("new", 0),
        rebound=how.get("back", 0),
        asked_again=how.get("asked", 0),
        seen=how.get("seen", 0),
        renamed=scalar(duck, "SELECT count(*) FROM met WHERE how = 'seen' AND kind <> was_kind"),
        respected=how.get("respected", 0),
        lost=scalar(duck, "SELECT count(*) FROM lost"),
    )
