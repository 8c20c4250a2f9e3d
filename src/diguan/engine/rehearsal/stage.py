"""The facts of a case as a household to judge: what the case says, and what is presumed where it says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.backends.facts import HouseholdFacts, Record
from diguan.engine.catalogue import Catalogue
from diguan.engine.catalogue.facts import Fact
from diguan.engine.expressions import bind
from diguan.engine.expressions.binder import Bound
from diguan.engine.standards import Case, Indicator, IndicatorRules, Pack, ParameterValue
from diguan.engine.verdicts import Subject, Verdict

NO_FACTS: Mapping[str, Fact | None] = {}


@dataclass(frozen=True, slots=True)
class Scene:
    """One case of one indicator, ready to be played: its rules bound to its day and values, its facts complete."""

    indicator: Indicator
    case: Case
    when: Bound | None
    met: Bound
    facts: HouseholdFacts

    @property
    def member(self) -> int | None:
        """Index of the person who is judged."""
        return 0 if self.indicator.subject is Subject.PERSON else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one back end made of a scene."""

    scene: Scene
    back_end: str
    got: Verdict


def scene_of(pack: Pack, indicator: Indicator, rules: IndicatorRules, case: Case) -> Scene:
    """A case set up; UnableToBindExpression when a parameter does not fit its rule."""
    when, met = bound_rules(rules, case.as_of, case.parameters)
    return Scene(indicator, case, when, met, facts_of(pack.catalogue, indicator.subject, case))


def bound_rules(
    rules: IndicatorRules, as_of: date, parameters: Mapping[str, ParameterValue]
) -> tuple[Bound | None, Bound]:
    """The rules of an indicator on a day with its parameter values."""
    when = bind(rules.when, as_of, parameters) if rules.when else None
    return when, bind(rules.met, as_of, parameters)


def facts_of(catalogue: Catalogue, subject: Subject, case: Case) -> HouseholdFacts:
    """The household of a case; of a person's case it has that one member."""
    given = case.facts
    members = [given[Subject.PERSON]] if subject is Subject.PERSON else [*(case.members or ())]
    return HouseholdFacts(
        household=_record(catalogue, Subject.HOUSEHOLD, given.get(Subject.HOUSEHOLD, NO_FACTS)),
        members=[_record(catalogue, Subject.PERSON, member) for member in members],
        village=_record(catalogue, Subject.VILLAGE, given.get(Subject.VILLAGE, NO_FACTS)),
        roster_complete=case.roster_complete,
        facility=_record(catalogue, Subject.FACILITY, given.get(Subject.FACILITY, NO_FACTS)),
    )


def _record(catalogue: Catalogue, subject: Subject, given: Mapping[str, Fact | None]) -> Record:
    presumed = {f.name: f.presumed.value for f in catalogue.fields(subject).values() if f.presumed}
    return Record({**presumed, **given})
