"""The standards by which a place was judged: only they can say whether a problem there is gone."""

from collections.abc import Mapping
from functools import lru_cache

from diguan.domain.regions.queries import region_tree
from diguan.domain.screening.kept import UnableToTrustRound, kept_round
from diguan.domain.screening.models import Round
from diguan.engine.standards import Indicator, Pack


def packs_at(region_code: str) -> Mapping[str, Pack]:
    """By id, as the newest round of each over the place or a unit above it used them; none whose folder is gone or was changed."""
    tree = region_tree()
    if region_code not in tree:
        return {}
    units = [region_code, *(unit.code for unit in tree.ancestors(region_code))]
    found: dict[str, Pack] = {}
    passed: set[str] = set()
    for round_ in Round.objects.filter(region_code__in=units).order_by("-as_of", "-id"):
        if round_.standard not in passed:
            passed.add(round_.standard)
            pack = pack_of(round_)
            if pack is not None:
                found[round_.standard] = pack
    return dict(sorted(found.items()))


def indicator_at(standard: str, indicator: str, region_code: str) -> Indicator | None:
    """An indicator of a standard that has judged a place."""
    pack = packs_at(region_code).get(standard)
    return None if pack is None else pack.indicators.get(indicator)


def pack_of(round_: Round) -> Pack | None:
    """The standard as a round used it; None where its folder is gone or was changed."""
    try:
        return _pack(round_.folder, round_.sha256)
    except UnableToTrustRound:
        return None


@lru_cache(maxsize=32)
def _pack(folder: str, sha256: str) -> Pack:
    """What a sealed folder says does not change; a folder that is not there is looked for again."""
    return kept_round(Round.objects.filter(folder=folder, sha256=sha256).order_by("id")[0]).pack
