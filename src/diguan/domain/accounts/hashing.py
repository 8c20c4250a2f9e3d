"""A hash that stands for a value that must be recognised and never read."""

import hashlib
import hmac

from django.conf import settings

HASH_LENGTH = 16


def keyed_hash(text: str) -> str:
    """The same text gives the same hash in this system, and nobody without its key can try out texts."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:HASH_LENGTH]
