"""Rounds side by side, or a standard laid over a round."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from diguan.domain.screening.comparing import compare_recorded
from diguan.tasks.handlers import Order, Progress


def run_comparison(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Compare; begun again after a kill, from its beginning."""
    return compare_recorded(
        job_id=order.job_id, arguments=arguments, actor=order.actor, at=timezone.now(), tell=progress
    )
