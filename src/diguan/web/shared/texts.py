"""Texts of the pages in the language of whoever reads: "catalogue:key" names one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from diguan.engine.documents import Label
from diguan.locale import texts

_READING: ContextVar[str | None] = ContextVar("reading", default=None)


@contextmanager
def reading(said: str) -> Iterator[None]:
    """Whoever reads does so in a language, zh or en: a page asks a thousand times, and the answer of Django costs as much as a text."""
    before = _READING.set(said)
    try:
        yield
    finally:
        _READING.reset(before)


def language() -> str:
    """The language of this request: zh, unless English was asked for. Outside of requests what Django speaks."""
    return _READING.get() or ("en" if (get_language() or "").startswith("en") else "zh")


def text(key: str, **values: object) -> str:
    """A text with its {values} filled in."""
    if not values:
        return _standing(key, language())
    catalogue, _, name = key.partition(":")
    return texts(catalogue).say(name, language(), **values)


@cache
def _standing(key: str, tongue: str) -> str:
    """A text that is always the same; there are as many as the catalogues have."""
    catalogue, _, name = key.partition(":")
    return texts(catalogue).say(name, tongue)


def spoken(label: Label) -> str:
    """A label in the language of whoever reads."""
    return label[language()]


def _late(key: str, values: dict[str, object]) -> str:
    return text(key, **values)


# Made once: `lazy` builds a class of its own at every call, which costs more than all the texts of a form.
_unsaid = lazy(_late, str)


def late(key: str, **values: object) -> Any:  # noqa: ANN401  a text that is not one yet
    """A text for something that is made before anybody asks, such as a form's field: said in each reader's language."""
    return _unsaid(key, values)
