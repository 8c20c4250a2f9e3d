"""Addresses of looking back."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.lookback import book, drawing, looking, one, results
from diguan.web.shared.navigation import Menu, Place

app_name = "lookback"
urlpatterns = [
    path("lookback/", drawing.listing, name="list"),
    path("lookback/draw/", drawing.draw, name="draw"),
    path("lookback/mine/", looking.mine, name="mine"),
    path("lookback/book/", book.book, name="book"),
    path("lookback/book/mine/", book.take_mine, name="take_mine"),
    path("lookback/book/confirm/", book.confirm, name="confirm"),
    path("lookback/results/", results.results, name="results"),
    path("lookback/results/rows/", results.rows, name="rows"),
    path("lookback/mine/<int:number>/", looking.look, name="look"),
    path("lookback/<int:number>/", one.one, name="one"),
    path("lookback/<int:number>/give/", one.give, name="give"),
    path("lookback/<int:number>/book/", book.take, name="take"),
    path("lookback/<int:number>/check/", one.check, name="check"),
]
NAVIGATION = (
    Place("lookback:list", "lookback:nav.plans", Act.LOOK_BACK, Menu.LEDGER),
    Place("lookback:mine", "lookback:nav.mine", Act.SEE, Menu.LEDGER),
    Place("lookback:results", "lookback:nav.results", Act.SEE_FIGURES, Menu.LEDGER),
)
