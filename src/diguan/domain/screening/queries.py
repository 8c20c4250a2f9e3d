"""Rounds and standings as somebody may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.db.models.lookups import Exact

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.prepared import LARGEST, Given, Prepared
from diguan.domain.regions.queries import Scopes, subtree
from diguan.domain.registry.models import Household
from diguan.domain.screening.choices import NOT_COVERED
from diguan.domain.screening.models import Round, Standing
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import number_text
from diguan.engine.standards import Pack
from diguan.engine.standards.dated import value_in_force
from diguan.engine.standards.parameters import resolve_parameters
from diguan.engine.verdicts import Grade, Verdict

NEWEST = 100  # rounds that are looked through
UNREAD = ("codes", "grades", "round__indicators", "round__kinds", "round__counts")  # of how somebody stands in a list


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
    """How a household stands in one indicator. `covered`: false where the verdict is unknown because no input has what it needs."""

    id: str
    label: Label
    verdict: Verdict
    grade: Grade
    covered: bool


@dataclass(frozen=True, slots=True)
class HouseholdStanding:
    """How a household stands in one standard, and in which round it was judged. `unknown`: of what inputs cover."""

    standing: Standing

    @property
    def round(self) -> Round:
        """The round that judged it."""
        return self.standing.round

    @property
    def unmet(self) -> int:
        """How many indicators are unmet."""
        return self.standing.unmet

    @property
    def unknown(self) -> int:
        """How many are unknown."""
        return self.standing.unknown

    @property
    def indicators(self) -> tuple[IndicatorStanding, ...]:
        """Every indicator, in the order of the round."""
        packed = zip(self.round.indicators, self.standing.codes, self.standing.grades, strict=True)
        return tuple(_indicator_standing(said, Verdict(int(code)), int(grade)) for said, code, grade in packed)


def _of_household(county: Given, number: Given) -> QuerySet[Standing]:
    standards = Round.objects.values("standard").distinct()  # the index of standings begins with the standard
    found = Standing.objects.filter(standard__in=standards, county=county, household_number=number)
    return found.select_related("round").defer("round__kinds", "round__counts").order_by("-round_id")


OF_HOUSEHOLD = Prepared(_of_household)


def standings_of(county: str, number: str) -> list[HouseholdStanding]:
    """Every standard by which a household was judged, the newest round first. The caller has seen to it that it may be seen."""
    return [HouseholdStanding(standing) for standing in OF_HOUSEHOLD.ask(county=county, number=number)]


def _indicator_standing(said: Mapping[str, str], verdict: Verdict, grade: int) -> IndicatorStanding:
    covered = grade != NOT_COVERED
    return IndicatorStanding(
        said["id"], Label(said["zh"], said["en"]), verdict, Grade(grade) if covered else Grade.NONE, covered
    )


def _newest_of(standard: Given, counties: list[Given], numbers: list[Given]) -> QuerySet[Standing]:
    own = Standing.objects.filter(standard=standard, county__in=counties, household_number__in=numbers)
    return own.select_related("round").defer(*UNREAD)


NEWEST_OF = Prepared(_newest_of)


def newest_standings(households: Sequence[Household], standard: str) -> Mapping[tuple[str, str], Standing]:
    """How each of some households stands in a standard, by county and number, with its round and without verdicts: one question."""
    counties, numbers = sorted({household.county for household in households}), [each.number for each in households]
    rows = NEWEST_OF.ask(standard=standard, counties=counties, numbers=numbers)
    return {(standing.county, standing.household_number): standing for standing in rows}


def judged(
    households: QuerySet[Household],
    standard: str,
    *,
    verdict: Verdict,
    indicator: str = "",
    rounds: Sequence[Round] = (),
    grade: int | None = None,
) -> QuerySet[Household]:
    """Households that stand so in a standard: in any indicator (unmet or unknown alone), or in one, as the given rounds packed it.

    `grade`: with this digit alone: DECLARED for what is met on nothing better than a declaration; NOT_COVERED for what is unknown because
    no input has what it needs, which is among no others that are unknown.
    """
    own = Standing.objects.filter(standard=standard, county=OuterRef("county"), household_number=OuterRef("number"))
    counted = _counted(verdict, grade)
    if not indicator:
        return households.filter(Exists(own.filter(counted)))
    packed = [_packed(round_, indicator, verdict, grade) for round_ in rounds]
    standing = reduce(Q.__or__, filter(None, packed), Q(pk__in=[]))
    return households.filter(Exists(own.filter(counted & standing)))


def _counted(verdict: Verdict, grade: int | None) -> Q:
    if grade is not None:
        return Q(declared__gt=0) if grade == Grade.DECLARED else Q()
    return {Verdict.UNMET: Q(unmet__gt=0), Verdict.UNKNOWN: Q(unknown__gt=0)}.get(verdict, Q())


def _packed(round_: Round, indicator: str, verdict: Verdict, grade: int | None) -> Q | None:
    """A verdict of an indicator among the packed ones of a round; None where the round did not judge it."""
    ids = [said["id"] for said in round_.indicators]
    if indicator not in ids:
        return None
    place = ids.index(indicator) + 1
    code = Q(Exact(Substr("codes", place, 1), Value(str(int(verdict)))))
    if grade is not None:
        code &= Q(Exact(Substr("grades", place, 1), Value(str(grade))))
    elif verdict is Verdict.UNKNOWN:
        code &= ~Q(Exact(Substr("grades", place, 1), Value(str(NOT_COVERED))))
    return Q(round=round_) & code


def newest_rounds(viewer: Viewer) -> Mapping[str, Round]:
    """Of each standard the newest round that somebody sees whole."""
    found: dict[str, Round] = {}
    for round_ in rounds(viewer):
        found.setdefault(round_.standard, round_)
    return found


def judging_rounds(viewer: Viewer) -> list[Round]:
    """Rounds over regions that touch the viewer's, newest first, without those that a newer one by the same standard replaces there.

    Not what they counted: that tells of more than the viewer may see.
    """
    return rounds_touching(viewer.scopes(Act.SEE))


LAST = Prepared(lambda newest: Round.objects.filter(pk__lte=newest).order_by("-id").defer("counts")[:NEWEST])


def rounds_touching(scopes: Scopes, newest: int | None = None) -> list[Round]:
    """The same of some half-open ranges of codes. `newest`: the last round that counts, None for all."""
    kept, found = list[tuple[str, str, str]](), []
    for round_ in LAST.ask(newest=LARGEST if newest is None else newest) if scopes else ():
        low, high = subtree(round_.region_code)
        seen = any(low < end and start < high for start, end in scopes)
        replaced = any(s == round_.standard and start <= low and high <= end for s, start, end in kept)
        if seen and not replaced:
            found.append(round_)
            kept.append((round_.standard, low, high))
    return found


def rests_on(round_: Round) -> bool:
    """Whether the standings of its region are still those of this round: no newer one by its standard touches the region."""
    low, high = subtree(round_.region_code)
    newer = Round.objects.filter(standard=round_.standard, pk__gt=round_.pk).values_list("region_code", flat=True)
    return not any(low < end and start < high for start, end in map(subtree, newer))


def newest_standard(viewer: Viewer) -> str | None:
    """The standard of the newest round that judged households whom the viewer sees, were it a round over far more than that."""
    return next((round_.standard for round_ in judging_rounds(viewer)), None)


@dataclass(frozen=True, slots=True)
class Standings:
    """How the households that somebody sees stand in a standard: how many were judged, have something unmet, something unknown."""

    standard: str
    label: Label
    as_of: date
    households: int
    unmet: int
    unknown: int


def standings_in(viewer: Viewer) -> list[Standings]:
    """Of every standard by which households that somebody sees were judged, the standard of the newest round first."""
    newest: dict[str, Round] = {}
    for round_ in judging_rounds(viewer):
        newest.setdefault(round_.standard, round_)
    seen = scoped(Standing.objects.filter(standard__in=newest), viewer, Act.SEE).order_by().values("standard")
    one = {"unmet": Count("id", filter=Q(unmet__gt=0)), "unknown": Count("id", filter=Q(unknown__gt=0))}
    counted = {row["standard"]: row for row in seen.annotate(households=Count("id"), **one)}
    return [_standings(round_, counted[name]) for name, round_ in newest.items() if name in counted]


def _standings(round_: Round, row: Mapping[str, Any]) -> Standings:
    label = Label(round_.label["zh"], round_.label["en"])
    return Standings(round_.standard, label, round_.as_of, row["households"], row["unmet"], row["unknown"])


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
    stated, source = ("", "") if dated is None else (_as_written(dated.value), dated.source)
    return OpenValue(name, parameter.label, parameter.unit or "", stated, source, required)


def _as_written(value: float | str | date) -> str:
    """A value as people write it, and as a form takes it back: 3218, not 3218.0."""
    return number_text(value) if isinstance(value, float) else str(value)
