"""What somebody says in person becomes an observation: in a sheet of its own, under the standing source of its kind in the county."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from diguan.domain.registry.models import Identifiers, LifeEvent, Load, Observation, Sheet, Source
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.domain.sealing import about, seals
from diguan.engine.catalogue.model import Scalar
from diguan.engine.documents import Label
from diguan.engine.verdicts import Grade, Subject

BY_HAND = Label("登记册记录", "recorded in the registry")
KINDS = {Grade.DECLARED: "export", Grade.SEEN: "visit"}  # the kind of source decides rank and grade


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a fact is known: said (DECLARED), on a department's list (ROSTER, with its name), seen (SEEN); `note`: by which paper."""

    grade: Grade
    note: str
    department: str = ""

    @property
    def kind(self) -> str:
        """Kind of source."""
        return f"roster:{self.department}" if self.grade is Grade.ROSTER else KINDS[self.grade]


@dataclass(frozen=True, slots=True)
class Said:
    """Facts of one household, or of one person in it, as of a day; `identifiers`: names and numbers, which are sealed apart."""

    household: str
    region_code: str
    facts: Mapping[str, Scalar]
    observed_on: date
    evidence: Evidence
    person: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)


def store_said(said: Said, actor: int, at: datetime, event: LifeEvent | None = None) -> Observation:
    """Store what was said, recorded with an event or by itself. The caller has checked the values."""
    subject = Subject.HOUSEHOLD if said.person is None else Subject.PERSON
    keys = ["household_id", "region_code", *(["person_id"] if said.person is not None else []), "data_on"]
    sheet = Sheet.objects.create(
        source=_source(said, actor, at),
        ordinal=0,
        subject=str(subject),
        columns=[*keys, *said.facts, *said.identifiers],
        file=BY_HAND.zh,
        name="",
        rows=1,
        recorded_by=actor,
        recorded_at=at,
        evidence=said.evidence.note.strip(),
        event=event,
    )
    observation = Observation.objects.create(
        id=(sheet.pk << ROW_BITS) + 1,
        sheet=sheet,
        household_number=said.household,
        person_number=said.person,
        place=said.region_code,
        region_code=said.region_code,
        data_on=said.observed_on,
        facts=dict(said.facts),
    )
    if said.identifiers:
        _seal(observation, said.identifiers)
    return observation


def _seal(observation: Observation, identifiers: Mapping[str, str]) -> None:
    keys, identity = seals(), identifiers.get("identity")
    plain = json.dumps(dict(identifiers), ensure_ascii=False).encode()
    Identifiers.objects.create(
        observation=observation,
        blind=None if identity is None else keys.blind(identity),
        key_id=keys.current,
        sealed=keys.seal(plain, about(observation.pk)),
    )


def _source(said: Said, actor: int, at: datetime) -> Source:
    """The standing source of a kind of evidence in a county: a snapshot tells only so many sources apart."""
    county, kind = said.region_code[:6].ljust(12, "0"), said.evidence.kind
    known = Source.objects.filter(by_hand=True, kind=kind, load__region_code=county).order_by("id").first()
    if known is not None:
        return known
    load = Load.objects.create(fingerprint="", region_code=county, as_of=localdate(at), actor=actor, at=at)
    return Source.objects.create(
        load=load, kind=kind, label=BY_HAND.zh, sha256="", reading="", data_on=None, by_hand=True
    )
