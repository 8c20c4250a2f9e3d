"""When, why and on what evidence something happened; who may record it; who is there to whom it can happen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.actions.turns import take_turn
from diguan.domain.registry.days import impossible_day
from diguan.domain.registry.models import Household, Observation, Person
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.household import household_of
from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label


class UnableToRecordEvent(UnableToAct):
    """The event does not fit who is there, or was taken back already."""


class UnableToOvertake(UnableToRecordEvent):
    """Somebody else has changed the household since it was looked at."""

    def __init__(self) -> None:
        super().__init__(
            Label("这一户刚被别人改动过", "somebody else has just changed this household"),
            Label(
                "请看过新的内容后再录入，您填的没有存入",
                "look at what is new and record again; nothing of yours was stored",
            ),
        )


@dataclass(frozen=True, slots=True)
class Happening:
    """When, why and on what evidence; `version`: of the household as the actor saw it; `catalogue` for the fold that follows."""

    happened_on: date
    reason: str
    evidence: Evidence
    version: int
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of one act: what happened when and why, who records it, at which instant."""

    happening: Happening
    actor: Viewer
    at: datetime

    @property
    def day(self) -> date:
        """The day on which it happened."""
        return self.happening.happened_on

    @property
    def today(self) -> date:
        """The day on which it is recorded."""
        return localdate(self.at)


def household_for(household_id: int, under: Circumstances) -> Household:
    """The household to which something happens, unchanged since the actor saw it; the act has a reason, evidence, a day that has come.

    From here to its end the act holds the county: what it reads, and folds anew, nobody changes meanwhile.
    """
    for county in Household.objects.filter(pk=household_id).values_list("county", flat=True):
        take_turn(Extent(county))
    household = listed_household(household_id, under.actor)
    check_circumstances(under)
    seen = Household.objects.filter(pk=household.pk, version=under.happening.version)
    if not seen.update(version=under.happening.version + 1):
        raise UnableToOvertake
    household.version = under.happening.version + 1
    return household


def listed_household(household_id: int, actor: Viewer) -> Household:
    """A household of a list, where the actor may record events."""
    household = household_of(actor, household_id, Act.RECORD_EVENT)
    if not household.listed or household.gone:
        raise UnableToRecordEvent(
            Label("这一户不在名单内", "this household is on no list"),
            Label("仅在底册中的户由底册更新", "what only the resident base knows follows the resident base"),
        )
    return household


def check_circumstances(under: Circumstances) -> None:
    """A day that has come, a reason, evidence."""
    happening = under.happening
    if impossible := impossible_day(happening.happened_on, under.today):
        raise UnableToRecordEvent(
            impossible,
            Label("填发生的那一天", "give the day on which it happened"),
            "happened_on",
        )
    if not happening.reason.strip():
        raise UnableToRecordEvent(Label("缺少原因", "the reason is missing"), Label("写明原因", "say why"), "reason")
    if not happening.evidence.note.strip():
        raise UnableToRecordEvent(
            Label("没有写依据", "no evidence was named"),
            Label("写明看到的证件，或谁说的", "say which paper, or who said so"),
            "evidence",
        )


def members_of(household: Household) -> dict[str, Person]:
    """Members of a household as of now, by number."""
    return {p.number: p for p in household.persons.filter(gone=False, member=True).order_by("number")}


def member_of(household: Household, number: str, field: str = "person") -> Person:
    """A member by number."""
    found = members_of(household).get(number)
    if found is None:
        raise UnableToRecordEvent(
            Label("此人不是本户成员", "this person is no member of the household"),
            Label("请从成员中选", "choose from the members"),
            field,
        )
    return found


def free_number(household: Household, wanted: str | None = None, taken: Collection[str] = ()) -> str:
    """A person number that nobody of the household has or ever had: the wanted one, else one of the registry's own."""
    used = set(household.persons.values_list("number", flat=True)) | set(taken)
    said = Observation.objects.filter(household_number=household.number, region_code__startswith=household.county)
    used |= {str(number) for number in said.values_list("person_number", flat=True).distinct() if number is not None}
    if wanted is not None and wanted not in used:
        return wanted
    numbers = (f"{household.number}-r{count}" for count in range(1, len(used) + 2))
    return next(number for number in numbers if number not in used)


def free_household(number: str, county: str, field: str = "new_number") -> str:
    """A household number that is not in use in a county."""
    said = number.strip()
    known = Household.objects.filter(county=county, number=said).exists()
    if not said or known or ":" in said:
        raise UnableToRecordEvent(
            Label(f"户编号“{said}”不能用于新户", f"the household number '{said}' cannot be given to a new one"),
            Label("填一个没有用过的户编号", "give a number that is not in use"),
            field,
        )
    return said
