"""A board as a workbook to take along, in the layout of offices; small figures are left out unless somebody says why not; on record."""

from collections.abc import Sequence
from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.permissions import Act
from diguan.domain.audit.actions import append_audit
from diguan.domain.insight.queries import Board, Resting, board_of, last_reckoning
from diguan.domain.regions.queries import region_path
from diguan.domain.registry.models import Source
from diguan.exchange.tallies import TallyBook, TallySheet, write_tallies
from diguan.web.board.forms import Chosen, TakeForm
from diguan.web.board.showing import (
    CLOSINGS,
    PLACES,
    Cell,
    Line,
    Showing,
    board_address,
)
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.tags import moment
from diguan.web.shared.texts import spoken, text

LEFT_OUT, NOTHING = "*", "–"


@require_POST
@needs(Act.SEE_FIGURES)
def take(request: HttpRequest) -> HttpResponseBase:
    """The tables of the board that an address asks for."""
    viewer = asked(request).viewer
    chosen = Chosen(request.GET, viewer, reckoning := last_reckoning())
    if chosen.choice is None or reckoning is None:
        raise Http404
    form = TakeForm(request.POST, may_reveal=viewer.may(Act.REVEAL, chosen.choice.region_code))
    if not form.is_valid():
        context = {
            "form": form,
            "book": board_address(chosen.choice, "board:book"),
            "back": board_address(chosen.choice),
        }
        return render(request, "board/taking.html", context)
    whole = bool(form.cleaned_data["reason"])
    board = board_of(viewer, chosen.choice, reckoning, leaving=not whole)
    file = BytesIO()
    write_tallies(
        file, _about(board, chosen.resting, form.cleaned_data), _sheets(board, chosen.resting), made_on=today()
    )
    append_audit(
        actor=viewer.account_id,
        action="take_board",
        subject="region",
        subject_id=chosen.choice.region_code,
        region_code=chosen.choice.region_code,
        detail={
            "recipient": keyed_hash(form.cleaned_data["recipient"].strip()),
            "revealed": whole,
            "reason": form.cleaned_data["reason"],
        },
        at=now(),
    )
    file.seek(0)
    name = f"board-{chosen.choice.region_code}-{board.on.isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def _about(board: Board, resting: Resting, said: dict[str, str]) -> TallyBook:
    choice = board.choice
    title = text("board:book.title", place=region_path(choice.region_code))
    if Source.objects.filter(synthetic=True).exists():
        title += f"（{text('board:book.synthetic')}）"
    cut = [spoken(resting.indicators(choice.standard)[choice.indicator])] if choice.indicator else []
    cut += [choice.department] if choice.department else []
    rounds = [
        text("board:round", number=r.pk, as_of=r.as_of.isoformat(), version=r.version)
        for r in resting.of(choice.standard)
    ]
    lines = (text("board:book.unit"), text("board:book.as_of", on=board.on.isoformat()))
    return TallyBook(
        title,
        text("board:book.recipient", name=said["recipient"].strip()),
        (*lines, text("board:book.compiler", name=said["compiler"].strip())),
        text("board:book.basis", said=" ".join([*rounds, *cut]) or NOTHING),
        (
            *([text("board:book.left_out")] if board.veiled else []),
            *_uncovered(board, resting),
            text("board:book.counted", at=moment(board.at)),
            text("board:book.made_on", on=today().isoformat()),
        ),
    )


def _uncovered(board: Board, resting: Resting) -> list[str]:
    showing = Showing(board, resting)
    phrases = [phrase for phrase, _ in showing.uncovered(showing.by_indicator())]
    return [f"{text('board:uncovered')} {text('households:comma').join(phrases)}"] if phrases else []


def _sheets(board: Board, resting: Resting) -> list[TallySheet]:
    showing = Showing(board, resting)
    whole, total = showing.whole(), region_path(board.choice.region_code)

    def sheet(name: str, heading: str, lines: Sequence[Line], measures: Sequence[str]) -> TallySheet:
        named = tuple(text(f"board:measure.{measure}") for measure in measures)
        first = [total, *(_said(whole[measure]) for measure in measures)]
        rows = [[line.name, *(_said(cell) for cell in line.cells)] for line in lines]
        return TallySheet(text(f"board:{name}.title"), (text(f"board:column.{heading}"), *named), [first, *rows])

    return [
        sheet("units", "unit", showing.places(), PLACES),
        sheet("indicators", "indicator", showing.by_indicator(), showing.of_indicators),
        sheet("departments", "department", showing.by_department(), showing.of_departments),
        sheet("closings", "unit", (), CLOSINGS),
    ]


def _said(cell: Cell) -> str | int:
    if cell.value is None:
        return NOTHING if cell.percent else LEFT_OUT
    return f"{cell.value}%" if cell.percent else cell.value
