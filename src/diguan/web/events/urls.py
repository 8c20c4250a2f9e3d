"""Addresses of events."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.events import arrivals, kin, twice, views
from diguan.web.shared.navigation import Menu, Place

app_name = "events"
urlpatterns = [
    path("households/<int:number>/events/", views.choose, name="choose"),
    path("households/<int:number>/events/<slug:kind>/", views.happen, name="happen"),
    path("households/<int:number>/undo/<int:event>/", views.undo, name="undo"),
    path("households/<int:number>/kin/", kin.link, name="kin"),
    path("households/<int:number>/kin/<int:link>/", kin.end, name="end_kin"),
    path("arrivals/", arrivals.listing, name="arrivals"),
    path("arrivals/<int:number>/", arrivals.take_up, name="arrival"),
    path("twice/", twice.listing, name="twice"),
    path("twice/<int:one>/<int:other>/", twice.apart, name="apart"),
]
NAVIGATION = (
    Place("events:arrivals", "events:arrivals.place", Act.RECORD_EVENT, Menu.HOUSEHOLDS),
    Place("events:twice", "events:twice.place", Act.SEE, Menu.HOUSEHOLDS),
)
