"""Rows of the page of a household as its tables show them, for whoever reads.

There are a hundred of them, and a template takes many times as long to find their words: what stands in each is put together here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from diguan.domain.screening.verdicts import Opinion, Reason
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import GRADES, VERDICTS
from diguan.engine.verdicts import Verdict
from diguan.web.shared.texts import language, text
from diguan.web.shared.writing import join, write

NONE = "–"
COLUMNS = ("fact", "value", "source", "day", "grade")
NOTHING = '<p class="empty-state">{}</p>'
TABLE = (
    '<div class="scroll" tabindex="0" role="region" aria-label="{}{}"><table class="table"><thead><tr>{}</tr></thead>'
    "<tbody>{}</tbody></table></div>"
)
FACT = (  # name, value, source, day, grade
    '<tr><th scope="row">{}</th><td>{}{}</td><td class="file">{}{}</td><td{}>{}</td><td>{}</td></tr>'
)
ASKED = '<a href="{}?fact={}&amp;person={}">{}</a>'
BESIDE = '<br><span class="text-secondary">{}</span>'
OPINION = (
    '<li><span class="mark {}">{}</span> <strong>{}</strong>{}<div class="why">{}</div>'
    '<small><a href="{}#{}" aria-label="{}{}{}">{}</a>{}</small></li>'
)
QUESTION = "<li>{}{}{} {}<small>{}{}{}</small></li>"
ANSWER = '<a href="{}?fact={}&amp;person={}" aria-label="{}{}{}">{}</a> '
DAY = SafeString(' class="day"')


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes the rows of one page. `record`: the address at which facts are recorded, empty for whoever may not."""

    record: str = ""
    tongue: str = field(default_factory=language)

    def facts(self, rows: Iterable[Mapping[str, Any]], person: int | str = "") -> SafeString:
        """Rows of `KnownRows` about the household, or about a person (its key)."""
        return join(self._fact(row, person) for row in rows)

    def table(self, rows: Sequence[Mapping[str, Any]], person: int | str = "") -> SafeString:
        """The same rows as a table of their own, or that there is nothing."""
        if not rows:
            return write(NOTHING, self._say("facts.none"))
        columns = join(write('<th scope="col">{}</th>', self._say(f"column.{name}")) for name in COLUMNS)
        return write(TABLE, self._say("facts.title"), f" {person}", columns, self.facts(rows, person))

    def opinions(self, opinions: Iterable[Opinion], standard: str) -> SafeString:
        """How the household stands in some indicators of a standard, and why."""
        rules = reverse("standards:one", kwargs={"name": standard})
        return join(self._opinion(opinion, rules) for opinion in opinions)

    def questions(self, questions: Iterable[Mapping[str, Any]]) -> SafeString:
        """What to ask at the door; in each `text`, `who` (None: the household), `fact`, `person`, `decides`, `first`, `expired`, `said`."""
        return join(self._question(one) for one in questions)

    def _question(self, one: Mapping[str, Any]) -> SafeString:
        text, say = one["text"][self.tongue], self._say
        marks = [(SafeString("mark off"), say("ask.expired"))] if one["expired"] else []
        marks += [] if one["first"] else [(SafeString("mark"), say("ask.perhaps"))]
        answer, comma = say("record.answer"), say("comma")
        said = f"{say('ask.contradict')}{comma.join(one['said'])}" if one["said"] else ""
        return write(
            QUESTION,
            f"{one['who'][self.tongue]}{self._colon}" if one["who"] else "",
            text,
            join(write(' <span class="{}">{}</span>', *mark) for mark in marks),
            write(ANSWER, self.record, one["fact"], one["person"], answer, self._colon, text, answer)
            if self.record
            else "",
            say("ask.decides"),
            comma.join(label[self.tongue] for label in one["decides"]),
            said,
        )

    def _fact(self, row: Mapping[str, Any], person: int | str) -> SafeString:
        about, say = row["field"], self._say
        label = about.label[self.tongue]
        beside = [self._stands(*row["stands"])] if row["stands"] else []
        beside += [say("facts.visitor", visitor=row["visitor"])] if row["visitor"] else []
        beside += [row["evidence"]] if row["evidence"] else []
        said = (f"{say('facts.otherwise', source=o['source'])}{o['value'][self.tongue]}" for o in row["otherwise"])
        day = row["day"].isoformat() if row["day"] else NONE
        return write(
            FACT,
            write(ASKED, self.record, about.name, person, label) if self.record else label,
            row["value"][self.tongue] if row["value"] else self._unknown(row["state"]),
            _beside(said),
            row["source"] or row["place"] or NONE,
            _beside(beside),
            "" if row["loaded"] else DAY,
            say("facts.undated", day=row["loaded"].isoformat()) if row["loaded"] else day,
            self._grade(row["grade"]) or NONE,
        )

    def _stands(self, table: str, row: int) -> str:
        return self._say("facts.stands", table=table, row=row).strip()

    def _unknown(self, state: str) -> SafeString:
        return write('<span class="mark off">{}</span>', self._say(f"facts.{state}"))

    def _opinion(self, opinion: Opinion, rules: str) -> SafeString:
        verdict = opinion.verdict if opinion.verdict is not None else Verdict.UNKNOWN
        label, rule, grade = opinion.indicator.label[self.tongue], self._say("stands.rule"), GRADES.get(opinion.grade)
        cited = opinion.cited[self.tongue] if opinion.cited.zh else ""
        return write(
            OPINION,
            verdict.name.lower(),
            VERDICTS[verdict][self.tongue],
            label,
            write(' <span class="text-secondary">{}</span>', grade[self.tongue]) if opinion.grade and grade else "",
            join((self._reason(reason) for reason in opinion.reasons), "<br>"),
            rules,
            opinion.indicator.id,
            rule,
            self._colon,
            label,
            rule,
            write(' <span class="cited">{}</span>', cited) if cited else "",
        )

    def _reason(self, reason: Reason) -> str:
        who = f"{reason.who[self.tongue]}{self._colon}" if reason.who else ""
        return f"{who}{reason.text[self.tongue]}"

    def _grade(self, grade: Label | None) -> str:
        return grade[self.tongue] if grade else ""

    @property
    def _colon(self) -> str:
        return text("frame:colon")

    def _say(self, key: str, **values: object) -> str:
        return text(f"households:{key}", **values)


def _beside(said: Iterable[str]) -> SafeString:
    """Further lines of a cell."""
    return join(write(BESIDE, each) for each in said)
