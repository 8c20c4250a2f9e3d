"""Kin across households: recorded, ended, or called a mistake. It says who could support whom."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.registry.actions.events.circumstances import UnableToRecordEvent
from diguan.domain.registry.actions.events.draft import refold
from diguan.domain.registry.choices import KinKind
from diguan.domain.registry.models import KinLink, Person
from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label

TURNED = {KinKind.CHILD: KinKind.PARENT, KinKind.PARENT: KinKind.CHILD}


@dataclass(frozen=True, slots=True)
class Tie:
    """The person is `kind` of the other, on what evidence. `since_on`: None where it was always so."""

    person_id: int
    other_id: int
    kind: KinKind
    evidence: str
    since_on: date | None = None


@transaction.atomic
def link_kin(*, tie: Tie, catalogue: Catalogue, actor: Viewer, at: datetime) -> KinLink:
    """Record that a person of one household is kin of a person of another; the actor may record events at the first and see the second."""
    person = _person(tie.person_id, actor, Act.RECORD_EVENT, "person")
    other = _person(tie.other_id, actor, Act.SEE, "other")
    if person.household_id == other.household_id or person.household.county != other.household.county:
        raise UnableToRecordEvent(
            Label("亲属要在同一旗县的另一户", "kin must be in another household of the county"),
            Label("同户成员的关系记在“与户主关系”", "within a household record the relation to the head"),
            "other",
        )
    if not tie.evidence.strip():
        raise UnableToRecordEvent(
            Label("没有写依据", "no evidence was named"),
            Label("写明看到的证件，或谁说的", "say which paper, or who said so"),
            "evidence",
        )
    known = KinLink.objects.filter(person=person, other=other, kind=tie.kind, ended_on__isnull=True)
    turned = KinLink.objects.filter(
        person=other, other=person, kind=TURNED.get(tie.kind, tie.kind), ended_on__isnull=True
    )
    if known.exists() or turned.exists():
        raise UnableToRecordEvent(
            Label("已有这条亲属关系", "this is recorded already"),
            Label("请看本户的亲属", "look at the kin of the household"),
            "other",
        )
    link = KinLink.objects.create(
        person=person,
        other=other,
        kind=str(tie.kind),
        since_on=tie.since_on,
        evidence=tie.evidence.strip(),
        actor=actor.account_id,
        at=at,
    )
    _follow("link_kin", link, catalogue, actor, at)
    return link


@transaction.atomic
def end_kin(*, link_id: int, ended_on: date | None, catalogue: Catalogue, actor: Viewer, at: datetime) -> KinLink:
    """Kin ends on a day; without a day it never was. The record stays."""
    found = KinLink.objects.filter(pk=link_id, ended_on__isnull=True).select_related("person", "other").first()
    if found is None or not any(actor.may(Act.RECORD_EVENT, p.region_code) for p in (found.person, found.other)):
        raise UnableToRecordEvent(
            Label("没有这条亲属关系，或已结束", "there is no such kin, or it has ended"),
            Label("请看本户的亲属", "look at the kin of the household"),
        )
    found.mistaken, found.ended_on = ended_on is None, ended_on or localdate(at)
    found.save(update_fields=["mistaken", "ended_on"])
    _follow("end_kin", found, catalogue, actor, at)
    return found


def _person(person_id: int, actor: Viewer, act: Act, field: str) -> Person:
    people = Person.objects.filter(pk=person_id, gone=False, household__gone=False).select_related("household")
    found = scoped(people, actor, act).first()
    if found is None:
        raise UnableToRecordEvent(
            Label("没有这个人，或不在您的范围内", "there is no such person, or it lies outside your region"),
            Label("请从查找结果中选", "choose from what was found"),
            field,
        )
    return found


def _follow(action: str, link: KinLink, catalogue: Catalogue, actor: Viewer, at: datetime) -> None:
    refold([link.person.household, link.other.household], catalogue, localdate(at))
    append_audit(
        actor=actor.account_id,
        action=action,
        subject="household",
        subject_id=str(link.person.household_id),
        region_code=link.person.region_code,
        detail={"link": link.pk, "kind": link.kind, "other": str(link.other.household_id), "mistaken": link.mistaken},
        at=at,
    )
