"""Keeps sessions in rows that say whose they are, so that somebody can see and end them."""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from diguan.domain.accounts.models import Session

STARTED, SEEN, BROWSER = "started_at", "seen_at", "browser"


class SessionStore(DatabaseStore):
    """Django's store over our rows; the doors write instants (ISO, with offset) and the browser into the session."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our row."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session, with whose it is."""
        row: Any = super().create_model_instance(data)
        account = data.get(SESSION_KEY)
        row.account_id = int(account) if account else None
        row.started_at, row.seen_at = (_instant(data.get(name)) for name in (STARTED, SEEN))
        row.browser = data.get(BROWSER, "")
        return row  # type: ignore[no-any-return]  # a Session, by get_model_class


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
