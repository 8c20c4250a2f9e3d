"""Who asks: account, roles of today, scope and end of the token, limits."""

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from diguan.domain.accounts.permissions import Act
from diguan.rest.frame.callers import Caller, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.values import Department, Place

router = Router(tags=["me"])


class Role(Schema):
    """A role over a unit and all below it."""

    role: str
    over: Place
    department: Department | None


class Limits(Schema):
    """Requests a minute."""

    token: int
    account: int


class Me(Schema):
    """Whoever asks. `acts`: what the token may do somewhere at all."""

    username: str
    name: str
    place: Place
    roles: list[Role]
    scope: str
    acts: list[str]
    token: str
    expires_at: datetime
    limits: Limits
    today: date


@router.get("/me", response=Me, operation_id="who_am_i")
def who_am_i(request: HttpRequest) -> Me:
    """The account and the token."""
    caller: Caller = request.caller  # type: ignore[attr-defined]  # the door puts it there
    viewer = viewer_from(request)

    return Me(
        username=caller.account.username,
        name=caller.account.name,
        place=Place.of(caller.account.region_code),
        roles=[
            Role(role=str(g.role), over=Place.of(g.region_code), department=Department.maybe(g.department))
            for g in viewer.grants
        ],
        scope=caller.token.scope,
        acts=[str(act) for act in Act if viewer.may(act)],
        token=caller.token.name,
        expires_at=caller.token.expires_at,
        limits=Limits(**settings.API_LIMITS),
        today=today(),
    )
