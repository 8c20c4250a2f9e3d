"""Addresses of signing in and of one's own account."""

from django.urls import path

from diguan.web.signing import factor, tokens, views

app_name = "signing"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", factor.code, name="code"),
    path("second-factor/", factor.second_factor, name="second_factor"),
    path("second-factor/codes/", factor.renew, name="renew_codes"),
    path("second-factor/off/", factor.drop, name="drop_factor"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password, name="password"),
    path("address/", views.address, name="address"),
    path("sessions/", views.sessions, name="sessions"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", tokens.revoke, name="revoke_token"),
    path("sessions/end-others/", views.end_others, name="end_others"),
    path("sessions/end/", views.end, name="end_session"),
]
