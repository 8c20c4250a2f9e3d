"""Who lives together: kinds of household, generations, relations and birth dates (data/synth/structure.yaml)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from diguan.synth.assets import load_asset
from diguan.synth.quota import quota

ELDER = (60, 86)
ELDER_MODE = 66
MIDDLE = (27, 58)
MIDDLE_MODE = 45
OLDEST_CHILD = 24
YEARS_BETWEEN = (21, 34)
YEARS_TO_PARENT = (20, 32)
SKIPPED_GENERATION = 28
SPOUSE_GAP = (-3, 4)
SHARE_OF_MALE_HEADS = 0.82
LATEST_DAY = 28
_BY_SEX = {"父母": ("之父", "之母"), "子女": ("之子", "之女"), "孙辈": ("之孙子", "之孙女")}
_SHARE_OF_MEN = {"父母": 0.35, "子女": 0.52, "孙辈": 0.52, "之子": 1.0, "之儿媳": 0.0}
_WIVES = ("配偶", "之儿媳")


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a household, before somebody is there: relation to the head, sex and birth date."""

    relation: str
    generation: str
    male: bool
    born_on: date


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of household: its members as (relation, generation)."""

    id: str
    members: tuple[tuple[str, str], ...]

    @property
    def children(self) -> int:
        """How many members are of the youngest generation."""
        return sum(generation == "child" for _, generation in self.members)


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by id, and how many of a thousand listed and ordinary households are of each."""

    by_id: Mapping[str, Kind]
    listed: Mapping[str, int]
    ordinary: Mapping[str, int]

    def draw(self, rng: Random, total: int, *, listed: bool) -> list[Kind]:
        """`total` kinds in random order, by quota."""
        return [self.by_id[kind] for kind in quota(rng, self.listed if listed else self.ordinary, total)]


def load_kinds() -> Kinds:
    """The kinds of data/synth/structure.yaml."""
    entries = load_asset("structure.yaml")["kinds"]
    kinds = {e["id"]: Kind(e["id"], tuple((m.split("/")[0], m.split("/")[1]) for m in e["members"])) for e in entries}
    return Kinds(kinds, {e["id"]: e["listed"] for e in entries}, {e["id"]: e["ordinary"] for e in entries})


def draw_places(rng: Random, kind: Kind, as_of: date) -> list[Place]:
    """The members of one household with their birth dates: generations a believable number of years apart."""
    ages = _generation_ages(rng, kind)
    parent = ages.get("middle", ages["elder"] - SKIPPED_GENERATION)
    children = _child_ages(rng, parent, kind.children)
    male_head = rng.random() < SHARE_OF_MALE_HEADS
    places = []
    for relation, generation in kind.members:
        age = next(children) if generation == "child" else ages[generation]
        if relation in _WIVES:
            age = max(age + rng.randint(*SPOUSE_GAP), ELDER[0] if generation == "elder" else MIDDLE[0])
        male = _is_man(rng, relation, male_head=male_head)
        places.append(Place(_sexed(relation, male=male), generation, male, born(rng, age, as_of)))
    return places


def _generation_ages(rng: Random, kind: Kind) -> dict[str, int]:
    if all(generation != "middle" for _, generation in kind.members):
        return {"elder": int(rng.triangular(*ELDER, ELDER_MODE))}
    middle = max(int(rng.triangular(*MIDDLE, MIDDLE_MODE)), YEARS_BETWEEN[0] + 2 * kind.children + 1)
    return {"middle": middle, "elder": min(max(middle + rng.randint(*YEARS_TO_PARENT), ELDER[0]), ELDER[1])}


def _is_man(rng: Random, relation: str, *, male_head: bool) -> bool:
    if relation in ("户主", "配偶"):
        return male_head == (relation == "户主")
    return rng.random() < _SHARE_OF_MEN[relation]


def _sexed(relation: str, *, male: bool) -> str:
    return _BY_SEX[relation][0 if male else 1] if relation in _BY_SEX else relation


def _child_ages(rng: Random, parent: int, children: int) -> Iterator[int]:
    """Ages of the children, eldest first, some years apart; none is younger than one or older than 24."""
    age = min(max(parent - rng.randint(*YEARS_BETWEEN), 2 * children), OLDEST_CHILD)
    while True:
        yield max(age, 1)
        age -= rng.randint(2, 4)


def born(rng: Random, age: int, as_of: date) -> date:
    """A birth date of somebody who has completed `age` years; never within two days of the birthday."""
    birthday = date(as_of.year - age, as_of.month, min(as_of.day, LATEST_DAY))
    return birthday - timedelta(days=rng.randint(4, 360))
