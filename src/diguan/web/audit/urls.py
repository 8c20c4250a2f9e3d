"""Addresses of the record."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.audit import views
from diguan.web.shared.navigation import Menu, Place

app_name = "audit"
urlpatterns = [path("audit/", views.listing, name="list"), path("audit/verify/", views.verify, name="verify")]
NAVIGATION = (Place("audit:list", "audit:place", Act.SEE_AUDIT, Menu.ADMINISTRATION),)
