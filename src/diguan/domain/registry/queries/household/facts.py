"""What is known of one household and its people on a day: every value with who said so, when, from what, and who says otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.domain.registry.models import Household, Person, Sheet
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.household.people import people_now, people_on
from diguan.domain.registry.queries.household.rows import Gathered, gather_rows
from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.snapshot.online import Known, Row, fold_subject
from diguan.engine.verdicts import Subject

ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Member:
    """A person with everything known of him."""

    person: Person
    facts: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """A household on a day. `sheet_of` leads from a row to the table, file and person that it came from."""

    household: Household
    as_of: date
    facts: Mapping[str, Known]
    members: Sequence[Member]
    village: Mapping[str, Known]
    gathered: Gathered

    def sheet_of(self, row: Row) -> Sheet:
        """The table that a row stands in, with its source."""
        return self.gathered.sheets[row.reference >> ROW_BITS]


def observed_fields(catalogue: Catalogue, subject: Subject) -> list[Field]:
    """Fields that somebody may observe; identifiers are none of them."""
    return [f for f in catalogue.fields(subject).values() if not f.derived and f.type is not FieldType.IDENTIFIER]


def household_file(
    household: Household,
    catalogue: Catalogue,
    as_of: date,
    *,
    as_it_was: bool = False,
    back_to: date | None = None,
    moved: bool = True,
) -> HouseholdFile:
    """Fold everything that is said of a household up to a day. `as_it_was`: of the people who were there on that day.

    `back_to`: an earlier day to look back to from `as_of`; what names no day of its own says nothing about it. `moved`: False where the
    caller knows that no number was ever moved from it or to it, so that the events of its county need not be read.
    """
    until = as_of if back_to is None else min(back_to, as_of)
    moves = Moves.until(as_of, Extent(household.county)) if moved or as_it_was else Moves()
    persons = people_on(household, as_of, moves) if as_it_was else people_now(household)
    gathered = gather_rows(household, persons, catalogue, as_of, moves)

    def fold(subject: Subject, rows: Sequence[Row]) -> dict[str, Known]:
        return fold_subject(rows, observed_fields(catalogue, subject), gathered.carried[subject], until)

    facts = fold(Subject.HOUSEHOLD, gathered.household)
    if not household.listed and facts["status"].value is None:
        base = min((s.source_id for s in gathered.sheets.values() if s.source.kind == "residents"), default=None)
        facts["status"] = Known(ORDINARY, base)
    members = [Member(person, fold(Subject.PERSON, gathered.persons[person.number])) for person in persons]
    return HouseholdFile(household, until, facts, members, fold(Subject.VILLAGE, gathered.village), gathered)
