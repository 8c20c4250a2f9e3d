"""Telling and reading; queueing mail and writing down how it ended.

Belongs here: short transactions, each whole. Does not belong here: the connection to a mail server.
"""

from diguan.domain.messages.actions.reading import read_all_messages, read_message
from diguan.domain.messages.actions.telling import notify

__all__ = ["notify", "read_all_messages", "read_message"]
