"""The app as Django knows it."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Fieldwork."""

    name = "diguan.domain.fieldwork"
    label = "fieldwork"
