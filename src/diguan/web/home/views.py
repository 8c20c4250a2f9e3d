"""What somebody may do today, where, and where to go for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diguan.domain.accounts.permissions import SHOWN, Act, Role, Sensitivity, acts_of
from diguan.domain.accounts.queries import departments
from diguan.domain.screening.queries import standings_in
from diguan.web.shared.requests import asked

LEADERS = frozenset({Role.COUNTY, Role.PREFECTURE, Role.REGION, Role.AUDITOR})


def home(request: HttpRequest) -> HttpResponse:
    """The first page: the board for those who lead or look over, for everybody else what they may do."""
    if any(right.role in LEADERS for right in asked(request).viewer.grants):
        return redirect("board:board")
    return rights(request)


def rights(request: HttpRequest) -> HttpResponse:
    """What somebody may do, and how their households stand."""
    found = [
        {
            "role": f"accounts:role.{right.role.value}",
            "region_code": right.region_code,
            "department": departments().get(right.department),
            "acts": [f"accounts:act.{act.value}" for act in Act if act in acts_of(right.role)],
            "shown": [f"accounts:sensitivity.{kind.value}" for kind in Sensitivity if kind in SHOWN[right.role]],
        }
        for right in asked(request).viewer.grants
    ]
    viewer = asked(request).viewer
    standings = standings_in(viewer) if viewer.may(Act.SEE) else []
    return render(request, "home/home.html", {"rights": found, "standings": standings})
