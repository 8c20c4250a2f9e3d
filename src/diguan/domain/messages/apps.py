"""The app as Django knows it."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Messages."""

    name = "diguan.domain.messages"
    label = "inbox"
