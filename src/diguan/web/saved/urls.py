"""Addresses of saved views."""

from django.urls import path

from diguan.web.saved import views

app_name = "saved"
urlpatterns = [
    path("saved/", views.listing, name="list"),
    path("saved/<int:number>/", views.one, name="one"),
    path("saved/<int:number>/drop/", views.drop, name="drop"),
]
