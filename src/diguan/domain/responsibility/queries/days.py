"""Rows in force on a day: intervals are half-open."""

from datetime import date

from django.db.models import Q


def in_force(on: date, since: str = "since_on", until: str = "until_on") -> Q:
    """Rows that have begun by a day and have not ended by it."""
    return Q(**{f"{since}__lte": on}) & (Q(**{until: None}) | Q(**{f"{until}__gt": on}))


def open_on(on: date) -> Q:
    """Posts that are there on a day."""
    return in_force(on, "opened_on", "closed_on")
