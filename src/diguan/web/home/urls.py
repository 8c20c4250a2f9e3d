"""Address of the first page."""

from django.urls import path

from diguan.web.home.views import LEADERS, home, rights
from diguan.web.shared.navigation import Place

app_name = "home"
urlpatterns = [path("", home, name="home"), path("mine/", rights, name="rights")]
NAVIGATION = (Place("home:home", "home:title", not_for=LEADERS),)
