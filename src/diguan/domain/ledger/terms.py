"""How long people have with an item: what its standard says, below that the project's working values."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from diguan.domain.ledger.rules import pack_of
from diguan.domain.screening.models import Round
from diguan.engine.documents import Problem, UnableToReadDocument, read_document
from diguan.engine.standards.terms import DEADLINES, Term, Terms, read_terms, term_problems

FILE = Path(__file__).resolve().parents[2] / "data" / "deadlines" / "steps.yaml"


class UnableToLoadDeadlines(UnableToReadDocument):
    """The file of deadlines is not right; `problems` names file, line, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Terms on a day."""

    terms: Terms
    day: date

    @property
    def verified(self) -> timedelta:
        """How long "verified" holds at most."""
        return timedelta(days=self._of("verified").days[0])

    @property
    def postponed(self) -> timedelta:
        """More time at most, from today."""
        return timedelta(days=self._of("postponed").days[0])

    @property
    def waiting(self) -> tuple[int, ...]:
        """Working days after a step was due at which somebody is told, each time one step further up."""
        return self._of("waiting").days

    def of_step(self, step: str, level: str) -> int:
        """Working days that a step may wait with whoever owes it on a level; "determine", "confirm" or "decide"."""
        own = self._of(step).levels
        project = _project().on(step, self.day)
        return own[level] if level in own or project is None else project.levels[level]

    def _of(self, name: str) -> Term:
        term = self.terms.on(name, self.day) or _project().on(name, self.day) or _project().by_name[name][0]
        assert term is not None  # noqa: S101  the project's file has every name
        return term


def deadlines_of(standard: str, day: date) -> Deadlines:
    """What holds for the items of a standard on a day, as its newest round had the standard; "" for those of none."""
    newest = Round.objects.filter(standard=standard).order_by("-as_of", "-id").first() if standard else None
    pack = None if newest is None else pack_of(newest)
    return Deadlines(Terms() if pack is None else pack.terms, day)


def _project() -> Terms:
    return load_deadlines(FILE)


@cache
def load_deadlines(path: Path) -> Terms:
    """The terms of a file of its own. UnableToLoadDeadlines with every problem found."""
    try:
        root = read_document(path)
    except UnableToReadDocument as error:
        raise UnableToLoadDeadlines(error.problems) from error
    problems: list[Problem] = []
    DEADLINES.check(root, problems)
    problems += [] if problems else term_problems(root, path.name)
    if problems:
        raise UnableToLoadDeadlines(problems)
    return read_terms(root)
