"""When a further question need not be asked: the answers to one question before it that settle all it could decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.backends.facts import HouseholdFacts
from diguan.engine.backends.reasons import MissingFact
from diguan.engine.catalogue import Field, FieldType, Label
from diguan.engine.snapshot.wording import YES_NO, listed, plain_value
from diguan.engine.verdicts import Verdict
from diguan.engine.visiting.exact import Part
from diguan.engine.visiting.hopes import Hope, supposing
from diguan.engine.visiting.open_verdicts import OpenVerdict

MOST_NAMED = 6
MOST_VERDICTS = 8
MOST_EARLIER = 8


@dataclass(frozen=True, slots=True)
class Settled:
    """An answer after which a question is not needed. `well`: no verdict is unmet by it."""

    hope: Hope
    well: bool


def settling(
    question: MissingFact,
    before: MissingFact,
    opened: Sequence[OpenVerdict],
    facts: HouseholdFacts,
    hopes: Sequence[Hope],
) -> list[Settled]:
    """Answers to an earlier question after which none of some unknown verdicts needs this one."""
    found = []
    for hope in hopes:
        then = supposing(facts, {before: hope.value})
        if not any(question in each.missing(then) for each in opened):
            found.append(Settled(hope, all(each.code(then) != Verdict.UNMET for each in opened)))
    return found


def words(field: Field, settles: Sequence[Hope], hopes: Sequence[Hope]) -> Label | None:
    """Such answers in words; None when they cannot be said in a few."""
    if not settles or len(settles) == len(hopes):
        return None
    if field.type is FieldType.BOOLEAN:
        return YES_NO[bool(settles[0].value)]
    if field.type is FieldType.CODE:
        return _codes(field, [str(h.value) for h in settles])
    return _beyond(field, settles, hopes)


def _codes(field: Field, codes: Sequence[str]) -> Label | None:
    if len(codes) <= MOST_NAMED:
        return listed(field.code_labels.get(code, Label(code, code)) for code in codes)
    others = [code for code in field.codes if code not in codes]
    if len(others) > MOST_NAMED:
        return None
    named = listed(field.code_labels.get(code, Label(code, code)) for code in others)
    return Label(f"{named.zh}以外", f"anything but {named.en}")


def _beyond(field: Field, settles: Sequence[Hope], hopes: Sequence[Hope]) -> Label | None:
    """All numbers or days from one on, up to one, or both ends around those that settle nothing."""
    ordered = sorted(hopes, key=lambda h: (h.value, h.beside or 0))
    open_ = [place for place, hope in enumerate(ordered) if hope not in settles]
    first, last = open_[0], open_[-1]
    if len(open_) != last - first + 1:
        return None
    below = None if first == 0 else _side(field, ordered[first - 1], -1)
    above = None if last == len(ordered) - 1 else _side(field, ordered[last + 1], 1)
    if (first and below is None) or (last < len(ordered) - 1 and above is None):
        return None
    ends = [end for end in (below, above) if end is not None]
    return Label("或".join(end.zh for end in ends), " or ".join(end.en for end in ends))


SIDES = {
    (1, 0): Label("不低于", "at least"),
    (1, 1): Label("高于", "more than"),
    (-1, 0): Label("不高于", "at most"),
    (-1, -1): Label("低于", "less than"),
}
DAYS = {
    (1, 0): Label("不早于", "not before"),
    (1, 1): Label("晚于", "after"),
    (-1, 0): Label("不晚于", "not after"),
    (-1, -1): Label("早于", "before"),
}


def _side(field: Field, hope: Hope, beyond: int) -> Label | None:
    """Everything from an answer on (1), or up to it (-1); None when it stands for no threshold on that side."""
    said = (DAYS if field.type is FieldType.DATE else SIDES).get((beyond, hope.beside or 0))
    if said is None or hope.threshold is None:
        return None
    shown = plain_value(hope.threshold, field.unit)
    return Label(f"{said.zh}{shown.zh}", f"{said.en} {shown.en}")


def hint(
    question: MissingFact,
    earlier: Mapping[MissingFact, Field],
    part: Part,
    facts: HouseholdFacts,
    hopes: Mapping[MissingFact, Sequence[Hope]],
) -> tuple[MissingFact, Label] | None:
    """The earlier question of the part whose answer may settle this one, with the answers that do; good news goes first.

    Only a fact that every verdict needs for which this one is asked can settle it. None as well where that takes long to find out.
    """
    needing = [(each, each.missing(facts)) for each in part.opened]
    needing = [(each, missing) for each, missing in needing if question in missing]
    shared = frozenset[MissingFact].intersection(*(missing for _, missing in needing)) if needing else frozenset()
    able = {before: field for before, field in earlier.items() if before in shared}
    if len(needing) > MOST_VERDICTS:
        return None
    opened = [each for each, _ in needing]
    settled = {before: settling(question, before, opened, facts, hopes[before]) for before in list(able)[:MOST_EARLIER]}
    for wanted in ((True,), (False,), (True, False)):
        for before, found in settled.items():
            some = [s.hope for s in found if s.well in wanted]
            said = words(able[before], some, hopes[before])
            if said is not None:
                return before, said
    return None
