"""The list of accounts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.accounts.queries import accounts_listed, roles_on
from diguan.domain.keyset import slice_of
from diguan.web.accounts.forms import FindForm
from diguan.web.shared.clock import today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

ORDERS = {
    "username": ("username",),
    "-username": ("-username",),
    "region_code": ("region_code", "username"),
    "-region_code": ("-region_code", "-username"),
}


@require_GET
@needs(Act.MANAGE_ACCOUNTS)
def listing(request: HttpRequest) -> HttpResponse:
    """Accounts of the viewer's units, with their roles of today."""
    viewer = asked(request).viewer
    form = FindForm(request.GET, viewer=viewer)
    said = form.cleaned_data if form.is_valid() else {}
    found = accounts_listed(viewer, words=said.get("words", ""), region_code=said.get("region_code", ""))
    sorted_by = request.GET.get("sort", "")
    sorted_by = sorted_by if sorted_by in ORDERS else "username"
    slice_ = slice_of(found, ORDERS[sorted_by], request.GET.get("at", ""))
    roles = roles_on(today(), slice_.rows)
    rows = [
        {"account": row, "roles": [f"accounts:role.{role.value}" for role in roles.get(row.pk, ())]}
        for row in slice_.rows
    ]
    context = {
        "form": form,
        "rows": rows,
        "slice": slice_,
        "sorted_by": sorted_by,
        "filtered": bool(any(said.values())),
    }
    return render(request, "accounts/list.html", context)
