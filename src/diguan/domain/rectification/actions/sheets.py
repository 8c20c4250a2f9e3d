"""Problems from a workbook: the template goes out with the choices of whoever takes it, comes back, is looked at and taken, all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.rectification.actions.problems import Entered, add_problems
from diguan.domain.rectification.choices import Category, ProblemKind
from diguan.domain.rectification.models import Problem
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import resolve_region
from diguan.domain.screening.queries import judging_rounds
from diguan.engine.documents import Label
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.rectification import Choices, ReadProblem, WrongRow, read_problems, write_template
from diguan.locale import texts


@dataclass(slots=True)
class Sheet:
    """What a workbook says: problems that can be entered, with their places, and rows that cannot."""

    places: list[str] = field(default_factory=list)
    entered: list[Entered] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)


def choices_for(viewer: Viewer) -> Choices:
    """What the closed columns offer to somebody, in Chinese as on the sheet."""
    said = texts("rectification")
    rules: dict[str, str] = {}
    for round_ in judging_rounds(viewer):
        for each in round_.indicators:
            rules.setdefault(f"{round_.label['zh']}：{each['zh']}", f"{round_.standard}|{each['id']}")
    return Choices(
        {
            "category": {said.say(f"category.{each}", "zh"): str(each) for each in Category},
            "kind": {said.say(f"problem_kind.{each}", "zh"): str(each) for each in ProblemKind},
            "department": {label.zh: id_ for id_, label in departments().items()},
            "rule": rules,
        }
    )


def save_template(path: Path, viewer: Viewer, on: date) -> None:
    """Write the template."""
    write_template(path, choices_for(viewer), on)


def read_sheet(*, path: Path, inspection_id: int, actor: Viewer, at: datetime) -> Sheet:
    """Read a filled-in template and try every row; nothing is kept. UnableToAct where the file cannot be read or holds no problem."""
    try:
        read, wrong = read_problems(path, choices_for(actor))
    except UnableToReadInput as error:
        raise UnableToAct(error.refusal.found, error.refusal.hint, "book") from error
    if not read and not wrong:
        raise UnableToAct(texts("rectification").both("book.no_rows"), None, "book")
    sheet = Sheet(wrong=list(wrong))
    with transaction.atomic():
        for row in read:
            _try(sheet, row, inspection_id, actor, at)
        transaction.set_rollback(True)
    return sheet


def _try(sheet: Sheet, row: ReadProblem, inspection_id: int, actor: Viewer, at: datetime) -> None:
    """Enter a row as it would be; what it takes with it is taken back."""
    try:
        with transaction.atomic():
            entered = _entered(row, actor)
            add_problems(inspection_id=inspection_id, entered=[entered], actor=actor, at=at)
    except UnableToAct as error:
        said = Label(error.said("zh"), error.said("en"))
        sheet.wrong.append(WrongRow(row.place, said))
    else:
        sheet.places.append(row.place)
        sheet.entered.append(entered)


def _entered(row: ReadProblem, actor: Viewer) -> Entered:
    said = row.texts
    standard, _, indicator = said.get("rule", "").partition("|")
    named = said.get("households", "").replace("，", ",").replace("、", ",").split(",")
    assert row.deadline is not None  # noqa: S101  a row without a day is wrong
    return Entered(
        region_code=resolve_region(said.get("region", ""), actor.scopes(Act.RECTIFY)),
        kind=ProblemKind(said.get("kind") or ProblemKind.SINGLE),
        category=Category(said.get("category") or Category.OTHER),
        text=said.get("text", ""),
        deadline_on=row.deadline,
        department=said.get("department", ""),
        number=row.number,
        criteria=said.get("criteria", ""),
        standard=standard,
        indicator=indicator,
        households=tuple(part.strip() for part in named if part.strip()),
    )


def take_sheet(*, inspection_id: int, entered: Sequence[Entered], actor: Viewer, at: datetime) -> tuple[Problem, ...]:
    """Enter what was looked at, all or none."""
    return add_problems(inspection_id=inspection_id, entered=entered, actor=actor, at=at)


def plain(entered: Entered) -> dict[str, Any]:
    """A problem as plain values, to travel through a page."""
    values = {name: getattr(entered, name) for name in Entered.__slots__}
    return values | {
        "kind": str(entered.kind),
        "category": str(entered.category),
        "deadline_on": entered.deadline_on.isoformat(),
        "households": list(entered.households),
    }


def entered_of(values: Mapping[str, Any]) -> Entered:
    """From what `plain` gave."""
    kept = dict(values)
    kept["kind"], kept["category"] = ProblemKind(kept["kind"]), Category(kept["category"])
    kept["deadline_on"] = date.fromisoformat(kept["deadline_on"])
    kept["households"] = tuple(kept["households"])
    return Entered(**kept)
