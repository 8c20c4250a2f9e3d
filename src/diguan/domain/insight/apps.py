"""The app as Django knows it."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Insight."""

    name = "diguan.domain.insight"
    label = "insight"
