"""Addresses of rectification."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.rectification import books, checks, one, papers, planning, spreading, views
from diguan.web.shared.navigation import Menu, Place

app_name = "rectification"
urlpatterns = [
    path("rectification/", views.listed, name="list"),
    path("rectification/new/", views.new, name="new"),
    path("rectification/<int:number>/", views.inspection, name="inspection"),
    path("rectification/<int:number>/add/", views.add, name="add"),
    path("rectification/<int:number>/book/", books.start, name="book"),
    path("rectification/<int:number>/book/take/", books.take, name="book_take"),
    path("rectification/<int:number>/template/", books.template, name="template"),
    path("rectification/<int:number>/paper/", papers.paper, name="paper"),
    path("rectification/problems/<int:number>/", one.one, name="one"),
    path("rectification/problems/<int:number>/plan/", planning.plan, name="plan"),
    path("rectification/problems/<int:number>/task/", planning.task, name="task"),
    path("rectification/problems/<int:number>/spread/", spreading.spread, name="spread"),
    path("rectification/problems/<int:number>/ask/", spreading.ask, name="ask"),
    path("rectification/problems/<int:number>/<slug:step>/", one.take, name="take"),
    path("rectification/tasks/<int:number>/stage/", planning.stage, name="stage"),
    path("rectification/tasks/<int:number>/drop/", planning.drop_task, name="drop_task"),
    path("rectification/stages/<int:number>/drop/", planning.drop_stage, name="drop_stage"),
    path("rectification/stages/<int:number>/<slug:step>/", one.take_stage, name="take_stage"),
    path("rectification/spreads/<int:number>/again/", spreading.again, name="again"),
    path("rectification/checks/", checks.listed, name="checks"),
    path("rectification/checks/<int:number>/", checks.one, name="check"),
    path("rectification/checks/<int:number>/<slug:step>/", checks.take, name="take_check"),
]
NAVIGATION = (
    Place("rectification:list", "rectification:nav.list", Act.SEE, Menu.LEDGER),
    Place("rectification:checks", "rectification:nav.checks", Act.SEE, Menu.LEDGER),
)
