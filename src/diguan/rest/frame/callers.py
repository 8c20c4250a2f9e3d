"""Who asks: the account of a token, what it may do today, cut to the scope of the token."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.decorators import decorate_view

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.models import Account, Token
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.tokens import note_use, token_said
from diguan.engine.documents import Label
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.problems import FORBIDDEN, UNAUTHORIZED, Refused, problem

View = TypeVar("View", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]
SCHEME = "bearer"
LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks, and with which token."""

    account: Account
    token: Token
    viewer: Viewer


def caller_of(request: HttpRequest) -> Caller:
    """Whoever a token stands for. Cookies do not count here: no page of another site can ask in a reader's name."""
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    known = scheme.lower() == SCHEME and len(said) <= LONGEST_TOKEN
    token = token_said(said.strip(), now()) if known else None
    if token is None:
        raise Refused(UNAUTHORIZED)
    if token.account.must_change_password:
        raise Refused(
            FORBIDDEN,
            Label("这个账号须先修改密码", "the password of this account must be changed first"),
            Label("请本人登录网页修改", "let whose it is sign in to the pages and change it"),
            kind="password",
        )
    note_use(token, now())
    viewer = viewer_of(token.account_id, today()).limited(Scope(token.scope))
    return Caller(token.account, token, viewer)


def viewer_from(request: HttpRequest) -> Viewer:
    """What whoever asks may do."""
    caller: Caller = request.caller  # type: ignore[attr-defined]  # the door puts it there
    return caller.viewer


def needs(*acts: Act) -> Callable[[View], View]:
    """An address for those who may do one of some acts somewhere at all. Others are refused (403) before what they sent is looked at."""

    def guard(run: Run) -> Run:
        @wraps(run)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  parts of the address
            if not any(viewer_from(request).may(act) for act in acts):
                return problem(request, Refused(FORBIDDEN))
            return run(request, *args, **kwargs)

        return guarded

    def mark(view: View) -> View:
        marked: Any = decorate_view(guard)(view)
        marked.acts = frozenset(acts)  # read by the tests of every address and role
        return marked  # type: ignore[no-any-return]  # the same view

    return mark
