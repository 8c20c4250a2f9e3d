"""The shipped standards and fields, read once a process: they cannot change while the program runs."""

from functools import cache

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.standards import Pack, PackHeader, list_standards, load_standard


@cache
def standards() -> tuple[PackHeader, ...]:
    """Every shipped standard, by id and version."""
    return tuple(list_standards())


@cache
def pack_of(name: str) -> Pack:
    """A shipped standard by its id."""
    return load_standard(name)


@cache
def fields() -> Catalogue:
    """The fields that households and persons have whatever the standard."""
    return load_catalogue()
