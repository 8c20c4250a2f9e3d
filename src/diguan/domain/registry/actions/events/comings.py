"""People who are born, marry in, or come back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    free_number,
    household_for,
    members_of,
)
from diguan.domain.registry.actions.events.draft import Draft
from diguan.domain.registry.actions.events.identities import checked_identity
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import LifeEvent, Person
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.sealing import seals
from diguan.engine.catalogue import Catalogue
from diguan.engine.catalogue.model import Scalar
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject

AT_HOME = "在家"
ENROLLING = "新生儿参保办理中"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the household has not had. `identity`: None where there is none yet."""

    name: str
    relation: str
    sex: str | None = None
    birth_date: date | None = None
    identity: str | None = None


@transaction.atomic
def record_birth(
    *,
    household_id: int,
    newcomer: Newcomer,
    happening: Happening,
    actor: Viewer,
    at: datetime,
    enrolling: bool = False,
) -> LifeEvent:
    """A child is born into the household, on the day of the event. Without an identity number yet it is known by its number here."""
    under = Circumstances(happening, actor, at)
    draft = Draft(LifeEventKind.BIRTH, household_for(household_id, under), under)
    born = Newcomer(newcomer.name, newcomer.relation, newcomer.sex, happening.happened_on, newcomer.identity)
    come(draft, born, {"special_protection": ENROLLING} if enrolling else {})
    return draft.record()


@transaction.atomic
def record_marriage_in(
    *, household_id: int, newcomer: Newcomer, happening: Happening, actor: Viewer, at: datetime
) -> LifeEvent:
    """Somebody marries in from outside the registry. A member of another household of the county marries out of that one instead."""
    under = Circumstances(happening, actor, at)
    draft = Draft(LifeEventKind.MARRIAGE_IN, household_for(household_id, under), under)
    come(draft, newcomer)
    return draft.record()


def come(draft: Draft, newcomer: Newcomer, more: dict[str, Scalar] | None = None) -> str:
    """Somebody new becomes a member of the household of a draft; returns the number."""
    name = newcomer.name.strip()
    if not name:
        raise UnableToRecordEvent(
            Label("没有写姓名", "the name is missing"),
            Label("还没有取名的，写“某某之子”或“某某之女”", "of a child without a name yet say whose it is"),
            "name",
        )
    catalogue = draft.under.happening.catalogue
    said = {"relation": newcomer.relation, "sex": newcomer.sex, **(more or {})}
    facts: dict[str, Scalar | date] = {n: _code(catalogue, n, v) for n, v in said.items() if v is not None}
    facts["person_state"] = AT_HOME
    if newcomer.birth_date is not None:
        facts["birth_date"] = _born(newcomer.birth_date, draft.under)
    identifiers = {"name": name}
    if newcomer.identity is not None:
        identity = checked_identity(newcomer.identity, draft.household.county, draft.under.today.year)
        _refuse_member(draft, identity)
        identifiers["identity"] = identity
    number = free_number(draft.household)
    draft.named.append(number)
    draft.join(draft.household.number, number)
    draft.tell(number, facts, identifiers)
    draft.resize(draft.household, 1)
    return number


def _code(catalogue: Catalogue, name: str, value: Scalar) -> Scalar:
    field = catalogue.field(Subject.PERSON, name)
    if value not in field.codes:
        raise UnableToRecordEvent(
            Label(f"{field.label.zh}的值“{value}”不能使用", f"{field.label.en}: '{value}' cannot be used"),
            Label("请从列表中选", "choose from the list"),
            name,
        )
    return value


def _born(birth_date: date, under: Circumstances) -> date:
    if birth_date > under.day:
        raise UnableToRecordEvent(
            Label("出生日期晚于事件日期", "the date of birth is later than the event"),
            Label("请核对两个日期", "look at both days"),
            "birth_date",
        )
    return birth_date


def _refuse_member(draft: Draft, identity: str) -> None:
    blind = seals().blind(identity)
    if any(p.blind is not None and bytes(p.blind) == blind for p in members_of(draft.household).values()):
        raise UnableToRecordEvent(
            Label("本户已有此证件号码的成员", "a member of this household has this identity number already"),
            Label("请核对号码", "look at the number"),
            "identity",
        )


@transaction.atomic
def record_return(*, household_id: int, person: str, happening: Happening, actor: Viewer, at: datetime) -> LifeEvent:
    """Somebody who had gone away, or had left the household, is back at home."""
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    found = household.persons.filter(number=person, member=True).first()
    if found is None or (not found.gone and found.state == AT_HOME):
        raise UnableToRecordEvent(
            Label("此人没有离开过本户", "this person has not been away from the household"),
            Label("请从离开的人中选", "choose from those who have gone"),
            "person",
        )
    home = Moves.until(localdate(at), Extent(household.county)).place_of(household.number, person)
    if home != (household.number, person):
        raise UnableToRecordEvent(
            Label(f"此人现在登记在户 {home[0]}", f"this person now belongs to household {home[0]}"),
            Label("请在那一户登记", "record it there"),
            "person",
        )
    draft = Draft(LifeEventKind.RETURN, household, under, named=[person])
    _bring_back(draft, found)
    return draft.record()


def _bring_back(draft: Draft, person: Person) -> None:
    if person.state == "死亡":
        raise UnableToRecordEvent(
            Label("此人已登记死亡", "this person is recorded as dead"),
            Label("登记有误的，请撤销死亡事件", "where that was wrong, take the death back"),
            "person",
        )
    draft.tell(person.number, {"person_state": AT_HOME})
    if person.gone:
        draft.join(draft.household.number, person.number)
        draft.resize(draft.household, 1)
