"""The fold of one subject in plain Python: the same answers as the set-based fold, with every row that speaks beside them.

For the page of one household and for saving one fact, where a pass over everything would be too slow. `folding`, `superseding`, `states`
and `presuming` say what the rules are; a property test holds both to the same answers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from diguan.engine.catalogue import Field
from diguan.engine.snapshot.intake import RESIDENTS
from diguan.engine.snapshot.plans import STATUS
from diguan.engine.snapshot.presuming import PRESUMED, TABLES
from diguan.engine.snapshot.standing import follows_visits, place_in
from diguan.engine.verdicts import Grade

Value = bool | int | float | str | date
Origin = tuple[int, int]  # how far from seen, then the number of the source: the smallest is the best evidenced


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says of the subject. `carries`: columns of its table; `split`: cells that their own row contradicts.

    `damaged`: where the cells stand that could not be read; `reference`: whatever leads the caller back to the row. `talk`: the visit list
    that the row answers. `counts_as`, `counts_on`: the kind and day by which it counts where that is another than its own. `dated`:
    whether `day` is what its source says, else the latest that it can be.
    """

    source: int
    kind: str
    grade: Grade
    day: date
    values: Mapping[str, Value]
    carries: Collection[str]
    by_hand: bool = False
    split: Collection[str] = ()
    damaged: Mapping[str, str] = field(default_factory=dict)
    reference: int = 0
    talk: str | None = None
    counts_as: str = ""
    counts_on: date | None = None
    dated: bool = True

    @property
    def origin(self) -> Origin:
        """Better grades first, then the order of the sources."""
        return int(Grade.SEEN - self.grade), self.source


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one field. `source`: None where nothing is known, PRESUMED where nobody said anything.

    `state`: "conflict" or "damaged" where the value is unknown for that reason; `said`: (value, source) of every different value that
    conflicts; `overruled`: the same of lower ranks that say something else; `spoken`: the rows with a value, the one that counts first.
    """

    value: Value | None
    source: int | None
    state: str | None = None
    said: tuple[tuple[Value, int], ...] = ()
    overruled: tuple[tuple[Value, int], ...] = ()
    spoken: tuple[Row, ...] = ()
    place: str | None = None


def fold_subject(
    rows: Sequence[Row], fields: Iterable[Field], carried: Collection[str], until: date
) -> dict[str, Known]:
    """Every field of one subject from its rows up to a day. `carried`: columns of any file about this kind of subject."""
    usable = [row for row in rows if row.day <= until]
    return {each.name: _presumed(each, _folded(each, together(each.name, usable)), usable, carried) for each in fields}


def together(name: str, rows: Sequence[Row]) -> Sequence[Row]:
    """Rows as they count for a field: answers to one visit list count as the best evidenced of them, of equal ones as the latest.

    Two people were sent to find out the same thing: where they differ neither is the newer word, and nobody knows.
    """
    talks: dict[str, list[Row]] = {}
    for row in rows:
        if row.talk is not None and row.values.get(name) is not None:
            talks.setdefault(row.talk, []).append(row)
    if all(len(talk) == 1 for talk in talks.values()):
        return rows
    best = {list_: min(talk, key=lambda r: (-r.grade, -r.day.toordinal())) for list_, talk in talks.items()}
    return [
        row
        if row.talk not in best or row.values.get(name) is None
        else replace(row, counts_as=best[row.talk].kind, counts_on=best[row.talk].day)
        for row in rows
    ]


def _folded(about: Field, rows: Sequence[Row]) -> Known:
    name = about.name
    standing = [row for row in rows if not _is_mute(about, row) and not _is_replaced(name, row, rows)]
    spoken = sorted((r for r in standing if r.values.get(name) is not None), key=lambda r: (_key(about, r), r.origin))
    best = _key(about, spoken[0]) if spoken else None
    winners = [row for row in spoken if _key(about, row) == best]
    said = _first_by_value(name, winners)
    blocked = any(name in row.split and (best is None or _key(about, row) <= best) for row in standing)
    if blocked or len(said) > 1:
        return Known(None, None, "conflict", _in_order(said), spoken=tuple(spoken))
    if not winners:
        places = [row.damaged[name] for row in rows if name in row.damaged]
        return Known(None, None, "damaged" if places else None, place=min(places, default=None))
    value = winners[0].values[name]
    origin = _shown([r.origin for r in winners], [r.origin for r in spoken if r.values[name] == value])
    lower = [r for r in spoken if _rank(about, r) > _rank(about, winners[0]) and r.values[name] != value]
    return Known(value, origin[1], overruled=_in_order(_first_by_value(name, lower)), spoken=tuple(spoken))


def _is_mute(about: Field, row: Row) -> bool:
    """A resident base knows no lists."""
    return row.kind == RESIDENTS and (about.subject, about.name) == STATUS


def _is_replaced(name: str, row: Row, rows: Sequence[Row]) -> bool:
    """A newer state of the same system stands in its place, also where it is empty."""
    return not row.by_hand and any(
        other.day > row.day and other.kind == row.kind and not other.by_hand and name in other.carries for other in rows
    )


def _rank(about: Field, row: Row) -> int:
    return place_in(about.precedence, row.counts_as or row.kind)


def _key(about: Field, row: Row) -> tuple[int, int, int]:
    """By place of the kind of source, then the newest, visits first."""
    kind, day = row.counts_as or row.kind, row.counts_on or row.day
    return _rank(about, row), -day.toordinal(), follows_visits(kind)


def _first_by_value(name: str, rows: Iterable[Row]) -> dict[Value, Origin]:
    """Of each value the best evidenced origin."""
    found: dict[Value, Origin] = {}
    for row in rows:
        value = row.values[name]
        found[value] = min(found.get(value, row.origin), row.origin)
    return found


def _in_order(said: Mapping[Value, Origin]) -> tuple[tuple[Value, int], ...]:
    return tuple((value, source) for value, (_, source) in sorted(said.items(), key=lambda x: (x[1][1], str(x[0]))))


def _shown(winners: Sequence[Origin], agreeing: Sequence[Origin]) -> Origin:
    """The source that is shown: one of a better grade that says the same comes before the winner."""
    best, seconding = min(winners), min(agreeing)
    return seconding if seconding[0] < best[0] else best


def _presumed(about: Field, known: Known, rows: Sequence[Row], carried: Collection[str]) -> Known:
    """A gap filled with what nobody needs to say."""
    rule = about.presumed
    if rule is None or known.value is not None or known.state is not None:
        return known
    own = [row for row in rows if about.name in row.carries and not row.by_hand and not _is_mute(about, row)]
    if rule.when == "not_carried" and about.name in carried:
        return known
    if rule.when == "empty_cell" and not own:
        return known
    if any(row.kind == TABLES for row in own):
        return known
    return Known(rule.value, PRESUMED)
