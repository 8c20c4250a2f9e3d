"""Addresses of the calendar."""

from django.urls import path

from diguan.web.calendar import views
from diguan.web.shared.navigation import Menu, Place

app_name = "calendar"
urlpatterns = [
    path("calendar/", views.this_year, name="this_year"),
    path("calendar/<int:year>/", views.one_year, name="year"),
    path("calendar/<int:year>/<int:month>/", views.one_month, name="month"),
]
NAVIGATION = (Place("calendar:this_year", "calendar:place", menu=Menu.HOME),)
