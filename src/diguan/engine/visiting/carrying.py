"""What visits found that the national system does not say: facts that count as they were seen, beside what its export says of them.

An export says a value, or nothing. Where some source of higher rank stood before it, its word is in the contradictions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.visiting.answers import Answer, Key
from diguan.engine.visiting.hearing import value_text
from diguan.engine.visiting.settling import Heard, Settled, Voice

EXPORT = "export"  # kind of the national system's files


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers to one question whose value counts, with what stood there before."""

    key: Key
    answers: tuple[Answer, ...]
    settled: Settled
    heard: Heard


@dataclass(frozen=True, slots=True)
class CarriedBack:
    """A fact that the national system should say otherwise. `before`: its values there, none where it says nothing.

    `value`: as provenance writes it; `answers`: those that say it, the best evidenced first.
    """

    key: Key
    before: tuple[str, ...]
    value: str
    answers: tuple[Answer, ...]

    @property
    def seen(self) -> bool:
        """Whether somebody saw it; what was only said is no proof."""
        return self.answers[0].seen


def carried_back(counted: Sequence[Counted], snapshot: Snapshot) -> list[CarriedBack]:
    """Facts that answers settled and that the export says otherwise, or not at all; in the order of the answers.

    `snapshot`: with the answers folded in.
    """
    exports = {source.source_id for source in snapshot.sources if source.kind == EXPORT}
    overruled = _overruled(snapshot, exports)
    return list(_carried(counted, overruled))


About: TypeAlias = tuple[str, str, str, str]  # subject, household, household or person, field


def _overruled(snapshot: Snapshot, exports: Iterable[int]) -> dict[About, set[str]]:
    """Values of exports that something overrules, by subject and field."""
    found: dict[About, set[str]] = {}
    listed = ", ".join(map(str, sorted(exports))) or "NULL"
    columns = "subject, household_id, subject_id, field, overruled_value"
    for *about, value in run(
        snapshot.connection, f"SELECT {columns} FROM contradictions WHERE overruled_source IN ({listed})"
    ):
        found.setdefault((about[0], about[1], about[2], about[3]), set()).add(value)
    return found


def _carried(counted: Iterable[Counted], overruled: Mapping[About, set[str]]) -> Iterator[CarriedBack]:
    for one in counted:
        subject, household, person, field = one.key
        value = None if one.settled.value is None else value_text(one.settled.value.value)
        saying = [answer for answer in one.answers if value_text(answer.value) == value]
        if value is None or not saying:
            continue
        said = {value_text(voice.value) for voice in _voices(one) if voice.kind == EXPORT}
        said |= overruled.get((str(subject), household, person or household, field), set())
        before = tuple(sorted(said - {value}))
        if before or (not said and one.settled.outcome == "used"):
            best = sorted(saying, key=lambda answer: (not answer.seen, -answer.visited_on.toordinal()))
            yield CarriedBack(one.key, before, value, tuple(best))


def _voices(one: Counted) -> Iterator[Voice]:
    yield from one.heard.conflict
    yield from one.settled.overruled
    if one.heard.value is not None:
        yield one.heard.value
