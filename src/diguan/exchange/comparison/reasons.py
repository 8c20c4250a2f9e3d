"""Why a verdict is another: facts with value, source, day and grade before and after, members, standard, day; in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from diguan.engine.catalogue import Field
from diguan.engine.comparison import Side
from diguan.engine.comparison.compare import Step
from diguan.engine.comparison.evidence import ROSTER
from diguan.engine.comparison.shared import DAY, STANDARD
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.wording import HIDDEN, field_value, plain_value, value_of_text
from diguan.engine.verdicts import Subject
from diguan.exchange.comparison.model import StepFigures
from diguan.exchange.comparison.rows import DifferenceRow, FactRow
from diguan.locale import Language, texts

PRESUMED = 0


@dataclass(frozen=True, slots=True)
class Reasons:
    """Says reasons of one step. `masked`: values of health facts are hidden."""

    step: Step
    figures: StepFigures
    language: Language
    masked: bool
    sources: Mapping[str, Mapping[int, str]] = field(init=False)
    standards: Mapping[str, str] = field(init=False)
    hidden: frozenset[Fact] = field(init=False)

    def __post_init__(self) -> None:
        sides = {"before": self.step.before, "after": self.step.after}
        object.__setattr__(self, "sources", {name: self._sources(side) for name, side in sides.items()})
        object.__setattr__(self, "standards", {line.id: self._standard(line.id) for line in self.figures.standards})
        hide = frozenset(f for side in sides.values() for f in side.judged[1].hide)
        object.__setattr__(self, "hidden", hide if self.masked else frozenset())

    def say(self, key: str, **values: object) -> str:
        """A text of the comparison."""
        return texts("comparison").say(key, self.language, **values)

    def of(self, row: DifferenceRow) -> str:
        """The reason of a difference."""
        if row.presence != "both":
            other = self.say("why.other_household", household=row.other_household) if row.other_household else ""
            return self.say(f"why.{row.presence}") + other
        factors = row.factors or 0
        parts = [*self._facts(row), *self._members(row)]
        if factors & STANDARD:
            parts.append(self.standards.get(row.indicator) or self.say("why.standard"))
        if factors & DAY:
            parts.append(self.say("why.day", before=self.figures.before.as_of, after=self.figures.after.as_of))
        whole = self.say("why.between").join(parts)
        return self.say("why.together", parts=whole) if row.together else whole

    def _facts(self, row: DifferenceRow) -> Iterator[str]:
        for fact in row.facts:
            if fact.field == ROSTER:
                yield self.say(f"why.roster_{fact.after}")
            else:
                yield self.say("why.fact", about=self._about(row, fact), field=self._label(fact), **self._values(fact))

    def _about(self, row: DifferenceRow, fact: FactRow) -> str:
        """Whose fact it is, where that is not whom the verdict is about."""
        if fact.about == row.subject:
            return ""
        return self.say(f"why.about_{fact.about}", id=fact.about_id or "")

    def _field(self, fact: FactRow) -> Field | None:
        for side in (self.step.after, self.step.before):
            found = side.judged[1].pack.catalogue.fields(Subject(fact.about)).get(fact.field)
            if found:
                return found
        return None

    def _label(self, fact: FactRow) -> str:
        known = self._field(fact)
        return known.label[self.language] if known else fact.field

    def _values(self, fact: FactRow) -> dict[str, str]:
        known = self._field(fact)
        hide = (Subject(fact.about), fact.field) in self.hidden
        return {
            when: self._value(known, getattr(fact, when), hide=hide, state=getattr(fact, f"{when}_state"))
            + self._source(when, getattr(fact, f"{when}_source"))
            for when in ("before", "after")
        }

    def _value(self, known: Field | None, value: str | None, *, hide: bool, state: str | None) -> str:
        if value is None:
            return self.say(f"why.state_{state}" if state in ("conflict", "damaged") else "why.no_value")
        if hide:
            return HIDDEN[self.language]
        said = field_value(known, value_of_text(known, value)) if known else plain_value(value)
        return said[self.language]

    def _source(self, when: str, source: int | None) -> str:
        return "" if source is None else self.say("why.source", source=self.sources[when].get(source, ""))

    def _sources(self, side: Side) -> dict[int, str]:
        """What each source is called: file, day of its facts, grade."""
        found = {PRESUMED: self.say("why.presumed")}
        for source in side.judged[0].sources:
            day = source.data_on.isoformat() if source.data_on else self.say("why.undated")
            grade = texts("words").say(f"grade.{side.facts.grades[source.source_id].name.lower()}", self.language)
            found[source.source_id] = self.say("why.source_parts", label=source.label, day=day, grade=grade)
        return found

    def _members(self, row: DifferenceRow) -> Iterator[str]:
        for movement in ("entered", "left"):
            persons = [person for person, moved in row.members if moved == movement]
            if persons:
                yield self.say(f"why.members_{movement}", persons=self.say("why.comma").join(persons))

    def _standard(self, indicator: str) -> str:
        line = next(each for each in self.figures.standards if each.id == indicator)
        parts = [
            self.say("why.parameter", name=n[self.language], before=b[self.language], after=a[self.language])
            for n, b, a in line.parameters
        ]
        if line.text_changed:
            parts.append(self.say("why.rule"))
        return self.say("why.between").join(parts)
