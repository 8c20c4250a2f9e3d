"""Where deciding facts come from, in words: file, day, grade; what was presumed; what a threshold rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label
from diguan.engine.screening.casefiles import CaseFile, Told
from diguan.engine.screening.explain_leaves import Phrase
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.wording import GRADES, code_label, day_text, listed, plain_value
from diguan.engine.standards import Pack
from diguan.engine.standards.parameters import ResolvedValue
from diguan.engine.verdicts import Subject

STATUSES: Mapping[str, Label] = {
    "verified": Label("已核实", "verified"),
    "confirmed": Label("已确认", "confirmed"),
    "overridden": Label("本级另定", "overridden"),
    "supplied": Label("本级给定", "supplied"),
}
COMPUTED = Label("由收支构成计算", "computed from its components")


@dataclass(frozen=True, slots=True)
class Origins:
    """Speaks of sources. `undated`: sources whose facts are taken as of the as-of date."""

    catalogue: Catalogue
    sources: Mapping[int, Source]
    as_of: date
    undated: frozenset[int]

    def told(self, phrases: Iterable[Phrase], case: CaseFile, own: int | None) -> Iterator[Label]:
        """The phrases, those of one origin together with it; then what nobody recorded. `own`: the person who is spoken of anyway."""
        groups: dict[tuple[int, ...], list[Phrase]] = {}
        presumed: dict[Fact, None] = {}
        for phrase in phrases:
            origins = tuple(sorted({s for f in phrase.facts for s in self._sources(f, phrase.member, case)}))
            recorded = tuple(s for s in origins if s != PRESUMED)
            if origins and not recorded:
                presumed.update(dict.fromkeys(phrase.facts))
            else:
                groups.setdefault(recorded, []).append(phrase)
        for sources, same in groups.items():
            yield self._group(sources, list(_merged(same, case, own, self.catalogue)))
        if presumed:
            names = listed(self.catalogue.field(*f).label for f in presumed)
            yield Label(f"未见记录：{names.zh}", f"not recorded: {names.en}")

    def _group(self, sources: tuple[int, ...], texts: Sequence[Label]) -> Label:
        zh, en = "；".join(t.zh for t in texts), "; ".join(t.en for t in texts)
        if not sources:
            return Label(zh, en)
        names = [self.source(s) for s in sources]
        return Label(f"{zh}（{'、'.join(n.zh for n in names)}）", f"{en} ({'; '.join(n.en for n in names)})")

    def source(self, source_id: int) -> Label:
        """File, day and grade of a source."""
        source = self.sources[source_id]
        day, grade = source.data_on, GRADES[source.grade]
        if day is None and source_id not in self.undated:
            return Label(f"{source.label}，{grade.zh}", f"{source.label}, {grade.en}")
        if day is None:
            return Label(f"{source.label}，未注明日期，{grade.zh}", f"{source.label}, not dated, {grade.en}")
        shown = day_text(day)
        return Label(f"{source.label}，{shown.zh}，{grade.zh}", f"{source.label}, {shown.en}, {grade.en}")

    def _sources(self, fact: Fact, member: int | None, case: CaseFile) -> Iterator[int]:
        subject, name = fact
        told = case.told(subject, member)
        everybody = case.members if told is None and subject is Subject.PERSON else (told,)
        for one in everybody:
            if one is not None and one.record.values.get(name) is not None:
                yield one.sources[name]


def _merged(phrases: Iterable[Phrase], case: CaseFile, own: int | None, catalogue: Catalogue) -> Iterator[Label]:
    """One clause a fact, with everything it stands to; the same clause of several members once, with all of them named."""
    stands: dict[tuple[Label, int | None], dict[Label, None]] = {}
    for phrase in phrases:
        about = stands.setdefault((_with_origin(phrase, case), phrase.member), {})
        if phrase.said.stands is not None:
            about[phrase.said.stands] = None
    clauses: dict[Label, list[int | None]] = {}
    for (fact, member), relations in stands.items():
        zh, en = "，".join([fact.zh, *(r.zh for r in relations)]), ", ".join([fact.en, *(r.en for r in relations)])
        clauses.setdefault(Label(zh, en), []).append(member)
    for clause, members in clauses.items():
        who = listed(person_label(case.members[m], catalogue) for m in members if m is not None and m != own)
        yield Label(f"{who.zh}：{clause.zh}", f"{who.en}: {clause.en}") if who.zh else clause


def _with_origin(phrase: Phrase, case: CaseFile) -> Label:
    """The fact; a computed one says that it is computed."""
    for subject, name in phrase.facts:
        told = case.told(subject, phrase.member)
        state = case.state(told, name) if told else None
        if state is not None and state.state == "computed":
            fact = phrase.said.fact
            return Label(f"{fact.zh}（{COMPUTED.zh}）", f"{fact.en} ({COMPUTED.en})")
    return phrase.said.fact


def person_label(told: Told, catalogue: Catalogue, *, listed_member: bool = True) -> Label:
    """A person without a name: the head, or the place in the household and the relation to the head."""
    relation = told.record.values.get("relation")
    if relation == "户主" and listed_member:
        return Label("户主", "the head of household")
    zh, en = ("成员", "member") if listed_member else ("未列入的成员", "unlisted member")
    if not relation:
        return Label(f"{zh}{told.position}", f"{en} {told.position}")
    field = catalogue.fields(Subject.PERSON).get("relation")
    kin = code_label(field, str(relation))
    return Label(f"{zh}{told.position}（{kin.zh}）", f"{en} {told.position} ({kin.en[:1].lower()}{kin.en[1:]})")


def threshold_text(pack: Pack, detail: ResolvedValue) -> Label:
    """A parameter with its value, since when, and on whose word."""
    label, shown = pack.parameters[detail.name].label, plain_value(detail.value, detail.unit)
    since = day_text(detail.since) if detail.since else None
    status = STATUSES[detail.status]
    zh = f"{label.zh}{shown.zh}" + (f"，自{since.zh}起" if since else "")
    en = f"{label.en} {shown.en}" + (f" since {since.en}" if since else "")
    return Label(f"{zh}，{status.zh}：{detail.source}", f"{en}, {status.en}: {detail.source}")
