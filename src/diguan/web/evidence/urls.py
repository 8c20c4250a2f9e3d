"""Addresses of evidence."""

from django.urls import path

from diguan.web.evidence import views

app_name = "evidence"
urlpatterns = [path("evidence/<int:number>/", views.take, name="take")]
