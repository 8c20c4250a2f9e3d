"""How long a visit takes: minutes by household and by kind of question, as data with a source each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.catalogue import FieldType
from diguan.engine.documents import Label, Node, Problem, UnableToReadDocument, read_document
from diguan.engine.documents.access import entries_of, number_of
from diguan.engine.documents.shapes import Choice, Number, Record, Text
from diguan.engine.visiting.model import Question

FILE = Path(__file__).resolve().parents[2] / "data" / "visits" / "pace.yaml"
ASKED = tuple(t for t in FieldType if t is not FieldType.IDENTIFIER)
_VALUE = Record(
    {"minutes": Number(), "status": Choice(("verified", "unverified")), "source": Text()},
    ("minutes", "status", "source"),
)
_BY_TYPE = Record({str(t): _VALUE for t in ASKED}, tuple(str(t) for t in ASKED))
SHAPE = Record({"household": _VALUE, "answer": _BY_TYPE, "conflict": _VALUE}, ("household", "answer", "conflict"))


class UnableToLoadPace(UnableToReadDocument):
    """The file of minutes is not right; `problems` names file, line, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes: `household` for the visit itself, `question` by type of answer, `conflict` more where sources contradict."""

    household: float
    question: Mapping[FieldType, float]
    conflict: float

    def minutes(self, questions: Iterable[Question]) -> float:
        """Minutes of a visit at most, when every question is asked."""
        asked = (self.question[q.field.type] + (self.conflict if q.reason == "conflict" else 0) for q in questions)
        return self.household + sum(asked)


def load_pace(path: Path | None = None) -> Pace:
    """The minutes in a file (None: the project's own). UnableToLoadPace with every problem found."""
    try:
        root = read_document(path or FILE)
    except UnableToReadDocument as error:
        raise UnableToLoadPace(error.problems) from error
    problems: list[Problem] = []
    SHAPE.check(root, problems)
    parts = {key.raw: value for key, value in entries_of(root)}
    if not problems:
        pace = Pace(_minutes(parts["household"]), _questions(parts["answer"]), _minutes(parts["conflict"]))
        if min(pace.household, pace.conflict, *pace.question.values()) >= 0:
            return pace
        message = Label("分钟数小于零", "minutes below zero")
        problems.append(Problem.at(root.where, message, Label("零或正数", "zero or more")))
    raise UnableToLoadPace(problems)


def _questions(node: Node) -> dict[FieldType, float]:
    return {FieldType(key.raw): _minutes(value) for key, value in entries_of(node)}


def _minutes(node: Node) -> float:
    found = next(number_of(value) for key, value in entries_of(node) if key.raw == "minutes")
    return 0.0 if found is None else found
