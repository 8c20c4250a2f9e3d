"""The app as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Record of acts."""

    name = "diguan.domain.audit"
    label = "audit"
