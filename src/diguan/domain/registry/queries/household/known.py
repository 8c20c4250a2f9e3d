"""What is known of a household and its members, as rows of the page: value, source, day, grade, and who says otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from diguan.domain.accounts.permissions import Sensitivity
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.domain.registry.queries.household import HouseholdFile, Member
from diguan.domain.registry.queries.showing import Shown
from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.documents import Label
from diguan.engine.snapshot.online import Known, Row
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.wording import GRADES
from diguan.engine.verdicts import Grade, Subject

BELOW = (1 << ROW_BITS) - 1


class KnownRows:
    """Makes the rows of one household for one viewer."""

    def __init__(self, file: HouseholdFile, catalogue: Catalogue, shown: Shown) -> None:
        self.file, self.catalogue, self.shown = file, catalogue, shown
        self.sources = {sheet.source_id: sheet.source for sheet in file.gathered.sheets.values()}

    def household(self) -> list[dict[str, Any]]:
        """Facts of the household, contradictions first."""
        return self._rows(Subject.HOUSEHOLD, self.file.facts)

    def members(self) -> list[dict[str, Any]]:
        """Members with their facts; those whom only the resident base names come last."""
        return [{**self._who(member), "facts": self.of_member(member)} for member in self.file.members]

    def people(self) -> list[dict[str, Any]]:
        """The same members with how much is known of each, `told` (see `told`), in the place of their facts."""
        return [{**self._who(member), "told": told(member.facts)} for member in self.file.members]

    def of_member(self, member: Member) -> list[dict[str, Any]]:
        """Facts of one member, contradictions first."""
        return self._rows(Subject.PERSON, member.facts)

    def _who(self, member: Member) -> dict[str, Any]:
        return {
            "person": member.person,
            "name": self.shown.name(member.person.name),
            "relation": self._of(member.facts, "relation"),
            "birth": self._of(member.facts, "birth_date"),
            "state": self._of(member.facts, "person_state"),
        }

    def _of(self, facts: Mapping[str, Known], name: str) -> Label | None:
        value = facts[name].value if name in facts else None
        field = self.catalogue.fields(Subject.PERSON)[name]
        return None if value is None else self.shown.value(field, value)

    def _rows(self, subject: Subject, facts: Mapping[str, Known]) -> list[dict[str, Any]]:
        fields = self.catalogue.fields(subject)
        made = [self._row(fields[name], known) for name, known in facts.items() if _is_told(known)]
        return sorted(made, key=lambda row: not row["otherwise"])

    def _row(self, field: Field, known: Known) -> dict[str, Any]:
        source = self.sources.get(known.source or 0)
        first = next((row for row in known.spoken if row.source == known.source), None)
        noted = first is not None and first.by_hand and Sensitivity.PERSONAL in self.shown.kinds  # notes name people
        return {
            "field": field,
            "value": None if known.value is None else self.shown.value(field, known.value),
            "state": known.state,
            "place": known.place,
            "source": source.label if source else "",
            "stands": self._stands(first),
            "presumed": known.source == PRESUMED,
            "day": first.day if first and first.dated else None,
            "loaded": self._loaded(first) if first and not first.dated else None,
            "grade": GRADES[Grade(source.grade)] if source else None,
            "visitor": self._visitor(first),
            "evidence": self.file.sheet_of(first).evidence if first and noted else "",
            "otherwise": list(self._otherwise(field, known)),
        }

    def _visitor(self, row: Row | None) -> str:
        """Who asked at the door, as the role sees names; empty where nobody did."""
        visitor = self.file.gathered.visitors.get(row.reference) if row else None
        return self.shown.name(visitor) if visitor else ""

    def _stands(self, row: Row | None) -> tuple[str, int] | None:
        """Table and row of the file in which it stands, as whoever opens the file counts them; None where it comes from no file."""
        if row is None or row.by_hand:
            return None
        return self.file.sheet_of(row).name, row.reference & BELOW

    def _loaded(self, row: Row) -> date:
        """When the file of an undated row was loaded."""
        return timezone.localtime(self.file.sheet_of(row).source.load.at).date()

    def _otherwise(self, field: Field, known: Known) -> Iterator[dict[str, Any]]:
        """Values that contradict each other, or that something better overrules."""
        pairs: Sequence[tuple[object, int]] = (*known.said, *known.overruled)
        for value, source in pairs:
            yield {"value": self.shown.value(field, value), "source": self.sources[source].label}


def told(facts: Mapping[str, Known]) -> tuple[int, int]:
    """How many facts there is something to say of, and of how many sources contradict each other: rows that need not be made for that."""
    known = [each for each in facts.values() if _is_told(each)]
    return len(known), sum(bool(each.said) for each in known)


def _is_told(known: Known) -> bool:
    """Whether there is anything to say: what nobody spoke of and what is only presumed is left out."""
    return (known.value is not None and known.source != PRESUMED) or known.state is not None
