"""Markup put together without a template, for what stands on a page many times: a template takes many times as long to find its words.

Belongs here: filling patterns. What is filled in is escaped as a template would, unless it is markup already; patterns are constants.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

EMPTY = SafeString("")


def write(pattern: str, *values: object) -> SafeString:
    """A pattern with its {} filled in."""
    return SafeString(pattern.format(*[v if type(v) is SafeString else escape(str(v)) for v in values]))


def join(parts: Iterable[object], between: str = "") -> SafeString:
    """Parts one after another; `between` is markup."""
    return SafeString(between.join([p if type(p) is SafeString else escape(str(p)) for p in parts]))
