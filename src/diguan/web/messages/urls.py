"""Addresses of messages; the frame leads to them."""

from django.urls import path

from diguan.web.messages import views

app_name = "inbox"
urlpatterns = [
    path("messages/", views.listing, name="list"),
    path("messages/read/", views.read_all, name="read_all"),
    path("messages/<int:number>/open/", views.open_one, name="open"),
]
