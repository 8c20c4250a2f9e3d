"""The app as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Items and their history."""

    name = "diguan.domain.ledger"
    label = "ledger"
