"""The app as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs."""

    name = "diguan.domain.jobs"
    label = "jobs"
