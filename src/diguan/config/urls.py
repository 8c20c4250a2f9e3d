"""Addresses of the pages, each noun of `settings.PAGES` brings its own; and those of the API."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from diguan.web.shared.languages import choose_language

urlpatterns: list[URLPattern | URLResolver] = [
    path(settings.API.lstrip("/"), include("diguan.rest.urls")),
    path("language/", choose_language, name="language"),
    *(path("", include(f"{noun}.urls")) for noun in settings.PAGES),
]
handler400 = "diguan.web.shared.errors.bad_request"
handler403 = "diguan.web.shared.errors.forbidden"
handler404 = "diguan.web.shared.errors.absent"
handler500 = "diguan.web.shared.errors.broken"
