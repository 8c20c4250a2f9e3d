"""The rows of the ledger from the findings of a round: codes become words, names are masked, all in one language."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.documents import Label
from diguan.engine.expressions import completed_years
from diguan.engine.snapshot.wording import code_label
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Grade, Subject
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.identity import marked
from diguan.exchange.figures.model import ContradictionLine, Cover
from diguan.exchange.figures.record import value_label
from diguan.exchange.figures.rows import ContradictionRow, FindingRow
from diguan.exchange.ledger.rows import LedgerRow
from diguan.exchange.masking import hidden_fields, shown_name
from diguan.locale import Language, texts

KEY_LENGTH = 20
BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Composer:
    """Says findings in the words of a pack."""

    pack: Pack
    places: Places
    cover: Cover
    sources: Mapping[int, str]
    language: Language

    def explanation_column(self) -> str:
        """The column of explanations that may be shown: health facts stay hidden unless the paper is revealed."""
        return f"{self.language}_masked" if self.cover.masked else self.language

    def ledger_rows(self, rows: Iterator[FindingRow]) -> Iterator[LedgerRow]:
        """Findings as rows of the ledger, in their order."""
        kinds = {rule.kind: rule.label[self.language] for rule in reversed(self.pack.findings)}
        groups = {group.id: group.label[self.language] for group in self.pack.focus_groups}
        indicators = {each.id: each.label[self.language] for each in self.pack.indicators.values()}
        for row in rows:
            prefecture, county, township, village = self.places.names(row.region_code)
            yield LedgerRow(
                prefecture=prefecture,
                county=county,
                township=township,
                village=village,
                household=row.household_id,
                head=self._shown(row.head_name, None),
                status=self._code("status", Subject.HOUSEHOLD, row.status),
                focus=groups.get(row.focus_group or "", ""),
                person=row.person_id or "",
                name=self._name(row),
                relation=self._code("relation", Subject.PERSON, row.relation),
                kind=kinds.get(row.kind, row.kind),
                indicator=indicators.get(row.indicator or "", ""),
                explanation=row.explanation or "",
                grade=texts("words")[f"grade.{Grade(row.grade or 0).name.lower()}"][self.language],
                measure=self._label(self.pack.measures, row.route),
                department=self._label(self.pack.departments, row.department),
                deadline=row.deadline_on,
                key=marked(finding_key(row), self.cover.round_mark),
            )

    def contradiction_lines(self, rows: Iterator[ContradictionRow]) -> Iterator[ContradictionLine]:
        """Contradictions in words; values of health facts are hidden on a masked paper."""
        secret = hidden_fields(self.pack.catalogue) if self.cover.masked else frozenset()
        hidden = texts("ledger")["contradictions.hidden"][self.language]
        for row in rows:
            subject = Subject(row.subject)
            field = self.pack.catalogue.fields(subject).get(row.field)
            hide = (subject, row.field) in secret
            values = [hidden if hide else value_label(field, value)[self.language] for value in row.values]
            sources = [self.sources.get(number, "") for number in row.sources]
            yield ContradictionLine(
                subject=subject,
                household=row.household_id or "",
                person="" if subject is Subject.HOUSEHOLD else row.subject_id,
                field=field.label if field else Label(row.field, row.field),
                value=values[0],
                source=sources[0] if sources else "",
                other_value=BETWEEN.join(values[1:]),
                other_source=BETWEEN.join(dict.fromkeys(sources[1:])),
                decided=row.decided,
            )

    def _name(self, row: FindingRow) -> str:
        if row.person_id is None:
            return ""
        age = age_of(row.birth_date, self.cover.as_of)
        return self._shown(row.name, age)

    def _shown(self, name: str | None, age: int | None) -> str:
        return shown_name(name, age, self.language) if self.cover.masked else (name or "").strip()

    def _code(self, field: str, subject: Subject, code: str | None) -> str:
        return code_label(self.pack.catalogue.fields(subject).get(field), code)[self.language] if code else ""

    def _label(self, labels: Mapping[str, Label], id_: str | None) -> str:
        return labels[id_][self.language] if id_ and id_ in labels else id_ or ""


def age_of(birth_date: date | None, as_of: date) -> int | None:
    """Completed years, when the birth date is known."""
    return None if birth_date is None else completed_years(birth_date, as_of)


def finding_key(row: FindingRow) -> str:
    """A key of what the finding is about, the same in every round: kind, household, person, indicator."""
    about = "\x1f".join((row.kind, row.household_id, row.person_id or "", row.indicator or ""))
    return hashlib.sha256(about.encode("utf-8")).hexdigest()[:KEY_LENGTH]
