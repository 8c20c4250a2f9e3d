"""How a program is refused: problem details (RFC 9457) that say what, where, the value, what was expected and what to do."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:diguan:problem:"
BAD, UNAUTHORIZED, FORBIDDEN, ABSENT, CONFLICT = 400, 401, 403, 404, 409
TOO_LARGE, NO_SUCH_TYPE, INVALID, TOO_MANY, BROKEN = 413, 415, 422, 429, 500
NOT_ALLOWED = 405
LONGEST_VALUE = 80

Said = tuple[str, Label, Label]
# By status: kind, what it is, what to do.
KINDS: Mapping[int, Said] = {
    BAD: ("bad", Label("请求读不懂", "the request cannot be read"), Label("正文须是 JSON", "the body must be JSON")),
    UNAUTHORIZED: (
        "unauthorized",
        Label("没有令牌，或令牌已失效", "there is no token, or it works no longer"),
        Label(
            "请求头写 Authorization: Bearer 令牌；令牌在网页“我的账号”中生成",
            "send the header Authorization: Bearer TOKEN; tokens are made on the page 'My account'",
        ),
    ),
    FORBIDDEN: (
        "forbidden",
        Label("您的角色或令牌的范围不允许这样做", "your role, or the scope of the token, does not allow this"),
        Label(
            "换用范围更大的令牌，或请有此职责的人办理", "use a token of a wider scope, or leave it to whose duty it is"
        ),
    ),
    ABSENT: (
        "absent",
        Label("没有这一项，或不在您的范围内", "there is no such thing, or it lies outside your region"),
        Label("请从列表中查找", "look for it in the list"),
    ),
    NOT_ALLOWED: (
        "method",
        Label("这个地址不接受这种方法", "the address does not take this method"),
        Label("响应头 Allow 列有可用的方法", "the header Allow names those that it takes"),
    ),
    CONFLICT: (
        "conflict",
        Label("与现在的状态冲突", "it conflicts with how things stand"),
        Label("请重新读取后再办", "read it anew and try again"),
    ),
    TOO_LARGE: (
        "too-large",
        Label("请求太大", "the request is too large"),
        Label(
            "正文不超过 1 MB，文件每个不超过 20 MB，导入合计 200 MB",
            "at most 1 MB of JSON, 20 MB a file, 200 MB a load",
        ),
    ),
    NO_SUCH_TYPE: (
        "media-type",
        Label("正文的类型不对", "the body is of another type than is taken here"),
        Label(
            "写 Content-Type: application/json；上传文件用 multipart/form-data",
            "send Content-Type: application/json, or multipart/form-data to hand in a file",
        ),
    ),
    INVALID: (
        "invalid",
        Label("内容不符合要求", "what was sent is not what is asked for"),
        Label("见 errors 中逐项的说明", "the errors say what is expected of each part"),
    ),
    TOO_MANY: (
        "too-many",
        Label("请求太频繁", "too many requests"),
        Label("等到 Retry-After 所说的秒数之后", "wait as many seconds as Retry-After says"),
    ),
    BROKEN: (
        "broken",
        Label("程序出错，已记入日志", "the program broke; the log has the rest"),
        Label("请联系管理员", "tell the administrator"),
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `where`: "body.made_on", "query.limit"; `value`: what was sent, as text, where it can be told."""

    where: str
    message: Label
    expected: Label | None = None
    value: str | None = None
    hint: Label | None = None

    def plain(self) -> dict[str, Any]:
        """As it goes out."""
        return {
            "where": self.where,
            "value": None if self.value is None else self.value[:LONGEST_VALUE],
            "message": both(self.message),
            "expected": None if self.expected is None else both(self.expected),
            "hint": None if self.hint is None else both(self.hint),
        }


@dataclass(slots=True)
class Refused(Exception):
    """A request that is answered with a problem. Without words of its own it says those of its status."""

    status: int
    message: Label | None = None
    hint: Label | None = None
    kind: str = ""
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: UnableToAct) -> "Refused":
        """A refusal of the domain: what is not there is absent; whatever else, what was sent is at fault."""
        if type(error).__name__.startswith("UnableToFind"):
            return cls(ABSENT)
        where = f"body.{error.field}" if error.field else "body"
        return cls(INVALID, error.message, error.hint, errors=[Fault(where, error.message, hint=error.hint)])


def problem(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The refusal as it goes out: title and detail in the language that is asked for, everything in both."""
    kind, title, todo = KINDS.get(refused.status, KINDS[BAD])
    message, hint = refused.message or title, refused.hint or (None if refused.message else todo)
    language = spoken(request)
    said = {
        "type": f"{TYPE}{refused.kind or kind}",
        "title": title[language],
        "status": refused.status,
        "detail": f"{message[language]}{'。' if language == 'zh' else '. '}{hint[language]}"
        if hint
        else message[language],
        "message": both(message),
        "hint": None if hint is None else both(hint),
        "errors": [fault.plain() for fault in refused.errors],
    }
    response = HttpResponse(json.dumps(said, ensure_ascii=False), status=refused.status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = language
    if refused.status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="diguan"'
    for name, value in refused.headers.items():
        response.headers[name] = value
    return response


def spoken(request: HttpRequest) -> str:
    """Chinese, unless the program asks for English first."""
    return "en" if request.headers.get("Accept-Language", "").strip().lower().startswith("en") else "zh"


def both(label: Label) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": label.zh, "en": label.en}
