"""Rounds and standings as somebody may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.registry.models import Household
from diguan.domain.screening.models import Round, Standing
from diguan.engine.documents import Label
from diguan.engine.standards import Pack
from diguan.engine.standards.dated import value_in_force
from diguan.engine.standards.parameters import resolve_parameters
from diguan.engine.verdicts import Verdict

NEWEST = 100  # rounds that are looked through


def rounds(viewer: Viewer) -> QuerySet[Round]:
    """Rounds whose whole region the viewer sees, newest first: totals over a region tell of all of it."""
    return scoped(Round.objects.all(), viewer, Act.SEE).order_by("-id")


def rounds_folder() -> Path:
    """Where the folders of rounds lie."""
    return Path(settings.ROUNDS)


def folder_of(round_: Round) -> Path:
    """The folder of a round."""
    return rounds_folder() / round_.folder


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """How a household stands in one indicator."""

    id: str
    label: Label
    verdict: Verdict
    grade: int


@dataclass(frozen=True, slots=True)
class HouseholdStanding:
    """How a household stands in one standard, and in which round it was judged."""

    round: Round
    indicators: tuple[IndicatorStanding, ...]
    unmet: int
    unknown: int


def standings_of(county: str, number: str) -> list[HouseholdStanding]:
    """Every standard by which a household was judged, the newest round first. The caller has seen to it that it may be seen."""
    found = Standing.objects.filter(county=county, household_number=number).select_related("round")
    return [_household_standing(standing) for standing in found.order_by("-round_id")]


def _household_standing(standing: Standing) -> HouseholdStanding:
    indicators = tuple(
        IndicatorStanding(said["id"], Label(said["zh"], said["en"]), Verdict(int(code)), int(grade))
        for said, code, grade in zip(standing.round.indicators, standing.codes, standing.grades, strict=True)
    )
    return HouseholdStanding(standing.round, indicators, standing.unmet, standing.unknown)


def judged(
    households: QuerySet[Household], standard: str, *, verdict: Verdict, indicator: tuple[Round, str] | None = None
) -> QuerySet[Household]:
    """Households that stand so in a standard: in any indicator (unmet or unknown), or in one indicator of a round."""
    own = Standing.objects.filter(standard=standard, county=OuterRef("county"), household_number=OuterRef("number"))
    if indicator is None:
        counted = Q(unmet__gt=0) if verdict is Verdict.UNMET else Q(unknown__gt=0)
        return households.filter(Exists(own.filter(counted)))
    round_, id = indicator
    place = [said["id"] for said in round_.indicators].index(id) + 1
    standing = own.filter(round=round_).annotate(code=Substr("codes", place, 1)).filter(code=Value(str(int(verdict))))
    return households.filter(Exists(standing))


def newest_rounds(viewer: Viewer) -> Mapping[str, Round]:
    """Of each standard the newest round that somebody sees whole."""
    found: dict[str, Round] = {}
    for round_ in rounds(viewer):
        found.setdefault(round_.standard, round_)
    return found


def newest_standard(viewer: Viewer) -> str | None:
    """The standard of the newest round that judged a household whom the viewer sees, were it a round over far more than that."""
    for round_ in Round.objects.order_by("-id").only("standard")[:NEWEST]:
        if scoped(Standing.objects.filter(standard=round_.standard, round=round_), viewer, Act.SEE).exists():
            return round_.standard
    return None


@dataclass(frozen=True, slots=True)
class OpenValue:
    """A value of a standard that somebody must stand for before it may judge. `stated`: what the pack says, as text; "" is nothing."""

    name: str
    label: Label
    unit: str
    stated: str
    source: str
    required: bool


def open_values(pack: Pack, as_of: date) -> list[OpenValue]:
    """Values that are not verified on a day: those without which no round begins first, then those without which a finding is left out."""
    resolved = resolve_parameters(pack, as_of)
    required = [refusal.name for refusal in resolved.refused]
    optional = [name for names in resolved.left_out.values() for name in names]
    return [_open_value(pack, name, as_of, required=name in required) for name in dict.fromkeys((*required, *optional))]


def _open_value(pack: Pack, name: str, as_of: date, *, required: bool) -> OpenValue:
    parameter = pack.parameters[name]
    dated = value_in_force(parameter, as_of)
    stated, source = ("", "") if dated is None else (str(dated.value), dated.source)
    return OpenValue(name, parameter.label, parameter.unit or "", stated, source, required)
