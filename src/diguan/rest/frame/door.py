"""The door before every address of the API: size and type of what comes in, token, limits, keys; errors leave as problems."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from diguan.domain.accounts.answers import begin_answer, end_answer
from diguan.domain.accounts.counting import count_up, seconds_left
from diguan.domain.audit.doors import through_token
from diguan.domain.evidence.choices import LARGEST
from diguan.engine.documents import Label
from diguan.rest.frame.callers import Caller, caller_of
from diguan.rest.frame.clock import now
from diguan.rest.frame.problems import (
    BAD,
    BROKEN,
    INVALID,
    MEDIA_TYPE,
    NO_SUCH_TYPE,
    TOO_LARGE,
    TOO_MANY,
    Fault,
    Refused,
    problem,
)

Handler = Callable[[HttpRequest], HttpResponse]
FREE = ("openapi.json",)  # the description holds no data
JSON, FILES = "application/json", "multipart/form-data"
MOST_JSON, MOST_FILE = 1 << 20, LARGEST + (1 << 20)  # bytes
# What takes files, by the end of its address, and how many bytes at most.
TAKES_FILES = {"/evidence": MOST_FILE, "/loads": 10 * LARGEST}
WINDOW = 60  # seconds
LONGEST_KEY = 64
KEY, REPEATED = "Idempotency-Key", "Idempotency-Replayed"
UNKEPT = "unkept"  # set on a request whose answer shows what is masked: it is kept nowhere


def door_middleware(handler: Handler) -> Handler:
    """Lets programs in by their tokens alone; pages pass by."""

    def pass_on(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.API):
            return handler(request)
        try:
            if request.path_info.removeprefix(settings.API) in FREE:
                return _as_problem(request, handler(request))
            return _as_problem(request, _let_in(request, handler))
        except Refused as refused:
            return problem(request, refused)

    return pass_on


def _let_in(request: HttpRequest, handler: Handler) -> HttpResponse:
    known: Any = request
    caller = known.caller = caller_of(request)
    known.user = caller.account
    _refuse_many(caller)
    _refuse_unfit(request)
    with through_token(caller.token.pk):
        return _once(request, caller, handler) if request.headers.get(KEY) else handler(request)


def _refuse_many(caller: Caller) -> None:
    """So many requests a minute, by token and by account: whoever makes ten tokens does not ask ten times as much."""
    token, account = f"token:{caller.token.pk}", f"account:{caller.account.pk}"
    counted = count_up((token, account), now(), WINDOW)
    if counted[token] > settings.API_LIMITS["token"] or counted[account] > settings.API_LIMITS["account"]:
        raise Refused(TOO_MANY, headers={"Retry-After": str(seconds_left(now(), WINDOW))})


def _refuse_unfit(request: HttpRequest) -> None:
    """What is too large, or of a type that nobody reads, before anything of it is read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    length = int(said) if said.isascii() and said.isdigit() else 0
    if not length:
        return
    kind = (request.content_type or "").lower()
    most = next((size for end, size in TAKES_FILES.items() if request.path_info.endswith(end)), None)
    if kind != (JSON if most is None else FILES):
        raise Refused(NO_SUCH_TYPE)
    if length > (most or MOST_JSON):
        raise Refused(TOO_LARGE)


def _once(request: HttpRequest, caller: Caller, handler: Handler) -> HttpResponse:
    """What a program marks with a key is done once: the answer lies in the same transaction as what was done."""
    key = request.headers[KEY]
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        expected = Label(f"不超过 {LONGEST_KEY} 个可见字符", f"at most {LONGEST_KEY} visible characters")
        raise Refused(INVALID, errors=[Fault(f"header.{KEY}", expected, expected, key)])
    if request.method != "POST" or request.content_type == FILES:
        return handler(request)  # reading changes nothing, and a file is kept once by its content
    with transaction.atomic():
        asked = sha256(b"\0".join((request.path_info.encode(), request.body))).hexdigest()
        answer, is_new = begin_answer(account_id=caller.account.pk, key=key, asked=asked, at=now())
        if not is_new:
            return _again(answer, asked)
        response = handler(request)
        if response.status_code >= BROKEN:
            transaction.set_rollback(True)
            return response
        if getattr(request, UNKEPT, False):
            answer.delete()
            return response
        end_answer(
            answer,
            status=response.status_code,
            media_type=response.headers["Content-Type"],
            body=response.content.decode(),
        )
        return response


def _again(answer: Any, asked: str) -> HttpResponse:  # noqa: ANN401  a row of answers
    """The answer of the first time; a key that marks something else is refused."""
    if answer.asked != asked:
        message = Label("这个键已用于另一个请求", "this key was used for another request")
        hint = Label("每个请求用一个新键", "use a new key for every request")
        raise Refused(INVALID, message, hint, kind="key", errors=[Fault(f"header.{KEY}", message, hint=hint)])
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.media_type)
    response.headers[REPEATED] = "true"
    return response


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An error that was not said as a problem yet: an address that is not there, a method, a fault of the program."""
    if response.status_code < BAD or response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    allow = {"Allow": response.headers["Allow"]} if "Allow" in response.headers else {}
    return problem(request, Refused(response.status_code, headers=allow))
