"""The visit list of a region: households whose unknown verdicts a visit can decide, most pressing first, within a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from diguan.engine.backends.closures import truth
from diguan.engine.catalogue import FieldType
from diguan.engine.documents import Label
from diguan.engine.screening.casefiles import CaseFile, CaseFiles
from diguan.engine.snapshot.database import quoted, run
from diguan.engine.snapshot.relations import Cut
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.asking import Asker
from diguan.engine.visiting.expiring import Expiry
from diguan.engine.visiting.model import Effort, HouseholdVisit, Member, Saved, VisitList
from diguan.engine.visiting.open_verdicts import judged
from diguan.engine.visiting.opening import OpenRound
from diguan.engine.visiting.pace import Pace
from diguan.engine.visiting.recomputing import computable

CHOSEN = "households_to_visit"
ID_LENGTH = 12


class UnableToPlanVisits(Exception):
    """There is nobody to visit, or no visit fits in the time."""

    def __init__(self, message: Label, hint: Label) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message.zh}；{hint.zh}\n{message.en}; {hint.en}")


def plan_visits(opened: OpenRound, region: str, pace: Pace, limit: float | None = None) -> VisitList:
    """The visit list of a region (a code; all below it belong). `limit`: minutes in all, None: as many as it takes.

    UnableToPlanVisits when the round has no household there or the time is too short for any.
    """
    run(
        opened.connection,
        f"CREATE OR REPLACE TEMP TABLE {quoted(CHOSEN)} AS SELECT household_id FROM households "
        f"WHERE {Cut.of(region).condition('region_code')}",
    )
    cases = CaseFiles(opened.snapshot).read(CHOSEN)
    if not cases:
        raise _nobody(opened, region)
    regions = dict(run(opened.connection, "SELECT household_id, region_code FROM households"))
    planner = _Planner(opened, pace)
    found = [v for home, case in cases.items() if (v := planner.visit(case, regions[home])) is not None]
    ordered = sorted(found, key=planner.urgency)
    asked = [v for v in ordered if v.questions]
    visits, later = within(asked, limit)
    if asked and not visits:
        raise _too_short(asked, limit)
    effort = sum((planner.effort(cases[v.household_id]) for v in visits), Effort())
    return VisitList(
        id=_id(opened, region, limit),
        as_of=opened.snapshot.as_of,
        region=region,
        visits=visits,
        later=later,
        decided=len(cases) - len(found),
        closed=[v for v in ordered if not v.questions],
        saved=_saved(opened, visits),
        effort=effort,
        limit=limit,
        indicator_labels={i.id: i.label for i in opened.ruling.pack.indicators.values()},
        focus_labels={g.id: g.label for g in opened.ruling.pack.focus_groups},
    )


def within(visits: Sequence[HouseholdVisit], limit: float | None) -> tuple[list[HouseholdVisit], list[HouseholdVisit]]:
    """Households in order as long as there is time; one that no longer fits makes room for a later one that does."""
    chosen: list[HouseholdVisit] = []
    later: list[HouseholdVisit] = []
    left = float("inf") if limit is None else limit
    for visit in visits:
        if visit.minutes <= left:
            chosen.append(visit)
            left -= visit.minutes
        else:
            later.append(visit)
    return chosen, later


@dataclass(slots=True)
class _Planner:
    opened: OpenRound
    pace: Pace
    asker: Asker = field(init=False)
    expiry: Expiry = field(init=False)

    def __post_init__(self) -> None:
        snapshot, bound = self.opened.snapshot, self.opened.ruling.bound
        sources = {s.source_id: s for s in snapshot.sources}
        self.expiry = Expiry(bound.pack.catalogue, sources, snapshot.as_of)
        self.asker = Asker(bound, sources, computable(snapshot, bound.pack.catalogue))

    def visit(self, case: CaseFile, region: str | None) -> HouseholdVisit | None:
        """The visit of a household; None when no fact can change a verdict on it, and none that decides has run out."""
        found = judged(self.opened.ruling.bound, case.facts)
        renewed = self.expiry.without(case)
        again = found if renewed is case else judged(self.opened.ruling.bound, renewed.facts)
        if not again.opened:
            return None
        answerable = self.asker.ask(again.opened, renewed, measured=False)
        return HouseholdVisit(
            household_id=case.household.id,
            region_code=region,
            focus=self._focus(case),
            unmet=found.unmet,
            unknown=len(found.unknown),
            members=tuple(_member(case, n) for n in range(len(case.members))),
            questions=answerable.questions,
            unasked=answerable.unasked,
            minutes=self.pace.minutes(answerable.questions),
        )

    def effort(self, case: CaseFile) -> Effort:
        """First questions of a household by the greedy choice and by the exact minimum."""
        renewed = self.expiry.without(case)
        found = judged(self.opened.ruling.bound, renewed.facts)
        return self.asker.ask(found.opened, renewed, measured=True).effort

    def _focus(self, case: CaseFile) -> str | None:
        """The first focus group that is known to be true of the household."""
        groups = self.opened.ruling.bound.focus_groups
        return next((g for g, condition in groups.items() if truth(condition)(case.facts) > 0), None)

    def urgency(self, visit: HouseholdVisit) -> tuple[int, int, int, str, str]:
        """Focus groups in their order, then the most unmet, then the most unknown, then by place."""
        groups = list(self.opened.ruling.bound.focus_groups)
        rank = len(groups) if visit.focus is None else groups.index(visit.focus)
        return (rank, -visit.unmet, -visit.unknown, visit.region_code or "", visit.household_id)


def _member(case: CaseFile, number: int) -> Member:
    told = case.members[number]
    relation, born = told.record.values.get("relation"), told.record.values.get("birth_date")
    return Member(told.id, told.position, relation, born)  # type: ignore[arg-type]  # text and date by the catalogue


def _saved(opened: OpenRound, visits: Iterable[HouseholdVisit]) -> Saved:
    """What was asked, and what the two forms would ask of the same households and persons."""
    catalogue, judged_facts = opened.ruling.pack.catalogue, opened.ruling.judged
    whole = {
        s: [f for f in catalogue.fields(s).values() if not f.derived and f.type is not FieldType.IDENTIFIER]
        for s in (Subject.HOUSEHOLD, Subject.PERSON)
    }
    read = {s: [f for f in fields if (s, f.name) in judged_facts] for s, fields in whole.items()}
    asked = first = full = standard = 0
    for visit in visits:
        asked += len(visit.questions)
        first += sum(q.first for q in visit.questions)
        full += len(whole[Subject.HOUSEHOLD]) + len(whole[Subject.PERSON]) * len(visit.members)
        standard += len(read[Subject.HOUSEHOLD]) + len(read[Subject.PERSON]) * len(visit.members)
    return Saved(asked, first, full, standard)


def _id(opened: OpenRound, region: str, limit: float | None) -> str:
    """The same round, region and time give the same list and the same number."""
    said = f"{opened.record.seal}|{region}|{limit}"
    return sha256(said.encode()).hexdigest()[:ID_LENGTH]


def _nobody(opened: OpenRound, region: str) -> UnableToPlanVisits:
    rows = run(
        opened.connection,
        "SELECT region_code FROM households WHERE region_code IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 5",
    )
    shown = ", ".join(row[0] for row in rows) or "?"
    return UnableToPlanVisits(
        Label(f"本轮在区划 {region} 没有农户", f"the round has no household in the region {region}"),
        Label(f"请给出本轮中的村，如 {shown}", f"give a village of the round, such as {shown}"),
    )


def _too_short(visits: Sequence[HouseholdVisit], limit: float | None) -> UnableToPlanVisits:
    least = min(v.minutes for v in visits)
    return UnableToPlanVisits(
        Label(f"{limit:g} 分钟一户也走不完", f"no visit fits in {limit:g} minutes"),
        Label(
            f"最短的一户要 {least:g} 分钟，请放宽 --limit", f"the shortest takes {least:g} minutes; give --limit more"
        ),
    )
