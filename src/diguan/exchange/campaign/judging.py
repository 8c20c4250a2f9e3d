"""Which visits count for the campaign, and what cannot be as it was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from diguan.exchange.campaign.model import Days, Home, HomeState, Odd, Oddity, Outcome, Reason, Visit
from diguan.exchange.campaign.records import odd

ELSEWHERE = (Reason.MOVED, Reason.WRONG)


def weigh_days(visits: Sequence[Visit], homes: Mapping[str, Home], days: Days) -> tuple[list[Visit], list[Odd]]:
    """Visits with whether they count: of a household of the round, on a day of the campaign and not after today."""
    kept, found = [], []
    for visit in visits:
        why = _out(visit, homes, days)
        if why is None:
            kept.append(visit)
            continue
        on = visit.on.isoformat() if visit.on else ""
        span = f"{days.first or '…'} – {days.last or '…'}"
        found.append(odd(why, [visit], on=on, today=days.today.isoformat(), days=span))
        kept.append(replace(visit, counts=False))
    return kept, found


def _out(visit: Visit, homes: Mapping[str, Home], days: Days) -> Oddity | None:
    """Why a visit does not count; None when it does."""
    if visit.household_id not in homes:
        return Oddity.UNKNOWN_HOUSEHOLD
    if visit.on is not None and visit.on > days.today:
        return Oddity.AFTER_TODAY
    if visit.on is not None and not _within(visit.on, days):
        return Oddity.OUTSIDE_DAYS
    return Oddity.NO_DAY if visit.on is None and visit.outcome in (Outcome.MET, Outcome.NOT_MET) else None


def _within(on: date, days: Days) -> bool:
    return (days.first is None or days.first <= on) and (days.last is None or on <= days.last)


def contradicting(visits: Sequence[Visit]) -> Iterator[Odd]:
    """Households of which two rows say different things.

    On one day somebody was met and not met, or was visited and not; or people were met although they are said to be away for long or
    not to be found. Two visits on two days, the first in vain, contradict nothing.
    """
    by_home: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.counts and visit.outcome is not Outcome.UNCLEAR:
            by_home.setdefault(visit.household_id, []).append(visit)
    for own in by_home.values():
        against = [v for n, v in enumerate(own) if any(_contradict(v, w) for m, w in enumerate(own) if m != n)]
        if against:
            yield odd(Oddity.CONTRADICTING, against)


def _contradict(one: Visit, other: Visit) -> bool:
    if one.outcome is other.outcome:
        return False
    met = Outcome.MET in (one.outcome, other.outcome)
    elsewhere = one.reason in ELSEWHERE or other.reason in ELSEWHERE
    return one.on == other.on or None in (one.on, other.on) or (met and elsewhere)


def too_many(visits: Sequence[Visit], homes: Mapping[str, Home], days: Days) -> Iterator[Odd]:
    """Visitors with more visits on one day than can be made in two villages."""
    by_day: dict[tuple[str, date], list[Visit]] = {}
    for visit in visits:
        if visit.counts and visit.on and visit.outcome in (Outcome.MET, Outcome.NOT_MET):
            for name in visit.visitors:
                by_day.setdefault((name, visit.on), []).append(visit)
    for (name, on), own in sorted(by_day.items()):
        villages = sorted({homes[v.household_id].village for v in own})
        count = len({v.household_id for v in own})
        if len(villages) > 1 and count > days.most_visits:
            said = {"visitor": name, "on": on.isoformat(), "count": count, "villages": "、".join(villages)}
            found = odd(Oddity.TOO_MANY, own, **said, most=days.most_visits)
            yield replace(found, household_id="", visitors=(name,))


def states_of(homes: Mapping[str, Home], visits: Sequence[Visit]) -> list[HomeState]:
    """What became of each household, in the order of the round: the weightiest of its visits that count, the latest of these."""
    weight = {outcome: place for place, outcome in enumerate(Outcome)}
    by_home: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.counts:
            by_home.setdefault(visit.household_id, []).append(visit)
    found = []
    for home in homes.values():
        own = by_home.get(home.household_id, [])
        best = min(own, key=lambda v: (weight[v.outcome], -(v.on or date.min).toordinal()), default=None)
        went = [v for v in own if v.outcome in (Outcome.MET, Outcome.NOT_MET)]
        found.append(HomeState(home, best, len(went)))
    return found
