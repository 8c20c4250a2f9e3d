"""What has its hour: asked of once a minute by every worker."""

from datetime import datetime

from diguan.tasks.daily import queue_daily
from diguan.tasks.figures import queue_figures


def queue_what_is_due(at: datetime) -> None:
    """Queue the work of the day, and a count of figures where something moved."""
    queue_daily(at)
    queue_figures(at)
