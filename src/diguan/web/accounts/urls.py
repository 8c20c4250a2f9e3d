"""Addresses of accounts and grants."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.accounts import changes, safety, views
from diguan.web.shared.navigation import Menu, Place

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.listing, name="list"),
    path("accounts/new/", changes.create, name="create"),
    path("accounts/<int:number>/", changes.one, name="one"),
    path("accounts/<int:number>/revoke/<int:grant>/", changes.revoke, name="revoke"),
    path("accounts/<int:number>/tokens/<int:token>/", changes.revoke_one_token, name="revoke_token"),
    path("accounts/<int:number>/demand-password/", safety.demand, name="demand_password"),
    path("accounts/<int:number>/reset-factor/", safety.reset_second_factor, name="reset_factor"),
    path("accounts/<int:number>/reset/", changes.reset, name="reset"),
    path("accounts/<int:number>/switch/", changes.switch, name="switch"),
]
NAVIGATION = (Place("accounts:list", "accounts:place", Act.MANAGE_ACCOUNTS, Menu.ADMINISTRATION),)
