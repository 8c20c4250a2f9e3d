"""The recomputation of a recorded round."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from diguan.domain.screening.verifying import verify_recorded
from diguan.tasks.handlers import Order, Progress


def run_verification(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Recompute a round; begun again after a kill, from its beginning."""
    progress("verifying", 0, 1)
    return verify_recorded(round_id=arguments["round"], actor=order.actor, at=timezone.now())
