"""A condition is looked for everywhere: what it finds is shown, or opened in the ledger."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from diguan.domain.accounts.queries import viewer_of
from diguan.domain.rectification.actions.spreading import look_first, look_for
from diguan.tasks.handlers import Order, Progress


def run_spread(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Look and open, as whoever asked may today: all of it or none; begun again after a kill, from its beginning."""
    progress("opening", 0, 1)
    actor = viewer_of(order.actor or 0, timezone.localdate())
    done = look_for(spread_id=arguments["spread"], actor=actor, at=timezone.now())
    counted = ("opened", "back", "known", "ended", "gone")
    return {
        "problem": done.spread.problem_id,
        "hits": len(done.found.hits),
        **{name: getattr(done, name) for name in counted},
    }


def run_look(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Look alone, as whoever asked may today; nothing is kept but what the job says."""
    progress("looking", 0, 0)
    return look_first(arguments=arguments, actor=viewer_of(order.actor or 0, timezone.localdate()))
