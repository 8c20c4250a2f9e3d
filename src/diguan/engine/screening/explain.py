"""Explanations, generated from the tree of the rule: who, which rule, which facts decide, what threshold, what is unknown and why.

Never written by hand; the same sentences everywhere. No names: a person is the head of household or the place in the household.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diguan.engine.backends.reasons import Reason, reasons
from diguan.engine.documents import Label
from diguan.engine.expressions import Bound
from diguan.engine.expressions.tree import Verdicts
from diguan.engine.screening.bound import BoundFinding, BoundIndicator
from diguan.engine.screening.casefiles import CaseFile, Told
from diguan.engine.screening.explain_leaves import Leaves, Phrase
from diguan.engine.screening.explain_sources import Origins, person_label, threshold_text
from diguan.engine.screening.explain_unknown import Gap, Unknowns
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.wording import VERDICTS, listed, sentences
from diguan.engine.standards import Pack
from diguan.engine.standards.parameters import ResolvedValue
from diguan.engine.verdicts import Subject, Verdict

MOST_REMEMBERED = 100_000
UNLISTED = Label("在常住人口底册的同一户中，不在名单内", "in the same household of the resident base, not on the list")
_PLACE = {Subject.VILLAGE: Label("本村", "the village"), Subject.FACILITY: Label("该机构", "the facility")}
MOST_PARTS = 5  # reasons of one finding per household that are told one by one


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One (indicator, subject) of a finding, with the rule and the facts it was judged by. `gaps`: of an unknown verdict."""

    indicator: BoundIndicator
    member: int | None
    code: Verdict
    case: CaseFile
    gaps: Sequence[Gap] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A finding to be explained: about whom, by which parts; `holds`: the alternative that is true, on today's facts `case`."""

    finding: BoundFinding
    case: CaseFile
    member: int | None
    parts: Sequence[ToldPart]
    holds: Bound
    looked_back: Label | None
    thresholds: Mapping[str, ResolvedValue]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding in words; `masked` the same with hidden values."""

    text: Label
    masked: Label


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains findings of one pack and snapshot."""

    pack: Pack
    origins: Origins
    hide: frozenset[Fact]
    told: dict[Hashable, Explanation] = field(default_factory=dict)

    def explain(self, story: Story) -> Explanation:
        """Both texts of a finding. The same facts are told once: of a million households many say the same."""
        key = _likeness(story)
        found = self.told.get(key) if key is not None else None
        if found is None:
            found = self._explained(story)
            if key is not None and len(self.told) < MOST_REMEMBERED:
                self.told[key] = found
        return found

    def _explained(self, story: Story) -> Explanation:
        text, read = self._told(story, frozenset())
        masked = self._told(story, self.hide)[0] if self.hide & read else text
        return Explanation(text, masked)

    def _told(self, story: Story, hide: frozenset[Fact]) -> tuple[Label, frozenset[Fact]]:
        speech = _Speech(
            self, story, Leaves(self.pack.catalogue, hide, self._thresholds()), Unknowns(self.origins, hide)
        )
        return sentences(speech.lines()), frozenset(speech.read)

    def _thresholds(self) -> dict[str, Label]:
        return {name: p.label for name, p in self.pack.parameters.items()}


class _Speech:
    """The lines of one explanation; remembers which facts and thresholds it spoke of."""

    def __init__(self, explainer: Explainer, story: Story, leaves: Leaves, unknowns: Unknowns) -> None:
        self.explainer = explainer
        self.story = story
        self.leaves = leaves
        self.unknowns = unknowns
        self.read: set[Fact] = set()
        self.thresholds: dict[str, None] = {}

    def lines(self) -> Iterator[Label]:
        """Line by line: the suspicion, its reasons, the status, the look back, thresholds, where it is written."""
        label = self.story.finding.rule.label
        heads = [self._head(part) for part in self.story.parts[:MOST_PARTS]]
        yield Label(f"{label.zh}：{self._first(heads).zh}", f"{label.en}: {self._first(heads).en}")
        for number, part in enumerate(self.story.parts[:MOST_PARTS]):
            if number:
                yield heads[number]
            yield from self._reasons(part)
        more = len(self.story.parts) - MOST_PARTS
        if more > 0:
            yield Label(f"另有{more}项", f"{more} more")
        yield from self._holds()
        if self.story.looked_back is not None:
            yield self.story.looked_back
        yield from self._cited()

    def _first(self, heads: Sequence[Label]) -> Label:
        return heads[0] if heads else self._who(self.story.case, self.story.member)

    def _who(self, case: CaseFile, member: int | None) -> Label:
        if self.story.finding.rule.place is not None:
            return _PLACE[self.story.finding.rule.place]
        if member is None:
            return Label("本户", "the household")
        listed_member = self.story.finding.rule.subject != "unlisted_member"
        return person_label(case.members[member], self.explainer.origins.catalogue, listed_member=listed_member)

    def _head(self, part: ToldPart) -> Label:
        indicator, verdict = self.explainer.pack.indicators[part.indicator.id].label, VERDICTS[part.code]
        if part.indicator.subject is Subject.PERSON and part.member is None and part.code is Verdict.MET:
            return Label(
                f"全体成员“{indicator.zh}”{verdict.zh}或不适用",
                f"all members: '{indicator.en}' {verdict.en} or not applicable",
            )
        who = self._who(part.case, part.member)
        if part.indicator.subject is Subject.PERSON and part.member is None:
            who = Label("全体成员", "all members")
        return Label(f"{who.zh}“{indicator.zh}”{verdict.zh}", f"{who.en}: '{indicator.en}' is {verdict.en}")

    def _reasons(self, part: ToldPart) -> Iterator[Label]:
        if part.code is Verdict.UNKNOWN:
            self.read |= {(g.fact.subject, g.fact.field) for g in part.gaps}
            yield from self.unknowns.said(part.gaps, own_member=part.member)
        elif not (part.indicator.subject is Subject.PERSON and part.member is None):
            phrases = self._phrases(deciding(part), part.case)
            yield from self.explainer.origins.told(phrases, part.case, part.member)

    def _holds(self) -> Iterator[Label]:
        """What else makes the finding: status and whatever stands beside the verdicts."""
        case = self.story.case
        if self.story.finding.rule.subject == "unlisted_member":
            yield UNLISTED
        found = [
            r for r in reasons(self.story.holds, case.facts, self.story.member) if not isinstance(r.leaf, Verdicts)
        ]
        yield from self.explainer.origins.told(self._phrases(found, case), case, self.story.member)

    def _phrases(self, found: Iterable[Reason], case: CaseFile) -> list[Phrase]:
        phrases: dict[Phrase, None] = {}
        for reason in found:
            if reason.truth == 0:
                continue
            phrase = self.leaves.phrase(reason, case)
            self.read.update(phrase.facts)
            self.thresholds.update(dict.fromkeys(phrase.parameters))
            phrases[phrase] = None
        return list(phrases)

    def _cited(self) -> Iterator[Label]:
        pack = self.explainer.pack
        details = [self.story.thresholds[name] for name in self.thresholds if name in self.story.thresholds]
        if details:
            told = listed(threshold_text(pack, d) for d in details)
            yield Label(f"标准值：{told.zh}", f"threshold: {told.en}")
        cites = dict.fromkeys(c for p in self.story.parts for c in pack.indicators[p.indicator.id].cites)
        if cites:
            whole = len(self.story.parts) == 1
            texts = (f"{c.document}，{c.paragraph}" if whole and c.paragraph else c.document for c in cites)
            written = "；".join(dict.fromkeys(texts))
            yield Label(f"依据：{written}", f"rule: {written}")


def deciding(part: ToldPart) -> tuple[Reason, ...]:
    """The leaves that make a verdict what it is."""
    when, met, facts = part.indicator.when, part.indicator.met, part.case.facts
    applies = () if when is None else reasons(when, facts, part.member)
    if part.code is Verdict.NOT_APPLICABLE:
        return applies
    holds = reasons(met, facts, part.member)
    return (*applies, *holds) if part.code is Verdict.UNMET else holds


def _likeness(story: Story) -> Hashable | None:
    """Equal for findings whose explanations are equal; None where something stands beside the facts or is unknown."""
    if story.case.states or any(p.case.states or p.gaps for p in story.parts):
        return None
    parts = tuple((id(p.indicator), p.code, _read(p.case, p.indicator.facts, p.member)) for p in story.parts)
    codes = tuple(story.case.facts.verdicts.get(name) for name in sorted(story.holds.indicators))
    back = (story.looked_back, tuple((d.name, d.value) for d in story.thresholds.values()))
    return (id(story.finding), id(story.holds), _read(story.case, story.holds.facts, story.member), codes, parts, back)


def _read(case: CaseFile, facts: frozenset[Fact], member: int | None) -> Hashable:
    """Values and sources of the facts a rule reads, and how the persons it speaks of are called."""
    people = case.members if member is None else (case.members[member],)
    found: list[Hashable] = []
    for subject, name in facts:
        if subject is Subject.PERSON:
            found.extend((p.position, p.record.values.get("relation"), _value(p, name)) for p in people)
        else:
            told = case.told(subject, None)
            found.append(_value(told, name) if told else None)
    if member is not None:
        found.append((people[0].position, people[0].record.values.get("relation")))
    return tuple(found)


def _value(told: Told, name: str) -> Hashable:
    return told.record.values.get(name), told.sources.get(name)
