"""Through which door an act came in: what every entry of the record says beside the act while a door says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TOKEN: ContextVar[int | None] = ContextVar("token", default=None)


@contextmanager
def through_token(number: int) -> Iterator[None]:
    """Whatever is appended meanwhile, in this thread, says that a token did it."""
    kept = _TOKEN.set(number)
    try:
        yield
    finally:
        _TOKEN.reset(kept)


def said_by_door() -> dict[str, int]:
    """What the door adds to the details of an entry: `token`, the number of the token; nothing for a person at a page."""
    number = _TOKEN.get()
    return {} if number is None else {"token": number}
