"""The app as Django knows it."""

from django.apps import AppConfig


class ResponsibilityConfig(AppConfig):
    """Responsibility."""

    name = "diguan.domain.responsibility"
    label = "responsibility"
