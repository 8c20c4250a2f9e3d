"""The app as Django knows it."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Households and what was observed of them."""

    name = "diguan.domain.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
