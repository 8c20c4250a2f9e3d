"""A condition asked of the facts that rounds have judged, household by household or person by person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from diguan.domain.rectification.refusals import UnableToRegister
from diguan.domain.rectification.searching.condition import Condition, checked_condition
from diguan.domain.rectification.searching.places import rounds_for
from diguan.domain.regions.queries import Scopes, subtree
from diguan.domain.screening.kept import UnableToTrustRound, kept_round
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import folder_of
from diguan.engine.documents import Label
from diguan.engine.expressions import Bound, UnableToBindExpression, bind
from diguan.engine.expressions.tree import Value
from diguan.engine.screening.hits import hits
from diguan.engine.screening.verify import UnableToReadRound
from diguan.engine.snapshot.files import UnableToOpenSnapshot
from diguan.engine.standards import Pack
from diguan.engine.standards.parameters import resolve_parameters
from diguan.engine.visiting.opening import OpenRound, open_round


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody of whom the condition is true. `as_of`: the day of the facts; `person`: "" of a household."""

    county: str
    region_code: str
    household: str
    person: str
    as_of: date


@dataclass(slots=True)
class Found:
    """What came of a search. `judged`: units with the day of their facts; `unjudged`: without a round that covers them whole.

    `asked`: how many the condition was asked of; `unknown`: of how many nobody knows, for want of a fact.
    """

    hits: list[Hit] = field(default_factory=list)
    judged: dict[str, date] = field(default_factory=dict)
    unjudged: list[str] = field(default_factory=list)
    asked: int = 0
    unknown: int = 0

    @property
    def by_county(self) -> Mapping[str, int]:
        """How many hits in each county."""
        counted: dict[str, int] = {}
        for hit in self.hits:
            counted[hit.county] = counted.get(hit.county, 0) + 1
        return counted


def look(condition: Condition, region_code: str, scopes: Scopes, most: int) -> Found:
    """Ask the condition of everybody in a unit, as far as it lies in some ranges.

    UnableToRegister where the condition cannot be read, no round speaks for any of the unit, or it is true of more than `most`.
    """
    rounds, without = _speaking(region_code, condition.standard)
    found = Found(unjudged=list(without))
    for round_, units in rounds.items():
        ranges = [subtree(unit) for unit in units]
        try:
            kept_round(round_)
            with open_round(folder_of(round_)) as opened:
                _ask(opened, condition, (ranges, scopes), found)
        except (UnableToTrustRound, UnableToReadRound, UnableToOpenSnapshot) as error:
            raise _lost(round_) from error
        found.judged |= dict.fromkeys(units, round_.as_of)
        if len(found.hits) > most:
            raise UnableToRegister(
                Label(f"命中超过 {most} 个", f"it is true of more than {most}"),
                Label("收窄条件，或分旗县查", "narrow the condition, or look county by county"),
                "expression",
            )
    return found


def refuse_unaskable(condition: Condition, region_code: str) -> None:
    """What `look` would refuse, as far as it shows without asking anybody: no facts are opened, however many rounds speak for the unit.

    UnableToRegister where the condition cannot be read on the day of one of them, or no round that is still whole speaks for the unit.
    """
    rounds, _ = _speaking(region_code, condition.standard)
    for round_ in rounds:
        try:
            kept = kept_round(round_)
        except UnableToTrustRound as error:
            raise _lost(round_) from error
        as_of = kept.record.as_of
        _bound(condition, kept.pack, as_of, resolve_parameters(kept.pack, as_of, kept.confirmed).or_refuse().values)


def _speaking(region_code: str, standard: str) -> tuple[Mapping[Round, Sequence[str]], list[str]]:
    """As `rounds_for`; UnableToRegister where no round speaks for any of the unit."""
    rounds, without = rounds_for(region_code, standard)
    if not rounds:
        raise UnableToRegister(
            Label("还没有按这个标准做过覆盖这里的筛查", "no round of this standard covers the place"),
            Label("先做一轮筛查，或改为布置自查", "run a round first, or ask for self-checks"),
            "region_code",
        )
    return rounds, without


def _lost(round_: Round) -> UnableToRegister:
    return UnableToRegister(
        Label(
            f"第 {round_.pk} 轮的文件夹不在了，或已被改动", f"the folder of round {round_.pk} is gone or was changed"
        ),
        Label("重新筛查一轮，或从备份恢复", "run a new round, or restore it from a backup"),
        "region_code",
    )


def _ask(opened: OpenRound, condition: Condition, ranges: Sequence[Scopes], found: Found) -> None:
    ruling, as_of = opened.ruling, opened.record.as_of
    answered = hits(opened.snapshot, _bound(condition, ruling.pack, as_of, ruling.resolved.values), ranges)
    found.asked += answered.asked
    found.unknown += answered.unknown
    found.hits += [Hit(*row, as_of) for row in answered.rows]


def _bound(condition: Condition, pack: Pack, as_of: date, values: Mapping[str, Value]) -> Bound:
    """The condition on the day of a round, with its confirmed values."""
    checked = checked_condition(condition, pack)
    try:
        bound = bind(checked, as_of, values)
    except UnableToBindExpression as error:
        raise UnableToRegister(Label(error.message("zh"), error.message("en")), None, "expression") from error
    if bound.constant is not None:
        raise UnableToRegister(
            Label("条件对谁都一样", "the condition says the same of everybody"),
            Label("写一个能分出谁有、谁没有的条件", "write one that tells some from others"),
            "expression",
        )
    return bound
