"""The app as Django knows it."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """Rectification."""

    name = "diguan.domain.rectification"
    label = "rectification"
