"""Invented names, Han and Mongolian style, from the project's own small lists (data/synth/names.yaml)."""

from dataclasses import dataclass
from random import Random
from typing import Any

from diguan.synth.assets import load_asset

MONGOL = "蒙古族"


@dataclass(frozen=True, slots=True)
class NameLists:
    """The parts that names are put together from."""

    surnames: tuple[str, ...]
    han: dict[bool, tuple[str, ...]]
    mongolian: dict[bool, tuple[str, ...]]
    second: tuple[str, ...]

    def name(self, rng: Random, ethnic: str, *, male: bool, surname: str) -> str:
        """A name in the style of the ethnic group; Mongolian names carry no surname."""
        if ethnic == MONGOL:
            return rng.choice(self.mongolian[male]) + rng.choice(self.second)
        parts = self.han[male]
        second = rng.choice(parts) if rng.random() < SHARE_OF_TWO_CHARACTERS else ""
        return surname + rng.choice(parts) + second


SHARE_OF_TWO_CHARACTERS = 0.8


def load_names() -> NameLists:
    """The lists of the project."""
    lists: dict[str, Any] = load_asset("names.yaml")
    han, mongolian = lists["han"], lists["mongolian"]
    return NameLists(
        tuple(han["surnames"]),
        {True: tuple(han["male"]), False: tuple(han["female"])},
        {True: tuple(mongolian["male"]), False: tuple(mongolian["female"])},
        tuple(mongolian["second"]),
    )
