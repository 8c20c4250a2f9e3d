"""Which household a row means: the one that a person of the head's ID number belongs to, or that has the number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from diguan.domain.regions.queries import subtree
from diguan.domain.registry.models import Household, Person
from diguan.domain.responsibility.actions.sheets.outcome import Outcome
from diguan.domain.responsibility.sealed import blind_of
from diguan.engine.documents import Label
from diguan.exchange.posts import HelperRow
from diguan.exchange.reading.spelling import fold

CHUNK = 500
Value = TypeVar("Value")
_LOOK = Label("核对号码，或先导入农户数据", "look at the number, or load the households first")
_NOBODY = Label("登记册本区划内没有这个户主证件号码", "nobody of this ID number is in the registry of this region")
_NO_NUMBER = Label("登记册本区划内没有这个户编号", "no household of this number is in the registry of this region")
_TWO = Label("这个号码在登记册里属于几户", "several households of the registry have this number")
_OTHER_NAME = Label("登记册中这个证件号码是另一个姓名", "the registry has this ID number under another name")


@dataclass(slots=True)
class Households:
    """Households of a region, read once for some rows."""

    _by_blind: dict[bytes, dict[int, tuple[Household, set[str]]]] = field(default_factory=dict)
    _by_number: dict[str, list[Household]] = field(default_factory=dict)

    @classmethod
    def known(cls, region_code: str, rows: Iterable[HelperRow]) -> "Households":
        """Every household that these rows can mean; beyond the region there is none."""
        made = cls()
        low, high = subtree(region_code)
        blinds = {b for row in rows if (b := blind_of(row.head_identity)) is not None}
        people = Person.objects.filter(gone=False, household__gone=False, household__region_code__gte=low)
        people = (
            people.filter(household__region_code__lt=high)
            .select_related("household")
            .defer("household__facts", "facts")
        )
        for some in _chunks(sorted(blinds)):
            for person in people.filter(blind__in=some):
                homes = made._by_blind.setdefault(bytes(person.blind or b""), {})
                _, names = homes.setdefault(person.household_id, (person.household, set()))
                names.add(fold(person.name or ""))
        numbers = {row.household_number for row in rows if row.household_number and not row.head_identity}
        listed = Household.objects.filter(gone=False, region_code__gte=low, region_code__lt=high).defer("facts")
        for some_numbers in _chunks(sorted(numbers)):
            for home in listed.filter(number__in=some_numbers):
                made._by_number.setdefault(home.number, []).append(home)
        return made

    def household(self, row: HelperRow, outcome: Outcome) -> Household | None:
        """The household of a row; None where there is none or several, which is then told."""
        found = self._of_person(row) if row.head_identity else self._of_number(row)
        if isinstance(found, Label):
            outcome.refuse(row.where, found, _LOOK)
            return None
        return found

    def _of_person(self, row: HelperRow) -> Household | Label:
        homes = self._by_blind.get(blind_of(row.head_identity) or b"", {})
        if not homes:
            return _NOBODY
        if len(homes) > 1:
            numbered = [home for home, _ in homes.values() if home.number == row.household_number]
            return numbered[0] if len(numbered) == 1 else _TWO
        home, names = next(iter(homes.values()))
        return home if not row.head_name or fold(row.head_name) in names else _OTHER_NAME

    def _of_number(self, row: HelperRow) -> Household | Label:
        homes = self._by_number.get(row.household_number, [])
        if len(homes) > 1:
            return _TWO
        return homes[0] if homes else _NO_NUMBER


def _chunks(values: list[Value]) -> Iterable[list[Value]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
