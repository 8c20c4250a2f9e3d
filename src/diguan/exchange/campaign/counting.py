"""Households by village, township and as a whole; visitors with their days and villages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from diguan.exchange.campaign.model import Home, HomeState, Outcome, Tally, Visit, VisitorTally

Area = tuple[str, ...]


def by_area(states: Sequence[HomeState], levels: Sequence[str]) -> Mapping[Area, Tally]:
    """Tallies by the names of some levels (county, township, village), in the order of the round."""
    found: dict[Area, Tally] = {}
    for state in states:
        area = tuple(str(getattr(state.home, level)) for level in levels)
        found.setdefault(area, Tally()).add(state)
    return found


def by_visitor(visits: Sequence[Visit], homes: Mapping[str, Home]) -> Sequence[VisitorTally]:
    """Everybody who went, by name."""
    found: dict[str, VisitorTally] = {}
    a_day: Counter[tuple[str, date]] = Counter()
    for visit in visits:
        if not visit.counts or visit.outcome not in (Outcome.MET, Outcome.NOT_MET):
            continue
        for name in visit.visitors:
            tally = found.setdefault(name, VisitorTally(name))
            (tally.seen if visit.outcome is Outcome.MET else tally.not_met).add(visit.household_id)
            tally.villages.add(homes[visit.household_id].village)
            if visit.on:
                tally.days.add(visit.on)
                a_day[name, visit.on] += 1
    for (name, _), count in a_day.items():
        found[name].most_in_a_day = max(found[name].most_in_a_day, count)
    return [found[name] for name in sorted(found)]
