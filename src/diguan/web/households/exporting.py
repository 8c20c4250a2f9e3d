"""A list of households as a workbook to take along: masked whoever takes it, named for one recipient, on record."""

from collections.abc import Iterator
from io import BytesIO

from django import forms
from django.http import FileResponse, Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.regions.queries import region_path
from diguan.domain.registry.models import Source
from diguan.exchange.lists import Column, ListBook, write_list
from diguan.exchange.masking import mask_name
from diguan.web.households.finding import ORDERS, Found, find, rows_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

MOST_ROWS = 20_000
BATCH = 500
WIDTHS = {"number": 20, "name": 14, "status": 16, "unmet": 10, "unknown": 10, "size": 8, "region": 44}
COUNTS = ("unmet", "unknown", "size")


class ExportForm(PlainForm):
    """For whom the list is."""

    texts = "households:export"
    hints = ("recipient",)
    recipient = forms.CharField(max_length=60)


@require_POST
@needs(Act.EXPORT)
def export(request: HttpRequest) -> HttpResponseBase:
    """The households that answer the questions of a list, where the viewer may export them."""
    viewer, form = asked(request).viewer, ExportForm(request.POST)
    found = find(QueryDict(request.POST.get("questions", "")), viewer)
    households = scoped(found.households, viewer, Act.EXPORT)
    count = households.count()
    if not found.form.is_valid() or not 0 < count <= MOST_ROWS:
        raise Http404
    if not form.is_valid():
        return render(request, "households/export.html", {"form": form, "questions": request.POST["questions"]})
    recipient = form.cleaned_data["recipient"].strip()
    book = BytesIO()
    rows = _rows(viewer, Found(found.form, found.said, found.standard, households, found.sorted_by))
    write_list(book, _described(recipient, count), _columns(), rows, made_on=today())
    append_audit(
        actor=viewer.account_id,
        action="take_list",
        subject="household",
        subject_id="",
        region_code=_place(viewer),
        detail={"rows": count, "recipient": keyed_hash(recipient)},
        at=now(),
    )
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"households-{today().isoformat()}.xlsx")


def _place(viewer: Viewer) -> str:
    """Where the viewer may export: the first of such units."""
    return next(right.region_code for right in viewer.grants if viewer.may(Act.EXPORT, right.region_code))


def _described(recipient: str, count: int) -> ListBook:
    synthetic = Source.objects.filter(synthetic=True).exists()
    return ListBook(
        title=text("households:export.sheet"),
        recipient=recipient,
        statement=text("households:export.statement", count=count, day=today().isoformat()),
        synthetic=synthetic,
    )


def _columns() -> list[Column]:
    return [Column(text(f"households:column.{name}"), width, name in COUNTS) for name, width in WIDTHS.items()]


def _rows(viewer: Viewer, found: Found) -> Iterator[list[str | int | None]]:
    """Rows in the order of the list; every name masked."""
    wanted = found.households.defer("facts").order_by(*ORDERS[found.sorted_by])
    households = list(wanted)
    for start in range(0, len(households), BATCH):
        for row in rows_of(viewer, households[start : start + BATCH], found.standard):
            yield [
                row["number"],
                mask_name(row["household"].head_name),
                row["status"] or text("households:not_known"),
                row["unmet"],
                row["unknown"],
                row["size"],
                region_path(row["household"].region_code),
            ]
