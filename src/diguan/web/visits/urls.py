"""Addresses of visits."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.shared.navigation import Menu, Place
from diguan.web.visits import handing, recording, views

app_name = "visits"
urlpatterns = [
    path("visits/", views.listing, name="list"),
    path("visits/workbook/", handing.hand_out, name="workbook"),
    path("visits/plan/", views.plan, name="plan"),
    path("households/<int:number>/visit/", recording.record, name="record"),
    path("households/<int:number>/visit/drop/", views.drop, name="drop"),
]
NAVIGATION = (Place("visits:list", "visiting:place", Act.OBSERVE, Menu.VISITS),)
