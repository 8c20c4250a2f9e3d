"""One household on one day, judged: verdicts of itself and its members, and the rows that each deciding fact rests on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from diguan.domain.ledger.judging.answer import Rest
from diguan.domain.registry.queries.household import HouseholdFile
from diguan.domain.screening.casefile import case_of
from diguan.engine.backends.closures import HouseholdVerdicts, compile_household
from diguan.engine.backends.reasons import Reason
from diguan.engine.expressions.tree import Fact, Node, walk
from diguan.engine.screening.bound import BoundPack
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.screening.explain import ToldPart, deciding
from diguan.engine.snapshot.online import Known, Row
from diguan.engine.verdicts import Grade, Subject, Verdict

Spoken = tuple[Mapping[str, Known], Iterable[Row]]


@dataclass(frozen=True)
class Case:
    """A household's file with the rules of its day."""

    file: HouseholdFile
    bound: BoundPack

    @cached_property
    def case(self) -> CaseFile:
        """The facts as the rules read them, with the household's verdicts."""
        bare = case_of(self.file, self.bound.pack.catalogue)
        codes = {id: code for id, (code, _) in self._judge(bare).household.items()}
        return replace(bare, facts=replace(bare.facts, verdicts=codes))

    @cached_property
    def verdicts(self) -> HouseholdVerdicts:
        """Codes and grades by indicator, of the household and of each member."""
        return self._judge(self.case)

    def _judge(self, case: CaseFile) -> HouseholdVerdicts:
        return compile_household([i.spec for i in self.bound.indicators.values()])(case.facts)

    def member(self, number: str) -> int | None:
        """Place of a member; None where nobody of this number is on the list."""
        return next((n for n, told in enumerate(self.case.members) if told.id == number), None)

    def verdict(self, indicator: str, member: int | None) -> tuple[Verdict, Grade] | None:
        """How the household, or one of its members, stands; None where the indicator could not be bound."""
        known = self.verdicts.household if member is None else self.verdicts.members[member]
        found = known.get(indicator)
        return None if found is None else (Verdict(found[0]), Grade(found[1]))

    def rests_of_indicator(self, indicator: str, member: int | None) -> list[Rest]:
        """The rows that a verdict rests on; of a household's verdict about its people those of every member."""
        bound = self.bound.indicators[indicator]
        whom: Iterable[int | None] = [member]
        if bound.subject is Subject.PERSON and member is None:
            whom = range(len(self.case.members))
        found: list[Reason] = []
        for who in whom:
            standing = self.verdict(indicator, who)
            if standing is not None:
                found += deciding(ToldPart(bound, who, standing[0], self.case))
        return self.rests(found)

    def rests_of_listing(self, number: str) -> list[Rest]:
        """The rows that put somebody on the list: whatever is said of a member under the number."""
        own = next((m for m in self.file.members if m.person.number == number), None)
        if own is None:
            return []
        rows = self.file.gathered.persons[number]
        return [self._rest(name, known, rows) for name, known in own.facts.items() if known.spoken]

    def rests(self, reasons: Iterable[Reason]) -> list[Rest]:
        """The rows that the leaves of a rule rest on, each once. What is computed or presumed rests on no row."""
        found = {}
        for reason in reasons:
            for subject, member, field in self._facts(reason.leaf, reason.member):
                known, rows = self._spoken(subject, member)
                if field in known and known[field].spoken:
                    found[subject, member, field] = self._rest(field, known[field], rows)
        return list(found.values())

    def _facts(self, leaf: Node, member: int | None) -> Iterator[tuple[Subject, int | None, str]]:
        for node in walk(leaf):
            if not isinstance(node, Fact):
                continue
            if node.subject is not Subject.PERSON:
                yield node.subject, None, node.field
            else:
                own = range(len(self.case.members)) if member is None else (member,)
                yield from ((Subject.PERSON, each, node.field) for each in own)

    def _spoken(self, subject: Subject, member: int | None) -> Spoken:
        gathered = self.file.gathered
        if subject is Subject.PERSON and member is not None:
            number = self.case.members[member].id
            facts = next(m.facts for m in self.file.members if m.person.number == number)
            return facts, gathered.persons[number]
        if subject is Subject.VILLAGE:
            return self.file.village, gathered.village
        return (self.file.facts, gathered.household) if subject is Subject.HOUSEHOLD else ({}, ())

    def _rest(self, field: str, known: Known, rows: Iterable[Row]) -> Rest:
        row = known.spoken[0]
        sheet = self.file.sheet_of(row)
        load = sheet.source.load
        others = [r.reference for r in rows if r.values.get(field) not in (None, known.value)]
        return Rest(
            field=field,
            observation=row.reference,
            grade=row.grade,
            day=row.day,
            recorded_by=load.actor if sheet.recorded_by is None else sheet.recorded_by,
            recorded_at=load.at if sheet.recorded_at is None else sheet.recorded_at,
            others=tuple(others),
        )
