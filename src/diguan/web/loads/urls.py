"""Addresses of loads."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.loads import views
from diguan.web.shared.navigation import Menu, Place

app_name = "loads"
urlpatterns = [
    path("loads/", views.start, name="start"),
    path("loads/<int:number>/", views.one, name="one"),
    path("loads/<int:number>/state/", views.state, name="state"),
    path("loads/<int:number>/store/", views.store, name="store"),
    path("loads/<int:number>/cancel/", views.cancel, name="cancel"),
    path("loads/<int:number>/rejected/", views.rejected, name="rejected"),
    path("loads/<int:number>/answers/", views.answers, name="answers"),
]
NAVIGATION = (Place("loads:start", "loads:place", Act.IMPORT, Menu.HOUSEHOLDS),)
