"""One row of the sheet of questions as an answer, as nothing, or as the cell because of which it cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from diguan.engine.catalogue import Catalogue, Field, FieldType, Label
from diguan.engine.visiting.answers import Answer, Refused
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.spelling import fold
from diguan.exchange.visits.cells import converter, days, known, place_of, refused_cell
from diguan.exchange.visits.found import Row
from diguan.exchange.visits.keys import RowKey, read_key
from diguan.exchange.visits.phrases import question_text

BAD_KEY = Bad(
    Label("键列缺失或被改动", "the key is missing or was changed"), Label("原表的键", "the key of the original row")
)
_NO_FIELD = Bad(
    Label("本轮的字段目录没有这个事项", "the catalogue of the round has no such fact"),
    Label("本轮走访表里的题", "a question of a visit list of this round"),
)
_TORN = Bad(
    Label("键与本行的户、人或问题不符", "the key does not belong to the household, person or question of the row"),
    Label("排序时整行一起移动；请恢复原来的行", "whole rows moved when sorting; put the row together again"),
)
_BOTH = Bad(
    Label("既有答复又有未答原因", "an answer, and a reason why there is none"),
    Label("只填其中一个", "one of the two"),
)
_NO_DAY = Bad(
    Label("没有走访日期", "the day of the visit is missing"),
    Label(
        "在本行或“走访户”表填写走访日期，如 2019-06-30",
        "the day in this row or on the sheet of households, as 2019-06-30",
    ),
)


@dataclass(frozen=True, slots=True)
class VisitDay:
    """Day and visitor of a household, for its questions that do not say their own."""

    on: date | None
    by: str


@dataclass(slots=True)
class AnswerReader:
    """Reads the rows of one workbook. `ungraded`: answers without a tick, which count as declared."""

    file: str
    sha256: str
    catalogue: Catalogue
    visited: Mapping[str, VisitDay]
    ungraded: int = 0

    def read(self, row: Row) -> Answer | Refused | None:
        """The answer of a row; None where nobody answered."""
        said = row.text("answer")
        if not said:
            return None
        key = read_key(row.text("key"))
        if key is None or key.field is None:
            return refused_cell(self.file, row, "key", BAD_KEY)
        found = self.catalogue.fields(key.subject).get(key.field)
        if found is None or found.derived or found.type is FieldType.IDENTIFIER:
            return self._refused(row, "key", _NO_FIELD, key)
        if not _belongs(row, key, found):
            return self._refused(row, "key", _TORN, key)
        return self._answer(row, key, found)

    def _answer(self, row: Row, key: RowKey, field: Field) -> Answer | Refused | None:
        value = converter(field, row)(row.cells.get("answer"))
        if value is None:
            return None
        if isinstance(value, Bad):
            return replace(self._refused(row, "answer", value, key), asked=field.label)
        if row.text("not_answered"):
            return self._refused(row, "not_answered", _BOTH, key)
        seen, day = known(row.cells.get("known")), days(row)(row.cells.get("visited_on"))
        for name, outcome in (("known", seen), ("visited_on", day)):
            if isinstance(outcome, Bad):
                return self._refused(row, name, outcome, key)
        visit = self.visited.get(key.household_id, VisitDay(None, ""))
        on = day if isinstance(day, date) else visit.on
        if on is None:
            return self._refused(row, "visited_on", _NO_DAY, key)
        self.ungraded += seen is None
        return Answer(
            subject=key.subject,
            household_id=key.household_id,
            person_id=key.person_id,
            field=field.name,
            value=value,
            seen=seen is True,
            visited_on=on,
            visitor=row.text("visitor") or visit.by,
            list_id=row.sheet.list_id,
            place=place_of(self.file, row, "answer"),
            sha256=self.sha256,
        )

    def _refused(self, row: Row, name: str, bad: Bad, key: RowKey) -> Refused:
        return refused_cell(self.file, row, name, bad, key.household_id, key.person_id or "")


def _belongs(row: Row, key: RowKey, field: Field) -> bool:
    """Whether what people read in the row is what its key says: sorting a part of the columns tears them apart, and nothing looks wrong."""
    asked = question_text(field)
    expected = {
        "household": (key.household_id,),
        "person": (key.person_id or "",),
        "question": tuple(fold(text) for text in (asked.zh, asked.en)),
    }
    shown = {"household": row.text("household"), "person": row.text("person"), "question": fold(row.text("question"))}
    return all(not text or text in expected[name] for name, text in shown.items())
