"""The app as Django knows it."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence."""

    name = "diguan.domain.evidence"
    label = "evidence"
