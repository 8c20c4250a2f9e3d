"""The visit of one household: which facts to ask for, in which order, and what nobody can answer at the door."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diguan.engine.backends.reasons import MissingFact
from diguan.engine.catalogue import Field, FieldType
from diguan.engine.screening.bound import BoundPack
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.screening.explain_unknown import Gap, gaps
from diguan.engine.snapshot.derived.registry import COMPUTED
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.standing import VISIT, standing_in
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.exact import Part, effort, order, parts_of
from diguan.engine.visiting.hints import hint
from diguan.engine.visiting.hopes import Hope, answers
from diguan.engine.visiting.model import Effort, Elsewhere, Question, Skip, Unasked
from diguan.engine.visiting.open_verdicts import OpenVerdict
from diguan.engine.visiting.ways import Truths, Way, Ways, fewest

AT_THE_DOOR = (Subject.HOUSEHOLD, Subject.PERSON)
WITH_SOURCES = (
    "conflict",
    "expired",
)  # known to somebody: what they say is told, and a department's word stands before the door's


@dataclass(frozen=True, slots=True)
class Answerable:
    """What a household is asked: questions in order, facts left to others, and how good the greedy choice was."""

    questions: tuple[Question, ...]
    unasked: tuple[Unasked, ...]
    effort: Effort


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A fact to ask for; `skip`: the earlier fact that may settle it, with the answers that do."""

    fact: MissingFact
    first: bool
    skip: tuple[MissingFact, Skip] | None = None

    @property
    def place(self) -> tuple[int, bool, str]:
        """Household before persons; of each the first questions first."""
        return (order(self.fact)[0], not self.first, self.fact.field)


@dataclass(frozen=True, slots=True)
class Asker:
    """Chooses the questions of one household after another. `computed`: derived fields that can be computed from answers."""

    bound: BoundPack
    sources: Mapping[int, Source]
    computed: frozenset[str]
    truths: Truths = field(default_factory=Truths)

    def ask(self, opened: tuple[OpenVerdict, ...], case: CaseFile, *, measured: bool, hints: bool = True) -> Answerable:
        """Everything about one household. `measured`: search for the exact minimum as well, which takes most of the time.

        `hints`: find out which answers make a further question needless; without them no question has a `skip`.
        """
        lacking = [each.missing(case.facts) for each in opened]
        concerns = _concerns(opened, lacking)
        missing = {gap.fact: gap for gap in gaps(concerns, case, self.bound.pack.catalogue)}
        left = {fact: where for fact, gap in missing.items() if (where := self._elsewhere(gap)) is not None}
        askable = frozenset(missing.keys() - left.keys())
        ways = Ways(case.facts, askable, self.truths)
        possible = [(each, own) for each, own in zip(opened, lacking, strict=True) if ways.to_decide(each) is not None]
        chosen: dict[MissingFact, _Chosen] = {}
        total = Effort()
        for part in parts_of(possible, askable):
            hopes = answers(part.facts, part.opened, self.bound.pack.catalogue) if hints or measured else {}
            chosen.update((c.fact, c) for c in self._of_part(part, ways, hopes if hints else None))
            total += effort(part, ways, hopes) if measured else Effort()
        behind = self._behind(left, case, concerns)
        chosen.update((fact, _Chosen(fact, first=True)) for fact in behind if fact not in chosen)
        missing.update(behind)
        questions = tuple(self._numbered(chosen, missing, concerns))
        return Answerable(questions, tuple(self._unasked(left, case, concerns)), total)

    def _elsewhere(self, gap: Gap) -> Elsewhere | None:
        """Who else has a fact that cannot be asked for at the door; None when it can."""
        if gap.fact.subject not in AT_THE_DOOR or gap.told is None:
            return "village"
        known = self._field(gap.fact)
        if known.derived or known.type is FieldType.IDENTIFIER:
            return "computed"
        if gap.reason in WITH_SOURCES and gap.state is not None:
            heard = [standing_in(known, self.sources[s].kind) for _, s in gap.state.said if s in self.sources]
            if heard and min(heard) < standing_in(known, VISIT):
                return "department"
        return None

    def _field(self, fact: MissingFact) -> Field:
        return self.bound.pack.catalogue.field(fact.subject, fact.field)

    def _of_part(self, part: Part, ways: Ways, hopes: Mapping[MissingFact, Sequence[Hope]] | None) -> list[_Chosen]:
        """The first questions of a part and those that may still be needed, each with what settles it (None: not looked for)."""
        first = fewest(ways, part.opened)
        chosen = [_Chosen(fact, fact in first) for fact in part.facts]
        found = []
        for one in sorted(chosen, key=lambda c: c.place):
            earlier = {c.fact: self._field(c.fact) for c in chosen if c.first and c.place < one.place}
            settled = None if one.first or hopes is None else hint(one.fact, earlier, part, ways.facts, hopes)
            found.append(replace(one, skip=None if settled is None else (settled[0], Skip(0, settled[1]))))
        return found

    def _behind(
        self, left: Mapping[MissingFact, Elsewhere], case: CaseFile, concerns: dict[MissingFact, list[str]]
    ) -> dict[MissingFact, Gap]:
        """Missing facts of the household from which missing computed ones can be computed."""
        found: dict[MissingFact, list[str]] = {}
        for fact in (f for f, where in left.items() if where == "computed"):
            name = self._field(fact).computed_by
            if name not in self.computed:
                continue
            for subject, read in sorted(COMPUTED[name].reads):
                member = fact.member if subject is Subject.PERSON else None
                told = case.told(subject, member)
                if told is not None and told.record.values.get(read) is None:
                    found.setdefault(MissingFact(subject, member, read), concerns[fact])
        asked = [gap for gap in gaps(found, case, self.bound.pack.catalogue) if self._elsewhere(gap) is None]
        for gap in asked:
            concerns.setdefault(gap.fact, found[gap.fact])
        return {gap.fact: gap for gap in asked}

    def _numbered(
        self,
        chosen: Mapping[MissingFact, _Chosen],
        missing: Mapping[MissingFact, Gap],
        concerns: Mapping[MissingFact, list[str]],
    ) -> Iterator[Question]:
        ordered = sorted(chosen.values(), key=lambda c: c.place)
        numbers = {c.fact: number for number, c in enumerate(ordered, start=1)}
        for one in ordered:
            gap = missing[one.fact]
            said = gap.state.said if gap.state is not None and gap.reason in WITH_SOURCES else ()
            yield Question(
                field=self._field(one.fact),
                person_id=gap.told.id if gap.told and one.fact.subject is Subject.PERSON else None,
                indicators=tuple(concerns[one.fact]),
                reason=gap.reason,
                first=one.first,
                skip=None if one.skip is None else replace(one.skip[1], number=numbers[one.skip[0]]),
                said=tuple((value, self.sources[s].label if s in self.sources else "") for value, s in said),
            )

    def _unasked(
        self, left: Mapping[MissingFact, Elsewhere], case: CaseFile, concerns: Mapping[MissingFact, list[str]]
    ) -> Iterator[Unasked]:
        for fact, where in sorted(left.items(), key=lambda item: order(item[0])):
            person = case.members[fact.member].id if fact.member is not None else None
            yield Unasked(self._field(fact), person, where, tuple(concerns[fact]))


def _concerns(opened: Iterable[OpenVerdict], lacking: Iterable[Way]) -> dict[MissingFact, list[str]]:
    """Facts that can still change a verdict, with the indicators of those verdicts; `lacking`: the facts of each verdict."""
    found: dict[MissingFact, list[str]] = {}
    for each, own in zip(opened, lacking, strict=True):
        for fact in sorted(own, key=order):
            named = found.setdefault(fact, [])
            if each.indicator.id not in named:
                named.append(each.indicator.id)
    return found
