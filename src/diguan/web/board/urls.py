"""Addresses of the board."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.board import books, charts, views
from diguan.web.shared.navigation import Menu, Place

app_name = "board"
urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/charts/", charts.data, name="charts"),
    path("board/outlines/", charts.outlines, name="outlines"),
    path("board/book/", books.take, name="book"),
]
NAVIGATION = (Place("board:board", "board:place", Act.SEE_FIGURES, Menu.HOME),)
