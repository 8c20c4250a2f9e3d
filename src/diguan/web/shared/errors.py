"""Pages that say that something did not work, without saying more than that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

BAD, FORBIDDEN, ABSENT, BUSY, BROKEN = 400, 403, 404, 429, 500


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no page of ours sends."""
    del exception
    return _page(request, BAD, "bad")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, and not allowed."""
    del exception
    return _page(request, FORBIDDEN, "forbidden")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was opened too long ago, or elsewhere."""
    del reason
    return _page(request, FORBIDDEN, "forged")


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or none that whoever asks may know of."""
    del exception
    return _page(request, ABSENT, "absent")


def broken(request: HttpRequest) -> HttpResponse:
    """500: the program is at fault. Asks the database nothing: it may be what is broken."""
    return render(request, "shared/broken.html", status=BROKEN)


def lost(request: HttpRequest) -> HttpResponse:
    """500: a file that should be there is gone, or is not what was kept."""
    return _page(request, BROKEN, "lost")


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """429: too many wrong passwords."""
    del args, kwargs
    return _page(request, BUSY, "locked_out")


def _page(request: HttpRequest, status: int, kind: str) -> HttpResponse:
    texts = {"title": f"frame:refused.{kind}.title", "what": f"frame:refused.{kind}.what"}
    return render(request, "shared/refused.html", texts, status=status)
