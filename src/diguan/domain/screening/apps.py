"""The app as Django knows it."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Rounds."""

    name = "diguan.domain.screening"
    label = "screening"
