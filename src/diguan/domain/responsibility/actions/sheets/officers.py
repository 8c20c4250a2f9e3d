"""Which officer a row names: by ID number inside the county, else by name and unit where that is one person; else a new one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from diguan.domain.regions.queries import subtree, within
from diguan.domain.responsibility.actions.officers import COUNTY_DIGITS, Particulars, complete, create
from diguan.domain.responsibility.actions.sheets.outcome import Outcome
from diguan.domain.responsibility.models import Officer
from diguan.domain.responsibility.recording import Deed
from diguan.domain.responsibility.sealed import blind_of
from diguan.engine.documents import Label
from diguan.exchange.posts.rows import Person, Where
from diguan.exchange.reading.spelling import fold

CHUNK = 500
CODE_DIGITS = 12
_OTHER_NAME = (
    Label("这个证件号码在册的是另一个姓名", "this ID number is on record under another name"),
    Label("核对姓名和号码，或先在系统里更正", "look at name and number, or correct the record first"),
)
_SEVERAL = (
    Label("同名同单位的有几人，又没有证件号码", "several people of this unit have the name, and there is no ID number"),
    Label("补上证件号码", "add the ID number"),
)


@dataclass(slots=True)
class Officers:
    """Officers of the counties of an import, read once. `region_code`: where it is done; new ones are kept in their county, or there."""

    region_code: str
    outcome: Outcome
    deed: Deed
    _by_blind: dict[tuple[str, bytes], Officer] = field(default_factory=dict)
    _by_name: dict[tuple[str, str, str], list[Officer]] = field(default_factory=dict)
    _completed: dict[int, set[Person]] = field(default_factory=dict)

    @classmethod
    def known(cls, region_code: str, people: Iterable[Person], outcome: Outcome, deed: Deed) -> "Officers":
        """Everybody whom these rows can mean."""
        made = cls(region_code, outcome, deed)
        listed = list(people)
        blinds = [b for b in {blind_of(person.identity) for person in listed} if b is not None]
        names = sorted({person.name for person in listed})
        low = region_code[:COUNTY_DIGITS]
        high = subtree(region_code)[1]
        here = Officer.objects.filter(county__gte=low, county__lt=max(high[:COUNTY_DIGITS], f"{low}0"))
        for start in range(0, len(blinds), CHUNK):
            made._take(here.filter(blind__in=blinds[start : start + CHUNK]))
        for start in range(0, len(names), CHUNK):
            made._take(here.filter(name__in=names[start : start + CHUNK]))
        return made

    def officer(self, person: Person, unit_code: str, where: Where) -> Officer | None:
        """The officer of a row about a unit; None where the row cannot be taken, which is then told."""
        county, blind = unit_code[:COUNTY_DIGITS], blind_of(person.identity)
        found = self._by_blind.get((county, blind)) if blind else None
        if found is not None and fold(found.name) != fold(person.name):
            self.outcome.refuse(where, *_OTHER_NAME)
            return None
        if found is None:
            same = self._by_name.get((county, person.name, person.unit), [])
            alike = [each for each in same if blind is None or each.blind is None]
            if len(alike) > 1:
                self.outcome.refuse(where, *_SEVERAL)
                return None
            found = alike[0] if alike else None
        return self._completed_with(found, person) if found else self._new(person, unit_code)

    def _completed_with(self, officer: Officer, person: Person) -> Officer:
        said = self._completed.setdefault(officer.pk, set())
        if person not in said:
            said.add(person)
            if complete(officer, Particulars(**asdict(person)), self.deed):
                self.outcome.counts["officers_changed"] += 1
                self._index(officer)
        return officer

    def _new(self, person: Person, unit_code: str) -> Officer:
        home = unit_code[:COUNTY_DIGITS].ljust(CODE_DIGITS, "0")
        kept_in = home if within(home, (subtree(self.region_code),)) else self.region_code
        made = create(Particulars(**asdict(person)), kept_in, self.deed)
        self.outcome.counts["officers_added"] += 1
        self._completed[made.pk] = {person}
        self._index(made)
        return made

    def _take(self, rows: Iterable[Officer]) -> None:
        for officer in rows:
            self._index(officer)

    def _index(self, officer: Officer) -> None:
        if officer.blind is not None:
            self._by_blind.setdefault((officer.county, bytes(officer.blind)), officer)
        alike = self._by_name.setdefault((officer.county, officer.name, officer.unit), [])
        if all(each.pk != officer.pk for each in alike):
            alike.append(officer)
