"""Addresses of visits."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.shared.navigation import Menu, Place
from diguan.web.visits import handing, recording, returning, views

app_name = "visits"
urlpatterns = [
    path("visits/", views.listing, name="list"),
    path("visits/workbook/", handing.hand_out, name="workbook"),
    path("visits/back/", returning.start, name="back_start"),
    path("visits/back/<int:number>/", returning.one, name="back_one"),
    path("visits/back/<int:number>/state/", returning.state, name="back_state"),
    path("visits/back/<int:number>/store/", returning.store, name="back_store"),
    path("visits/back/<int:number>/cancel/", returning.cancel, name="back_cancel"),
    path("visits/back/<int:number>/answers/", returning.answers, name="back_answers"),
    path("visits/plan/", views.plan, name="plan"),
    path("households/<int:number>/visit/", recording.record, name="record"),
    path("households/<int:number>/visit/drop/", views.drop, name="drop"),
]
NAVIGATION = (
    Place("visits:list", "visiting:title", Act.OBSERVE, Menu.VISITS),
    Place("visits:workbook", "visiting:workbook.title", Act.EXPORT, Menu.VISITS),
    Place("visits:back_start", "visiting:back.title", Act.OBSERVE, Menu.VISITS),
)
