"""One fact and everything that visits say of it beside what the snapshot has: which value counts, and what is overruled.

By the catalogue's order of precedence; of equal places the later day goes first, and a visit of the same day counts as the later, for
it was made knowing what the others say. Answers to one visit list that differ are a conflict, whatever their days and grades: two
people were sent to find out the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diguan.engine.catalogue import Field
from diguan.engine.expressions.tree import Value
from diguan.engine.snapshot.standing import Standing, is_visit, standing_in
from diguan.engine.verdicts import Grade

Outcome = Literal["used", "agrees", "overruled", "conflict"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who says a value: the kind of source, its grade and day, its number; of a visit the list that asked."""

    value: Value
    source: int
    kind: str
    grade: Grade
    day: date
    list_id: str = ""

    def standing(self, field: Field) -> Standing:
        """How much it counts."""
        return standing_in(field, self.kind)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a snapshot has of a fact: the value that counts, or those that contradict each other, and what earlier visits said."""

    value: Voice | None = None
    conflict: tuple[Voice, ...] = ()
    visits: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a fact. `conflict` non-empty: unknown, and these contradict each other; `kept`: nothing changes.

    `overruled`: voices whose different value does not count; `outcome`: what became of the new answers.
    """

    value: Voice | None
    conflict: tuple[Voice, ...]
    overruled: tuple[Voice, ...]
    outcome: Outcome
    kept: bool


def settle(field: Field, heard: Heard, answers: Sequence[Voice]) -> Settled:
    """The fact after one or more new answers."""
    lists = {answer.list_id for answer in answers}
    talk = [*(v for v in heard.visits if v.list_id in lists), *answers]
    agreed = len({voice.value for voice in talk}) == 1
    best = _best(talk)
    others = _others(heard, talk)
    rival = _rival(field, others)
    if rival is None or _goes_before(field, best, rival):
        overruled = tuple(v for v in others if v.value != best.value)
        return _taken(_better(best, others), overruled) if agreed else _contradicted(talk)
    if _ties(field, best, rival):
        return _among_equals(talk, others)
    return _kept(heard, talk)


def _others(heard: Heard, talk: Sequence[Voice]) -> list[Voice]:
    """Whoever else stands behind the fact as it is: its value, or the voices that contradict each other."""
    said = [*heard.conflict, *([heard.value] if heard.value is not None else [])]
    own = {(v.source, v.value) for v in talk if is_visit(v.kind)}
    return [v for v in said if (v.source, v.value) not in own]


def _rival(field: Field, others: Sequence[Voice]) -> Voice | None:
    """The voice that a visit has to stand up to."""
    return min(others, key=lambda v: (v.standing(field), -v.day.toordinal())) if others else None


def _best(talk: Sequence[Voice]) -> Voice:
    """Of voices of one talk the best evidenced, then the latest, then the first."""
    return min(talk, key=lambda v: (-v.grade, -v.day.toordinal()))


def _goes_before(field: Field, visit: Voice, rival: Voice) -> bool:
    mine, theirs = visit.standing(field), rival.standing(field)
    if mine != theirs:
        return mine < theirs
    return visit.day > rival.day if is_visit(rival.kind) else visit.day >= rival.day


def _ties(field: Field, visit: Voice, rival: Voice) -> bool:
    """Two visits of one day to different lists: nobody goes first."""
    return is_visit(rival.kind) and visit.standing(field) == rival.standing(field) and visit.day == rival.day


def _among_equals(talk: Sequence[Voice], others: Sequence[Voice]) -> Settled:
    every = [*others, *talk]
    if len({v.value for v in every}) > 1:
        return _contradicted(every)
    return _taken(_better(talk[0], every), ())


def _better(voice: Voice, others: Sequence[Voice]) -> Voice:
    """The best evidenced voice of the same value: it is the source shown."""
    same = [voice, *(v for v in others if v.value == voice.value)]
    return max(same, key=lambda v: v.grade)


def _taken(voice: Voice, overruled: tuple[Voice, ...]) -> Settled:
    return Settled(voice, (), overruled, "used", kept=False)


def _contradicted(voices: Sequence[Voice]) -> Settled:
    """Of each value the best evidenced voice, as the fold of all files names them; in the order of the sources."""
    best: dict[Value, Voice] = {}
    for voice in sorted(voices, key=lambda v: (-v.grade, v.source)):
        best.setdefault(voice.value, voice)
    said = sorted(best.values(), key=lambda v: v.source)
    return Settled(None, tuple(said), (), "conflict", kept=False)


def _kept(heard: Heard, talk: Sequence[Voice]) -> Settled:
    """Something of higher precedence, or a later day, stands: the answers are on record beside it."""
    if heard.value is None:
        return Settled(None, heard.conflict, tuple(talk), "overruled", kept=True)
    different = tuple(v for v in talk if v.value != heard.value.value)
    if different:
        return Settled(heard.value, (), different, "overruled", kept=True)
    best = _better(heard.value, talk)
    return Settled(best, (), (), "agrees", kept=best == heard.value)
