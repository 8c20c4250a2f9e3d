"""Address of the suggestions."""

from django.urls import path

from diguan.web.regions.views import suggestions

app_name = "regions"
urlpatterns = [path("regions/", suggestions, name="suggestions")]
