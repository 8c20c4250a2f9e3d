"""Which language somebody reads: Chinese, until English is asked for; a cookie remembers."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from diguan.web.shared.texts import reading

COOKIE = "diguan_language"
SPOKEN = {"zh": "zh-hans", "en": "en"}
DEFAULT = "zh"
YEAR = 365 * 24 * 3600
Handler = Callable[[HttpRequest], HttpResponse]


def language_middleware(handler: Handler) -> Handler:
    """Speaks the language of the cookie; what the browser prefers does not count, for most were never set up."""

    def speak(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE, "")
        said = chosen if chosen in SPOKEN else DEFAULT
        with translation.override(SPOKEN[said]), reading(said):
            response = handler(request)
            response.headers.setdefault("Content-Language", SPOKEN[said])
        return response

    return speak


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remembers a language and goes back to where it was asked for."""
    there = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    response = HttpResponseRedirect(there)
    if (chosen := request.POST.get("language", "")) in SPOKEN:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response
