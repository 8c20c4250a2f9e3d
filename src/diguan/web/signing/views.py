"""Pages of signing in and of one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.addresses import set_address
from diguan.domain.accounts.factor import codes_left, factor_of
from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.passwords import change_password
from diguan.domain.accounts.queries import sessions_of
from diguan.domain.accounts.refusals import UnableToSetAddress, UnableToSetPassword
from diguan.domain.accounts.signing import (
    end_other_sessions,
    end_session,
    record_refused_sign_in,
    record_sign_out,
)
from diguan.web.shared.clock import now
from diguan.web.shared.requests import account_of, asked
from diguan.web.shared.texts import text
from diguan.web.signing.entering import enter, next_of, wait_for_code
from diguan.web.signing.forms import AddressForm, PasswordForm, SignInForm


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class SignIn(View):
    """The page of signing in. Whoever was led here from another page goes back to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        if account_of(request):
            return redirect(next_of(request))
        return self._page(request, SignInForm(request=request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lets somebody in, or records that they were not."""
        form = SignInForm(request.POST, request=request)
        if not form.is_valid() or form.account is None:
            if form.has_error("__all__"):
                locked = bool(getattr(request, "axes_locked_out", False))
                record_refused_sign_in(username=request.POST.get("username", "")[:150], locked=locked, at=now())
            return self._page(request, form)
        request.session.clear_expired()  # rows of sign-ins that nobody ended
        return enter(request, form.account) if factor_of(form.account) is None else wait_for_code(request, form.account)

    def _page(self, request: HttpRequest, form: SignInForm) -> HttpResponse:
        return render(request, "signing/sign_in.html", {"form": form, "next": request.GET.get("next", "")})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this sign-in."""
    record_sign_out(account=asked(request).user, at=now())
    logout(request)
    messages.success(request, text("signing:signed_out"))
    return redirect("signing:sign_in")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """One's own password."""
    account = asked(request).user
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change_password(
                account=account,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                keep_session=request.session.session_key,
                at=now(),
            )
        except UnableToSetPassword as error:
            form.refuse(error)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, text("signing:password.done"))
            return redirect("home:home")
    return render(request, "signing/password.html", {"form": form})


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """One's own address for mail."""
    account = asked(request).user
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": account.email})
    if form.is_valid():
        try:
            set_address(account=account, email=form.cleaned_data["email"], at=now())
        except UnableToSetAddress as error:
            form.refuse(error)
        else:
            messages.success(request, text(f"signing:address.{'done' if account.email else 'removed'}"))
            return redirect("signing:sessions")
    return render(request, "signing/address.html", {"form": form, "sends": settings.MAIL is not None})


def sessions(request: HttpRequest) -> HttpResponse:
    """One's own account and its sign-ins."""
    listed = sessions_of(asked(request).user.pk).filter(expire_date__gt=now())
    current = request.session.session_key
    rows = [
        {"row": row, "handle": keyed_hash(row.session_key), "current": row.session_key == current} for row in listed
    ]
    factor = factor_of(asked(request).user)
    context = {"sessions": rows, "factor": factor, "codes_left": codes_left(asked(request).user) if factor else 0}
    return render(request, "signing/sessions.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Ends one of one's own sign-ins, named by a hash: its key, with which one could be somebody, stands on no page."""
    account, handle = asked(request).user, request.POST.get("session", "")
    keys = (row.session_key for row in sessions_of(account.pk))
    key = next((each for each in keys if keyed_hash(each) == handle), None)
    if key is None or not end_session(account=account, session_key=key, at=now()):
        raise Http404
    messages.success(request, text("signing:sessions.ended"))
    return redirect("signing:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Ends every other sign-in of one's own."""
    count = end_other_sessions(account=asked(request).user, keep=request.session.session_key, at=now())
    messages.success(request, text("signing:sessions.others_ended", count=count))
    return redirect("signing:sessions")
