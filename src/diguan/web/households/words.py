"""What somebody searches for, as an address may carry it: a name or an identity number never stands readable in an address.

Addresses lie in logs of proxies, in histories and in bookmarks. Sealed, they can still be turned back to and kept.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.sealing import UnableToUnseal, about, seals

KIND = "words"


def seal_words(words: str, viewer: Viewer) -> str:
    """The words sealed for one account; empty for none."""
    if not words:
        return ""
    keys = seals()
    sealed = keys.seal(words.encode(), about(viewer.account_id, KIND))
    return f"{keys.current}.{urlsafe_b64encode(sealed).decode().rstrip('=')}"


def open_words(said: str, viewer: Viewer) -> str:
    """The words; none where an address was written by hand or is another account's."""
    number, _, sealed = said.partition(".")
    try:
        content = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        return seals().unseal(content, int(number), about(viewer.account_id, KIND)).decode()
    except (ValueError, UnableToUnseal):
        return ""
