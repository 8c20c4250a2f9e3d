"""Recording what somebody saw or heard: a new observation, never a change of an old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.by_hand import Evidence, Said, store_said
from diguan.domain.registry.days import impossible_day
from diguan.domain.registry.models import Household, Observation, Person
from diguan.domain.registry.queries.household import HouseholdFile, household_file, household_of
from diguan.domain.registry.queries.household.found import UnableToFindHousehold
from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.catalogue.model import Scalar
from diguan.engine.documents import Label
from diguan.engine.verdicts import Grade, Subject

__all__ = ["Evidence", "Finding", "UnableToRecord", "checked_value", "record_observation"]
STATED = {
    "status": "status",
    "monitored_kind": "kind",
    "edge_household": "edge",
    "doubtful_household": "doubtful",
}  # fact and column of a list
YEARS = range(1880, 2101)  # as in dates that are read from files, and up to the last day that a workbook counts
EXPECTED_DATE = Label("1880年到2100年间的日期", "a date from 1880 to 2100")
STATED_OF_PERSONS = {"person_state": "state", "relation": "relation", "birth_date": "birth_date"}


class UnableToRecord(UnableToAct):
    """What was given is no fact of the catalogue, or somebody else was faster."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Facts of one household, or of one person in it, as of a day."""

    facts: Mapping[str, Scalar | date]
    observed_on: date
    evidence: Evidence
    person_number: str | None = None


@transaction.atomic
def record_observation(
    *, household_id: int, finding: Finding, expected_version: int, catalogue: Catalogue, actor: Viewer, at: datetime
) -> Observation:
    """Record facts. The household must still be as the actor saw it; a second editor is told so and looks again.

    UnableToFindHousehold outside the actor's region; UnableToRecord when a value is none of its field, or of a later day.
    """
    household = household_of(actor, household_id, Act.OBSERVE)
    if not Household.objects.filter(pk=household.pk, version=expected_version).update(version=expected_version + 1):
        raise UnableToRecord(
            Label("这一户刚被别人改动过", "somebody else has just changed this household"),
            Label(
                "请看过新的内容后再录入，您填的没有存入",
                "look at what is new and record again; nothing of yours was stored",
            ),
        )
    subject = Subject.HOUSEHOLD if finding.person_number is None else Subject.PERSON
    if (
        finding.person_number is not None
        and not Person.objects.filter(household=household, number=finding.person_number, gone=False).exists()
    ):
        raise UnableToFindHousehold
    facts = _checked(finding, catalogue, subject, at)
    _refuse_borrowed_list(finding.evidence, household, actor)
    place = (household.number, household.region_code)
    observation = store_said(
        Said(*place, facts, finding.observed_on, finding.evidence, finding.person_number), actor.account_id, at
    )
    household.refresh_from_db()
    _show(household, household_file(household, catalogue, localdate(at)))
    append_audit(
        actor=actor.account_id,
        action="record_observation",
        subject="household",
        subject_id=str(household.pk),
        region_code=household.region_code,
        detail={
            "observation": observation.pk,
            "fields": ", ".join(sorted(facts)),
            "grade": int(finding.evidence.grade),
        },
        at=at,
    )
    return observation


def _checked(finding: Finding, catalogue: Catalogue, subject: Subject, at: datetime) -> dict[str, Scalar]:
    if not finding.facts:
        raise UnableToRecord(
            Label("没有填任何内容", "nothing was given"), Label("至少填一项", "give at least one fact")
        )
    if not finding.evidence.note.strip():
        raise UnableToRecord(
            Label("没有写依据", "no evidence was named"),
            Label("写明看到的证件、照片或谁说的", "say which paper or photo, or who said so"),
            "evidence",
        )
    if impossible := impossible_day(finding.observed_on, localdate(at)):
        raise UnableToRecord(
            impossible,
            Label("填看到或听说的那一天", "give the day on which it was seen or said"),
            "observed_on",
        )
    fields = catalogue.fields(subject)
    return {name: checked_value(fields.get(name), name, value) for name, value in finding.facts.items()}


def _refuse_borrowed_list(evidence: Evidence, household: Household, actor: Viewer) -> None:
    """What stands on a department's list is recorded by that department, or by whoever takes its lists in; nobody else speaks for it."""
    own = evidence.department in actor.departments_at(household.region_code)
    if evidence.grade is Grade.ROSTER and not own and not actor.may(Act.IMPORT, household.region_code):
        raise UnableToRecord(
            Label("部门名册上的事实不由您记录", "what stands on a department's list is not yours to record"),
            Label(
                "由该部门，或由导入名册的乡镇、旗县记录；您看到的记为“见到”",
                "the department does, or the township or county that imports its list; what you saw you record as seen",
            ),
            "grade",
        )


def checked_value(about: Field | None, name: str, value: Scalar | date) -> Scalar:
    """A value as the JSON keeps it; UnableToRecord when it is none of its field."""
    if about is None or about.derived or about.type is FieldType.IDENTIFIER:
        raise UnableToRecord(
            Label(f"“{name}”不是可以录入的指标项", f"'{name}' is no fact that can be recorded"),
            Label("请从列表中选", "choose from the list"),
            name,
        )
    expected = _unfit(about, value)
    if expected is not None:
        raise UnableToRecord(
            Label(f"{about.label.zh}的值“{value}”不能使用", f"{about.label.en}: '{value}' cannot be used"),
            Label(f"应为{expected.zh}", f"expected {expected.en}"),
            name,
        )
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if about.type is FieldType.NUMBER else value


def _unfit(about: Field, value: Scalar | date) -> Label | None:
    """What was expected instead, None when the value fits its field."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if about.type is FieldType.BOOLEAN:
        return None if isinstance(value, bool) else Label("是或否", "yes or no")
    if about.type is FieldType.DATE:
        return None if isinstance(value, date) and value.year in YEARS else EXPECTED_DATE
    if about.type is FieldType.CODE:
        codes = [code for code in about.codes if code == value]
        return None if codes else Label("、".join(about.codes), ", ".join(about.codes))
    if about.type is FieldType.TEXT:
        return None if isinstance(value, str) and value.strip() else Label("文字", "a text")
    if not (whole or (about.type is FieldType.NUMBER and isinstance(value, float))):
        return Label("数字", "a number") if about.type is FieldType.NUMBER else Label("整数", "a whole number")
    assert isinstance(value, int | float)  # noqa: S101 - a number by now
    low, high = about.range or (float("-inf"), float("inf"))
    return None if isfinite(value) and low <= value <= high else Label(f"{low:g}到{high:g}", f"{low:g} to {high:g}")


def _show(household: Household, file: HouseholdFile) -> None:
    """Bring the columns of lists up to the fold; what is computed over many households stays as the last pass left it."""
    for name, column in STATED.items():
        value = file.facts[name].value
        setattr(household, column, bool(value) if column in ("edge", "doubtful") else value)
    household.digest = None  # no longer what the last pass wrote
    household.save(update_fields=[*STATED.values(), "digest"])
    for member in file.members:
        person = member.person
        for name, column in STATED_OF_PERSONS.items():
            setattr(person, column, member.facts[name].value)
        person.digest = None
        person.save(update_fields=[*STATED_OF_PERSONS.values(), "digest"])
