"""From files to the registry: read them as a round would, store them, list what could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.regions.queries import region_name, region_tree
from diguan.domain.registry.actions.loading.answers import fit_answers
from diguan.domain.registry.actions.loading.load import Progress, Terms, load_inputs
from diguan.domain.registry.actions.loading.outcome import LoadOutcome, UnableToLoad
from diguan.domain.registry.queries.extraction.extent import EVERYWHERE
from diguan.domain.registry.queries.loads import answers_beside
from diguan.engine.catalogue import load_catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.visiting.answers import Refused
from diguan.exchange.figures.model import Cover
from diguan.exchange.reading import VisitBook, read_inputs
from diguan.exchange.rejected import write_rejected
from diguan.exchange.visits import VisitReading, read_visit_books, require_questions
from diguan.exchange.visits.rejected import NotTaken, write_not_taken
from diguan.locale import Language

TITLE = Label("登记册导入", "Loaded into the registry")


@dataclass(frozen=True, slots=True)
class Files:
    """What is loaded, as `diguan screen` names it; filled-in visit workbooks among `inputs` are known by themselves.

    `rejected`: where rejected.xlsx is written when something could not be read; answers that were not taken are listed in
    visits-rejected.xlsx beside it. `purpose`: for what rosters and base were handed over. `answers_only`:
    whoever hands them in may bring answers of visits alone.
    """

    inputs: Sequence[Path]
    as_of: date
    residents: Path | None = None
    rosters: Mapping[str, Path] = field(default_factory=dict)
    region: str | None = None
    rejected: Path | None = None
    language: Language = "zh"
    purpose: str = ""
    answers_only: bool = False


def load_files(
    *, files: Files, preview: bool, actor: Viewer | None, at: datetime, progress: Progress | None = None
) -> LoadOutcome:
    """Read and store files; a preview stores nothing. UnableToReadInput, UnableToResolveRegion, UnableToLoad."""
    tell = progress or (lambda _stage, _done, _total: None)
    catalogue, books = load_catalogue(), list[VisitBook]()
    region = None if files.region is None else region_code_of(files.region)
    read = read_inputs(
        files.inputs,
        files.residents,
        files.rosters,
        catalogue,
        region_tree(),
        region,
        files.as_of,
        progress=lambda what, done, total: tell(f"reading {what}", done, total),
        visits=books,
    )
    if files.answers_only and read.sheets:
        raise _not_answers(read.sheets[0].file)
    visits = read_visit_books(books, catalogue)
    require_questions(visits)
    terms = Terms(catalogue, files.as_of, region, preview, files.purpose.strip())
    outcome, refused = _Storing(terms, actor, at, tell).store(read, visits)
    if files.rejected is not None:
        _list_rejected(files, read, refused, terms)
    return outcome


def _not_answers(file: str) -> UnableToLoad:
    return UnableToLoad(
        Label(f"“{file}”不是填好的走访表", f"'{file}' is no filled-in visit workbook"),
        Label(
            "这里只收走访表；别的表格由乡镇或旗县在“导入”页导入",
            "only visit workbooks are taken here; the township or county imports others",
        ),
    )


@dataclass(frozen=True, slots=True)
class _Storing:
    terms: Terms
    actor: Viewer | None
    at: datetime
    tell: Progress

    def store(self, read: ReadInputs, visits: VisitReading) -> tuple[LoadOutcome, Sequence[Refused]]:
        """Exports first: visits may speak of households that came with them. All of it or nothing."""
        if not visits.files:
            return self._load(read, self.terms), ()
        lasting = replace(self.terms, preview=False)
        with transaction.atomic():
            first = self._load(read, lasting) if read.tables else None
            outcome, refused = self._answers(visits, lasting)
            if self.terms.preview:
                transaction.set_rollback(True)
        whole = outcome if first is None else first.followed_by(outcome)
        return (replace(whole, load_id=None, preview=True) if self.terms.preview else whole), refused

    def _load(self, read: ReadInputs, terms: Terms) -> LoadOutcome:
        return load_inputs(read=read, terms=terms, actor=self.actor, at=self.at, progress=self.tell)

    def _answers(self, visits: VisitReading, terms: Terms) -> tuple[LoadOutcome, Sequence[Refused]]:
        today = timezone.localtime(self.at).date()
        fitting = fit_answers(visits.answers, terms.catalogue, terms.region, today)
        refused = [*visits.refused, *fitting.refused]
        outcome = LoadOutcome(None, False, terms.region or EVERYWHERE)  # noqa: FBT003  no preview by itself
        if fitting.read.tables:
            fitting.read.notes += visits.notes
            outcome = self._load(fitting.read, terms)
        taken = len(visits.answers) - len(fitting.refused)
        return replace(outcome, answers=taken, unanswered=visits.unanswered, refused_answers=len(refused)), refused


def _list_rejected(files: Files, read: ReadInputs, refused: Sequence[Refused], terms: Terms) -> None:
    assert files.rejected is not None  # noqa: S101  for the type alone
    if read.rejected or read.bad_cells:
        partial = files.rejected.with_name(f".{files.rejected.name}.partial")
        write_rejected(
            read, terms.catalogue, partial, recipient="", reveal=False, as_of=files.as_of, language=files.language
        )
        partial.replace(files.rejected)
    if refused:
        path = answers_beside(files.rejected)
        partial = path.with_name(f".{path.name}.partial")
        write_not_taken(partial, NotTaken(refused, [], []), terms.catalogue, _cover(terms), files.language)
        partial.replace(path)


def _cover(terms: Terms) -> Cover:
    """What stands on the list of answers that were not taken: no standard had a part in it."""
    return Cover(
        pack=TITLE,
        pack_id="",
        pack_version="",
        as_of=terms.as_of,
        region="" if terms.region is None else region_name(terms.region),
        recipient=None,
        reveal_reason=None,
        synthetic=False,
        retrospective=False,
        engine_version="",
    )


def region_code_of(region: str) -> str:
    """The full code of a region given by code or name."""
    return region_tree().code_of(region)
