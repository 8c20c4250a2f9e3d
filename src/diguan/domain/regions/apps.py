"""The app as Django knows it."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Regions."""

    name = "diguan.domain.regions"
    label = "regions"
