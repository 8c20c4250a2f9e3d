"""Addresses of standards."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.shared.navigation import Menu, Place
from diguan.web.standards import views

app_name = "standards"
urlpatterns = [
    path("standards/", views.listing, name="list"),
    path("standards/compare/", views.compare, name="compare"),
    path("standards/<str:name>/", views.one, name="one"),
]
NAVIGATION = (Place("standards:list", "standards:place", Act.SEE, Menu.ROUNDS),)
