"""What is unknown and why, in words: missing, damaged, contradicted with every value, asked where it matters, not covered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from diguan.engine.backends.reasons import MissingFact
from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.documents import Label
from diguan.engine.screening.casefiles import CaseFile, CellState, Told
from diguan.engine.screening.explain_sources import Origins, person_label
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.snapshot import field_mask
from diguan.engine.snapshot.wording import HIDDEN, field_value, value_of_text
from diguan.engine.verdicts import Subject

Reason = Literal["conflict", "damaged", "expired", "empty", "ask", "not_covered"]
ORDER: tuple[Reason, ...] = ("conflict", "damaged", "expired", "empty", "ask", "not_covered")
ASKED = frozenset({"damaged", "expired", "empty", "ask"})  # the household or a department can be asked for it


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is missing and could change the verdict."""

    fact: MissingFact
    told: Told | None
    reason: Reason
    state: CellState | None


def gaps(missing: Iterable[MissingFact], case: CaseFile, catalogue: Catalogue) -> list[Gap]:
    """Why each of the facts is missing; contradictions first, what nobody carries last."""
    found = [_gap(fact, case, catalogue) for fact in missing]
    return sorted(
        found, key=lambda g: (ORDER.index(g.reason), g.fact.member is not None, g.fact.member or 0, g.fact.field)
    )


def _gap(fact: MissingFact, case: CaseFile, catalogue: Catalogue) -> Gap:
    told = case.told(fact.subject, fact.member)
    state = case.state(told, fact.field) if told else None
    if state is not None and state.state == "conflict":
        return Gap(fact, told, "conflict", state)
    if state is not None and state.state == "damaged":
        return Gap(fact, told, "damaged", state)
    if (
        state is not None and state.state == "expired"
    ):  # only where a visit is planned: a round judges by it as it stands
        return Gap(fact, told, "expired", state)
    if told is not None and told.mask & field_mask(case.groups.get(fact.subject, ()), fact.field):
        return Gap(fact, told, "empty", None)
    asked = catalogue.field(fact.subject, fact.field).ask_when_relevant
    return Gap(fact, told, "ask" if asked else "not_covered", None)


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Speaks of gaps."""

    origins: Origins
    hide: frozenset[Fact]

    def said(self, found: Iterable[Gap], *, own_member: int | None) -> Iterator[Label]:
        """One clause a gap. `own_member`: the person the verdict is about, who need not be named again."""
        for gap in found:
            clause = self._clause(gap)
            if gap.told is not None and gap.fact.subject is Subject.PERSON and gap.fact.member != own_member:
                who = person_label(gap.told, self.origins.catalogue)
                clause = Label(f"{who.zh}：{clause.zh}", f"{who.en}: {clause.en}")
            yield clause

    def _clause(self, gap: Gap) -> Label:
        field = self.origins.catalogue.field(gap.fact.subject, gap.fact.field)
        name = field.label
        if gap.reason == "conflict":
            return self._conflict(field, gap)
        if gap.reason == "damaged":
            place = gap.state.place if gap.state else None
            zh, en = (f"（{place}）", f" ({place})") if place else ("", "")
            return Label(f"{name.zh}：单元格无法读取{zh}", f"{name.en}: the cell cannot be read{en}")
        if gap.reason == "expired":
            return Label(f"{name.zh}：已过有效期", f"{name.en}: no longer valid, to be asked again")
        if gap.reason == "empty":
            return Label(f"{name.zh}：未填写", f"{name.en}: left empty")
        if gap.reason == "ask":
            return Label(f"{name.zh}：无记录，需核实", f"{name.en}: not recorded, to be asked")
        return Label(f"{name.zh}：未采集", f"{name.en}: not covered")

    def _conflict(self, field: Field, gap: Gap) -> Label:
        said = gap.state.said if gap.state else ()
        if (gap.fact.subject, gap.fact.field) in self.hide:
            return Label(f"{field.label.zh}：来源矛盾{HIDDEN.zh}", f"{field.label.en}: sources contradict {HIDDEN.en}")
        if not said:
            return Label(f"{field.label.zh}：同一行的两栏矛盾", f"{field.label.en}: two columns of one row contradict")
        parts = []
        for text, source in said:
            shown, origin = field_value(field, value_of_text(field, text)), self.origins.source(source)
            parts.append(Label(f"{shown.zh}（{origin.zh}）", f"{shown.en} ({origin.en})"))
        zh, en = "与".join(p.zh for p in parts), " against ".join(p.en for p in parts)
        return Label(f"{field.label.zh}矛盾：{zh}", f"{field.label.en} contradicts itself: {en}")
