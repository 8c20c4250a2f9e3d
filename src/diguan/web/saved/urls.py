"""Addresses of saved views."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.saved import views
from diguan.web.shared.navigation import Place

app_name = "saved"
urlpatterns = [
    path("saved/", views.listing, name="list"),
    path("saved/<int:number>/", views.one, name="one"),
    path("saved/<int:number>/drop/", views.drop, name="drop"),
]
NAVIGATION = (Place("saved:list", "saved:title", Act.SEE),)
