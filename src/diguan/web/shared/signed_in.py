"""Whoever has not signed in is led to the sign-in; what they had sent is not lost without a word."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect

from diguan.web.shared.context import address_of
from diguan.web.shared.texts import text


class SignInFirst(LoginRequiredMiddleware):
    """Django's own guard; after a form that nobody may send any more it says so, and leads back to the page of the form."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:  # noqa: ANN401  whatever a view is
        """To the sign-in, and from there back to where one was."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, text("signing:not_stored"))
        return redirect_to_login(address_of(request))
