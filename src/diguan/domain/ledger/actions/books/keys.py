"""The hidden key of a row: which item, as of which version; another server's, or one that somebody typed, does not fit."""

from hashlib import sha256

from diguan.domain.ledger.models import Item
from diguan.exchange.figures.identity import RowKey

MARK = "d1660a11"  # stands where the key of a round's ledger has the mark of the round
ITEM_DIGITS, VERSION_DIGITS, CHECK_DIGITS = 9, 5, 6


def key_of(item: Item, version: int | None = None) -> RowKey:
    """The key of an item as of a version; of the one it has now, where none is said."""
    version = item.version if version is None else version
    said = f"{item.key}\x1f{item.number}\x1f{item.pk}\x1f{version}"
    check = sha256(said.encode()).hexdigest()[:CHECK_DIGITS]
    return RowKey(f"{item.pk:0{ITEM_DIGITS}x}{version:0{VERSION_DIGITS}x}{check}", MARK)


def item_and_version(key: RowKey) -> tuple[int, int]:
    """Number of the item and version that a key speaks of; whether it fits is seen from the item."""
    return int(key.about[:ITEM_DIGITS], 16), int(key.about[ITEM_DIGITS : ITEM_DIGITS + VERSION_DIGITS], 16)
