"""An event as it is put together by an act, and how it is written down: event, moves, changes of members, facts, fold, record of acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from diguan.domain.audit.actions import append_audit
from diguan.domain.registry.actions.by_hand import Evidence, Said, store_said
from diguan.domain.registry.actions.events.circumstances import Circumstances
from diguan.domain.registry.actions.projecting import project
from diguan.domain.registry.actions.turns import take_turn
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import Household, LifeEvent, Move, RosterChange, Settlement
from diguan.domain.registry.queries.extraction import Extent, Reach, extract_inputs
from diguan.domain.registry.queries.household import household_file
from diguan.engine.catalogue import Catalogue
from diguan.engine.catalogue.model import Scalar
from diguan.engine.verdicts import Grade

SIZE = "household_size_current"
Place = tuple[str, str | None]  # household and person; None: the household's own facts


@dataclass(slots=True)
class Draft:
    """What an event of a household does. `others`: further households that are there already; `named`: persons it is about.

    `ends`: it leaves nobody in the household who has not died or left for good.
    """

    kind: LifeEventKind
    household: Household
    under: Circumstances
    others: list[Household] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    moves: list[tuple[Place, Place]] = field(default_factory=list)
    changes: list[tuple[str, str, bool]] = field(default_factory=list)
    settled: dict[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    to_region_code: str = ""
    undoes: LifeEvent | None = None
    answers: LifeEvent | None = None
    ends: bool = False

    def join(self, household: str, person: str) -> None:
        """A person is from now on a member."""
        self.changes.append((household, person, True))

    def leave(self, person: str) -> None:
        """A member of the household is from now on none."""
        self.changes.append((self.household.number, person, False))

    def move(self, old: Place, new: Place) -> None:
        """What is known of one number is from now on known of another."""
        self.moves.append((old, new))

    def tell(
        self,
        person: str,
        facts: Mapping[str, Scalar | date],
        identifiers: Mapping[str, str] | None = None,
        at: Household | None = None,
    ) -> None:
        """Facts of a person as of the event's day, on its evidence."""
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
        home, happening = at or self.household, self.under.happening
        self.said.append(
            Said(home.number, home.region_code, plain, self.under.day, happening.evidence, person, identifiers or {})
        )

    def resize(self, household: Household, by: int) -> None:
        """As many more persons (or fewer) as the event makes, where their number was known: the list's own count is one of its day."""
        known = size_of(household, self.under)
        if known is not None and known + by > 0 and by:
            counted = Evidence(Grade.DECLARED, self.under.happening.evidence.note)
            self.said.append(Said(household.number, household.region_code, {SIZE: known + by}, self.under.day, counted))

    def record(self) -> LifeEvent:
        """Write it down and fold the households concerned anew. In the transaction of the act."""
        event = self._event()
        for (old, person), (new, new_person) in self.moves:
            Move.objects.create(
                event=event, from_household=old, from_person=person, to_household=new, to_person=new_person
            )
        for number, person, joins in self.changes:
            RosterChange.objects.create(event=event, household_number=number, person_number=person, joins=joins)
        for number, region_code in self.settled.items():
            Settlement.objects.create(event=event, household_number=number, region_code=region_code)
        for said in self.said:
            store_said(said, self.under.actor.account_id, self.under.at, event)
        refold(self._concerned(), self.under.happening.catalogue, self.under.today)
        self._sign(event)
        return event

    def _event(self) -> LifeEvent:
        happening = self.under.happening
        return LifeEvent.objects.create(
            kind=str(self.kind),
            county=self.household.county,
            region_code=self.household.region_code,
            household_number=self.household.number,
            happened_on=happening.happened_on,
            reason=happening.reason.strip(),
            evidence=happening.evidence.note.strip(),
            detail={"persons": self.named, **({"ends": True} if self.ends else {})},
            actor=self.under.actor.account_id,
            at=self.under.at,
            to_region_code=self.to_region_code,
            undoes=self.undoes,
            answers=self.answers,
        )

    def _concerned(self) -> list[Household]:
        """The households of the event, those too that it makes or ends."""
        here = self.household
        known = {h.number: h for h in (here, *self.others)}
        numbers = {number for number, _, _ in self.changes} | set(self.settled)
        numbers |= {place[0] for move in self.moves for place in move}
        for number in sorted(numbers - set(known)):
            found = Household.objects.filter(county=here.county, number=number).first()
            region = self.settled.get(number, here.region_code)
            known[number] = found or Household(county=here.county, number=number, region_code=region)
        return list(known.values())

    def _sign(self, event: LifeEvent) -> None:
        kind = self.kind
        append_audit(
            actor=self.under.actor.account_id,
            action=f"record_{kind}",
            subject="household",
            subject_id=str(self.household.pk),
            region_code=self.household.region_code,
            detail={
                "event": event.pk,
                "undoes": self.undoes.pk if self.undoes else None,
                "moved": len(self.moves),
                "persons": len(self.named),
                **({"ends": True} if self.ends else {}),
            },
            at=self.under.at,
        )


def size_of(household: Household, under: Circumstances) -> int | None:
    """How many persons a household is said to have; None where nobody says it, or sources contradict each other."""
    known = household_file(household, under.happening.catalogue, under.today).facts[SIZE].value
    return known if isinstance(known, int) else None


def refold(households: Iterable[Household], catalogue: Catalogue, as_of: date) -> None:
    """Fold households of one county anew, with whomever a change of them may reach."""
    concerned = list(households)
    county = concerned[0].county
    take_turn(Extent(county))
    reach = Reach.of(concerned, county, as_of)
    read = extract_inputs(catalogue, Extent(county), as_of, reach)
    project(read, catalogue, as_of, county.ljust(12, "0"), sorted(reach.numbers))
