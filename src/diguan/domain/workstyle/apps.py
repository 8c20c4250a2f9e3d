"""The app as Django knows it; it has no tables of its own."""

from django.apps import AppConfig


class WorkstyleConfig(AppConfig):
    """Figures of work style."""

    name = "diguan.domain.workstyle"
    label = "workstyle"
