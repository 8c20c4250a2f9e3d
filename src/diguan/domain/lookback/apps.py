"""The app as Django knows it."""

from django.apps import AppConfig


class LookbackConfig(AppConfig):
    """Looking back at what was closed."""

    name = "diguan.domain.lookback"
    label = "lookback"
