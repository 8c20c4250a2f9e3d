"""Addresses of rounds."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.rounds import comparing, differing, papers, starting, verifying, views
from diguan.web.shared.navigation import Menu, Place

app_name = "rounds"
urlpatterns = [
    path("rounds/", views.listing, name="list"),
    path("rounds/under-way/", views.under_way, name="under_way"),
    path("rounds/start/", starting.start, name="start"),
    path("rounds/compare/", comparing.compare, name="compare"),
    path("rounds/comparisons/<int:number>/", comparing.comparison, name="comparison"),
    path("rounds/comparisons/<int:number>/differences/", differing.differences, name="differences"),
    path("rounds/comparisons/<int:number>/<str:paper>/", comparing.comparison_paper, name="comparison_paper"),
    path("rounds/<int:number>/weigh/", comparing.weigh, name="weigh"),
    path("rounds/<int:number>/", views.one, name="one"),
    path("rounds/<int:number>/findings/", views.findings, name="findings"),
    path("rounds/<int:number>/verify/", verifying.verify, name="verify"),
    path("rounds/<int:number>/verification/", verifying.verification, name="verification"),
    path("rounds/<int:number>/papers/<str:paper>/", papers.paper, name="paper"),
    path("rounds/jobs/<int:number>/cancel/", starting.cancel, name="cancel"),
]
NAVIGATION = (Place("rounds:list", "rounds:place", Act.SEE, Menu.ROUNDS),)
