"""Addresses of households."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.households import exporting, one, opening, recording, views
from diguan.web.shared.navigation import Menu, Place

app_name = "households"
urlpatterns = [
    path("households/", views.listing, name="list"),
    path("households/export/", exporting.export, name="export"),
    path("households/at/", views.at, name="at"),
    path("households/<int:number>/", one.one, name="one"),
    path("households/<int:number>/facts/", opening.facts, name="facts"),
    path("households/<int:number>/met/", opening.met, name="met"),
    path("households/<int:number>/timeline/", opening.timeline, name="timeline"),
    path("households/<int:number>/reveal/", one.reveal, name="reveal"),
    path("households/<int:number>/record/", recording.record, name="record"),
]
NAVIGATION = (Place("households:list", "households:place", Act.SEE, Menu.HOUSEHOLDS),)
