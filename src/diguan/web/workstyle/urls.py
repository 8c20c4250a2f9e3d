"""Addresses of work style."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.shared.navigation import Menu, Place
from diguan.web.workstyle import views

app_name = "workstyle"
urlpatterns = [
    path("workstyle/", views.figures, name="figures"),
    path("workstyle/rows/", views.rows, name="rows"),
]
NAVIGATION = (Place("workstyle:figures", "workstyle:place", Act.SEE, Menu.RESPONSIBILITY),)
