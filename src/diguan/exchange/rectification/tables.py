"""The four tables of a paper: the whole in the customary columns, then problems, tasks and responsibilities each for themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from diguan.exchange.rectification.rows import Cover, ProblemRow, TaskRow
from diguan.locale import texts

# column of the catalogue and its width in characters; the widths of a table fill a landscape A4
WHOLE = (
    ("number", 5),
    ("problem", 24),
    ("measure", 26),
    ("goal", 16),
    ("leader", 12),
    ("lead_unit", 12),
    ("unit", 12),
    ("responsible", 12),
    ("due", 13),
    ("progress", 26),
    ("state", 10),
)
PROBLEMS = (
    ("number", 5),
    ("category", 16),
    ("problem", 44),
    ("root_cause", 30),
    ("closes", 28),
    ("unit", 16),
    ("due", 12),
    ("state", 12),
)
TASKS = (("number", 5), ("problem", 36), ("measure", 36), ("goal", 24), ("horizon", 12), ("stages", 40), ("due", 12))
DUTIES = (
    ("number", 5),
    ("problem", 44),
    ("leader", 20),
    ("lead_unit", 20),
    ("unit", 20),
    ("responsible", 20),
    ("due", 12),
)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` as texts; the first `merged` columns of consecutive rows of one problem are one cell (`spans`: rows of each problem)."""

    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    merged: int
    spans: Sequence[int]


def tables(cover: Cover, problems: Sequence[ProblemRow]) -> tuple[Table, ...]:
    """The tables of a paper, in the order in which they stand."""
    said = texts("rectification")
    language = cover.language
    return (
        _table(cover, said.say("paper.all", language), WHOLE, problems, by_task=True, merged=2),
        _table(cover, said.say("lists.problems", language), PROBLEMS, problems, by_task=False, merged=0),
        _table(cover, said.say("lists.tasks", language), TASKS, problems, by_task=True, merged=2),
        _table(cover, said.say("lists.duties", language), DUTIES, problems, by_task=True, merged=2),
    )


def _table(
    cover: Cover,
    title: str,
    columns: Sequence[tuple[str, int]],
    problems: Sequence[ProblemRow],
    *,
    by_task: bool,
    merged: int,
) -> Table:
    said = texts("rectification")
    headings = [said.say(f"paper.head.{name}", cover.language) for name, _ in columns]
    parts = [list(_parts(problem, by_task=by_task)) for problem in problems]
    rows = [[_cell(name, problem, task) for name, _ in columns] for own in parts for problem, task in own]
    return Table(title, headings, [width for _, width in columns], rows, merged, [len(own) for own in parts])


def _parts(problem: ProblemRow, *, by_task: bool) -> Iterator[tuple[ProblemRow, TaskRow | None]]:
    """A row a task; one without where there is none, or none is asked for."""
    if by_task and problem.tasks:
        yield from ((problem, task) for task in problem.tasks)
    else:
        yield problem, None


def _cell(name: str, problem: ProblemRow, task: TaskRow | None) -> str:
    if name in ("measure", "lead_unit", "responsible"):
        return getattr(task, name) if task else ""
    if name == "unit":
        return task.unit if task else problem.unit
    if name == "due":
        return (task.due if task else problem.due).isoformat()
    if name == "stages":
        return _lines(task.stages if task else ())
    if name == "progress":
        return _lines(task.progress if task else ())
    return str(getattr(problem, name))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def lines_above(cover: Cover) -> tuple[str, str]:
    """What stands below the title of every table: the paper with the day; for whom it is, and what is masked."""
    said, language = texts("rectification"), cover.language
    hidden = said.say("paper.masked" if cover.masked else "paper.revealed", language)
    recipient = said.say("paper.for_whom", language, name=cover.recipient)
    first = f"{cover.region}　{cover.paper}　{said.say('paper.as_of', language, day=cover.as_of.isoformat())}"
    second = f"{recipient}　{hidden}"
    if cover.synthetic:
        second += f"　{said.say('paper.synthetic', language)}"
    return first, second
