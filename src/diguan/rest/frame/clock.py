"""The instant and the day, read here and nowhere else among the addresses of the API."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, with its offset."""
    return timezone.now()


def today() -> date:
    """This day where the system stands (Asia/Shanghai)."""
    return timezone.localdate()
