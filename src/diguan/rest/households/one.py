"""One household for one viewer, put together as the page does it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diguan.domain.accounts.permissions import Sensitivity, Viewer
from diguan.domain.fieldwork.queries.visiting import live_items_of
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import HouseholdFile, household_file
from diguan.domain.registry.queries.household.known import KnownRows
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import Chosen, default_standard, pack_of
from diguan.domain.screening.queries import HouseholdStanding, standings_of
from diguan.domain.screening.verdicts import Opinion, Opinions, confirmed_in, opinions_on
from diguan.engine.documents import Label
from diguan.engine.screening.explain_sources import person_label
from diguan.engine.snapshot.listing import BASE
from diguan.engine.snapshot.wording import GRADES
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from diguan.rest.frame.clock import today
from diguan.rest.frame.problems import INVALID, Fault, Refused
from diguan.rest.frame.values import Place, Text
from diguan.rest.households.finding import known_standard, status_of
from diguan.rest.households.shapes import (
    Fact,
    HouseholdOne,
    Identifier,
    Member,
    Otherwise,
    Question,
    Reason,
    Verdict,
)
from diguan.rest.items.shapes import item_row

EVERY = Shown(frozenset(Sensitivity))
Identifiers = Mapping[str, Mapping[str, str]]


def chosen_by(standings: list[HouseholdStanding], standard: str = "", as_of: date | None = None) -> Chosen:
    """What was asked for, else today and the standard that fits. A day to come is refused."""
    day = as_of or today()
    if day > today():
        message = Label("这一天还没有到", "this day is yet to come")
        raise Refused(INVALID, message, errors=[Fault("query.as_of", message, value=day.isoformat())])
    judged_by = standings[0].round.standard if standings else None
    return Chosen(pack_of(known_standard(standard) if standard else default_standard(today(), judged_by)), day)


def household_one(
    household: Household, shown: Shown, chosen: Chosen | None = None, identifiers: Identifiers | None = None
) -> HouseholdOne:
    """Everything of a household, masked as `shown` says."""
    standings = standings_of(household.county, household.number)
    chosen = chosen or chosen_by(standings)
    catalogue, earlier = chosen.pack.catalogue, chosen.as_of < today()
    file = household_file(household, catalogue, chosen.as_of, as_it_was=earlier)
    rows = KnownRows(file, catalogue, shown)
    status = file.facts["status"].value
    return HouseholdOne(
        id=household.pk,
        version=household.version,
        number=household.number,
        place=Place.of(household.region_code),
        name=shown.name(household.head_name),
        status=status_of(None if status is None else str(status)),
        size=sum(member.person.member for member in file.members) if earlier else household.size,
        standard=chosen.pack.id,
        as_of=chosen.as_of,
        in_force=chosen.in_force,
        facts=[fact_of(row) for row in rows.household()],
        members=[member_of(row, identifiers, chosen.pack) for row in rows.members()],
        items=[item_row(item, today()) for item in live_items_of(household).select_related("owner_post")],
        revealed=identifiers is not None,
        **_judged(file, chosen, standings, shown),
    )


def members_of(viewer: Viewer, household: Household) -> list[Member]:
    """The people of a household today."""
    shown = Shown.to(viewer, household.region_code)
    chosen = chosen_by(standings_of(household.county, household.number))
    file = household_file(household, chosen.pack.catalogue, chosen.as_of)
    return [member_of(row, None, chosen.pack) for row in KnownRows(file, chosen.pack.catalogue, shown).members()]


def _judged(file: HouseholdFile, chosen: Chosen, standings: list[HouseholdStanding], shown: Shown) -> dict[str, Any]:
    if not chosen.in_force:
        return {"verdicts": [], "questions": []}
    pack = chosen.pack
    confirmed = next((confirmed_in(s.round) for s in standings if s.round.standard == pack.id), [])
    hide = shown.hidden(pack.catalogue)
    opinions = opinions_on(file, pack, chosen.as_of, confirmed=confirmed, hide=hide)
    numbers = {member.person.number: member.person.pk for member in file.members}
    return {
        "verdicts": [_verdict(each) for each in opinions.opinions],
        "questions": _questions(opinions, pack, numbers),
    }


def _verdict(opinion: Opinion) -> Verdict:
    return Verdict(
        indicator=opinion.indicator.id,
        label=Text.of(opinion.indicator.label),
        verdict=None if opinion.verdict is None else opinion.verdict.name.lower(),
        grade=Text.of(GRADES[opinion.grade]) if opinion.grade else None,
        reasons=[Reason(who=Text.maybe(reason.who), text=Text.of(reason.text)) for reason in opinion.reasons],
        cited=Text.of(opinion.cited),
    )


def _questions(opinions: Opinions, pack: Pack, numbers: Mapping[str, int]) -> list[Question]:
    people = {told.id: person_label(told, pack.catalogue) for told in opinions.case.members}
    return [
        Question(
            fact=question.field.name,
            text=Text.of(question.field.question or question.field.label),
            person=numbers.get(question.person_id or ""),
            who=Text.maybe(people.get(question.person_id or "")),
            decides=list(question.indicators),
            first=question.first,
        )
        for question in sorted(opinions.asked.questions, key=lambda q: not q.first)
    ]


def fact_of(row: Mapping[str, Any]) -> Fact:
    """A row of what is known."""
    return Fact(
        field=row["field"].name,
        label=Text.of(row["field"].label),
        value=Text.maybe(row["value"]),
        state=row["state"],
        source=row["source"],
        presumed=row["presumed"],
        day=row["day"],
        loaded=row["loaded"],
        grade=Text.maybe(row["grade"]),
        evidence=row["evidence"],
        otherwise=[Otherwise(value=Text.of(each["value"]), source=each["source"]) for each in row["otherwise"]],
    )


def member_of(row: Mapping[str, Any], identifiers: Identifiers | None, pack: Pack) -> Member:
    """A member with what is known of them."""
    person, fields = row["person"], pack.catalogue.fields(Subject.PERSON)
    own = (identifiers or {}).get(person.number.removeprefix(BASE), {})
    return Member(
        id=person.pk,
        number=person.number,
        member=person.member,
        name=row["name"],
        relation=Text.maybe(row["relation"]),
        birth=Text.maybe(row["birth"]),
        state=Text.maybe(row["state"]),
        facts=[fact_of(each) for each in row["facts"]],
        identifiers=[Identifier(label=Text.of(fields[n].label), value=v) for n, v in own.items() if n in fields],
    )
