"""What several tables say of their columns."""

from collections.abc import Iterable

from django.db.models import Q


def among(column: str, values: Iterable[str], *, empty: bool = False) -> Q:
    """A column holds one of a closed list."""
    words = [str(value) for value in values]
    return Q(**{f"{column}__in": [*words, *([""] if empty else [])]})


def when(column: str, states: Iterable[str], **held: object) -> Q:
    """In some states columns are held to something; in the others nothing is said of them."""
    inside = among(column, states)
    return ~inside | Q(**held)
