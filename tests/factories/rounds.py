"""Rounds of the first pack over facts written by hand."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from diguan.engine.screening import Round, round_directory, screen
from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.standards import Pack, load_standard
from diguan.engine.standards.confirmations import confirmations_of
from tests.factories.facts import AS_OF
from tests.factories.packs import PACKS

CONFIRMED = {"poverty_line": (3218, "county notice"), "microloan_ceiling": (50000, "county notice")}


@cache
def pack(name: str = "cn-two-assurances") -> Pack:
    """A shipped pack, or one of the packs of the tests."""
    return load_standard(PACKS / name if (PACKS / name).is_dir() else name)


def screened(read: ReadInputs, name: str = "cn-two-assurances", as_of: date = AS_OF, **more: Any) -> Round:
    confirm: Mapping[str, tuple[float, str]] = more.pop("confirm", CONFIRMED)
    return screen(read, pack(name), as_of, confirmations=confirmations_of(confirm), **more)


def written(found: Round, folder: Path) -> Path:
    """The round as a folder, without papers."""
    with round_directory(folder) as partial:
        found.write(partial)
        found.seal(partial)
    return folder


def found_in(found: Round, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of the findings in order."""
    return run(found.connection, f"SELECT {', '.join(columns)} FROM findings ORDER BY finding_id")
