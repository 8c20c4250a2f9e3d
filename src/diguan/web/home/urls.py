"""Address of the first page."""

from django.urls import path

from diguan.web.home.views import home
from diguan.web.shared.navigation import Place

app_name = "home"
urlpatterns = [path("", home, name="home")]
NAVIGATION = (Place("home:home", "home:title"),)
