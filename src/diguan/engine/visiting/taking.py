"""Answers folded into the facts of an opened round: a new snapshot, with everything that could not be used told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.screening.casefiles import CaseFile
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.database import quoted, run, scalar
from diguan.engine.snapshot.fact_lines import KINDS, FactLines
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.provenance import SEPARATOR
from diguan.engine.snapshot.seen import unseen_lines
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Grade, Subject
from diguan.engine.visiting.answers import Answer, Key, Refused
from diguan.engine.visiting.carrying import Counted
from diguan.engine.visiting.hearing import Listener, cases_of, records_in, value_text
from diguan.engine.visiting.opening import OpenRound
from diguan.engine.visiting.rewriting import Change, Row, add_answers, add_contradictions, restate, rewrite
from diguan.engine.visiting.settling import Heard, Settled, Voice, settle
from diguan.engine.visiting.sourcing import number_sources
from diguan.engine.visiting.unfit import UnableToFoldAnswers, refuse_unfit
from diguan.engine.visiting.updating import update_computed


@dataclass(frozen=True, slots=True)
class Disputed:
    """A fact whose answers did not come to count: `voices` are all values that were said, with the files of the answers."""

    key: Key
    answers: tuple[Answer, ...]
    settled: Settled


@dataclass(slots=True)
class Folded:
    """What became of the answers. `again`: on record already; `agrees`: said what was known; `counted`: facts whose answers count."""

    snapshot: Snapshot
    used: int = 0
    agrees: int = 0
    again: int = 0
    conflicts: list[Disputed] = field(default_factory=list)
    overruled: list[Disputed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    counted: list[Counted] = field(default_factory=list)


def fold_answers(opened: OpenRound, answers: Iterable[Answer], as_of: date) -> Folded:
    """The snapshot of a round with answers folded in, as of a day that is not before that of the round.

    UnableToFoldAnswers when every answer is later than that day, or the day is before the round's.
    """
    if as_of < opened.snapshot.as_of:
        raise UnableToFoldAnswers.backwards(opened.snapshot.as_of, as_of)
    given = list(answers)
    cases = cases_of(opened.snapshot, (a.household_id for a in given))
    fitting, refused = refuse_unfit(given, cases, opened.ruling.pack.catalogue, as_of)
    records = records_in(opened.snapshot)
    fresh = _fresh(fitting, {(r.key, *_content(r)) for some in records.values() for r in some})
    folded = Folded(replace(opened.snapshot, as_of=as_of), refused=refused, again=len(fitting) - len(fresh))
    if fresh:
        sources = number_sources(opened.snapshot.sources, fresh, synthetic=opened.record.synthetic)
        listener = Listener(opened.snapshot, opened.ruling.pack.catalogue, records)
        _Fold(opened, folded, listener, cases, sources).fold(fresh)
    return folded


def _content(record: object) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in ("value", "grade", "visited_on", "visitor", "list_id"))


def _fresh(answers: Sequence[Answer], known: set[tuple[object, ...]]) -> list[Answer]:
    """Answers that are not on record and do not repeat one another."""
    found = []
    for answer in answers:
        said = (answer.key, value_text(answer.value), int(answer.grade))
        content = (*said, answer.visited_on, answer.visitor, answer.list_id)
        if content not in known:
            known.add(content)
            found.append(answer)
    return found


@dataclass(slots=True)
class _Fold:
    opened: OpenRound
    folded: Folded
    listener: Listener
    cases: Mapping[str, CaseFile]
    sources: Mapping[tuple[str, date, Grade], Source]
    changes: dict[tuple[Subject, str], list[Change]] = field(default_factory=dict)
    settled: list[tuple[str, str, str]] = field(default_factory=list)
    states: list[Row] = field(default_factory=list)
    contradictions: list[Row] = field(default_factory=list)
    record: list[Row] = field(default_factory=list)

    def fold(self, answers: Sequence[Answer]) -> None:
        """Settle fact by fact, then exchange the tables."""
        by_fact: dict[Key, list[Answer]] = {}
        for answer in answers:
            by_fact.setdefault(answer.key, []).append(answer)
        counties = dict(run(self.opened.connection, "SELECT household_id, county FROM households"))
        for own in by_fact.values():
            self._settle(own, counties[own[0].household_id])
        self._exchange()

    def _settle(self, answers: list[Answer], county: str) -> None:
        first = answers[0]
        known = self.opened.ruling.pack.catalogue.field(first.subject, first.field)
        heard = self.listener.heard(first, self.cases[first.household_id])
        settled = settle(known, heard, [self._voice(a) for a in answers])
        about = self._about(first, county)
        if not settled.kept:
            self._change(first, settled, about)
        if settled.value is not None:
            said = {"value": value_text(settled.value.value), "source": settled.value.source}
            for voice in settled.overruled:
                told = {"overruled_value": value_text(voice.value), "overruled_source": voice.source}
                self.contradictions.append({**about, **said, **told})
        self.record += [self._recorded(a, about, settled) for a in answers]
        self._count(answers, settled, heard)

    def _change(self, first: Answer, settled: Settled, about: Row) -> None:
        value = settled.value
        change = Change(
            first.household_id, first.person_id, value.value if value else None, value.source if value else None
        )
        self.changes.setdefault((first.subject, first.field), []).append(change)
        self.settled.append((str(first.subject), str(about["subject_id"]), first.field))
        if settled.conflict:
            said = SEPARATOR.join(value_text(v.value) for v in settled.conflict)
            said_by = ",".join(str(v.source) for v in settled.conflict)
            self.states.append({**about, "state": "conflict", "said": said, "said_by": said_by, "place": None})

    def _voice(self, answer: Answer) -> Voice:
        source = self._source(answer)
        return Voice(answer.value, source.source_id, source.kind, answer.grade, answer.visited_on, answer.list_id)

    def _source(self, answer: Answer) -> Source:
        return self.sources[answer.place.file, answer.visited_on, answer.grade]

    def _about(self, answer: Answer, county: str) -> dict[str, object]:
        return {
            "subject": str(answer.subject),
            "household_id": answer.household_id,
            "subject_id": answer.person_id or answer.household_id,
            "county": county,
            "field": answer.field,
        }

    def _recorded(self, answer: Answer, about: Row, settled: Settled) -> Row:
        return {
            **about,
            "value": value_text(answer.value),
            "grade": int(answer.grade),
            "visited_on": answer.visited_on,
            "visitor": answer.visitor,
            "list_id": answer.list_id,
            "file": answer.place.file,
            "sheet": answer.place.sheet,
            "cell": answer.place.cell,
            "source": self._source(answer).source_id,
            "outcome": settled.outcome,
        }

    def _count(self, answers: list[Answer], settled: Settled, heard: Heard) -> None:
        for answer in answers:
            number = self._source(answer).source_id
            self.folded.rows[number] = self.folded.rows.get(number, 0) + 1
        if settled.outcome in ("used", "agrees"):
            self.folded.counted.append(Counted(answers[0].key, tuple(answers), settled, heard))
        if settled.outcome == "used":
            self.folded.used += len(answers)
        elif settled.outcome == "agrees":
            self.folded.agrees += len(answers)
        else:
            disputed = Disputed(answers[0].key, tuple(answers), settled)
            (self.folded.conflicts if settled.outcome == "conflict" else self.folded.overruled).append(disputed)

    def _exchange(self) -> None:
        """Write relations and provenance, compute what rests on them, count anew."""
        snapshot, connection = self.folded.snapshot, self.opened.connection
        catalogue = self.opened.ruling.pack.catalogue
        snapshot = replace(
            snapshot,
            sources=(*snapshot.sources, *dict.fromkeys(sorted(self.sources.values(), key=lambda s: s.source_id))),
            columns=rewrite(snapshot, catalogue, self.changes),
        )
        restate(connection, self.settled, self.states)
        add_contradictions(connection, self.contradictions)
        add_answers(connection, self.record)
        homes = {change.household_id for rows in self.changes.values() for change in rows}
        snapshot = update_computed(snapshot, catalogue, self.opened.ruling.asked, homes)
        self.folded.snapshot = replace(
            snapshot,
            coverage=tuple(self._coverage(snapshot, catalogue)),
            rows={name: scalar(connection, f"SELECT count(*) FROM {quoted(name)}") for name in snapshot.columns},
        )

    def _coverage(self, snapshot: Snapshot, catalogue: Catalogue) -> Iterator[CoverageLine]:
        judged = self.opened.ruling.judged
        yield from unseen_lines(snapshot.connection, snapshot.columns, snapshot.sources)
        yield from FactLines(snapshot.connection, catalogue, snapshot.columns, snapshot.groups, judged).lines()
        yield from (line for line in snapshot.coverage if line.kind not in KINDS | {"unseen"})
        taken = len(self.record)
        seen = sum(row["grade"] == int(Grade.SEEN) for row in self.record)
        seal = (self.opened.record.seal or "")[:12]
        text = Label(
            f"入户答复{taken:,}条（看到{seen:,}，口头{taken - seen:,}）并入{self.opened.snapshot.as_of}的一轮（封记 {seal}）",
            f"{taken:,} answers of visits ({seen:,} seen, {taken - seen:,} declared) were folded into the round of "
            f"{self.opened.snapshot.as_of} (seal {seal})",
        )
        yield CoverageLine(kind="answers", text=Text.of(text), count=taken)
