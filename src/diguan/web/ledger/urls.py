"""Addresses of the ledger."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.ledger import book, one, paper, reporting, views
from diguan.web.shared.navigation import Menu, Place

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.table, name="list"),
    path("ledger/mine/", views.mine, name="mine"),
    path("ledger/board/", views.board, name="board"),
    path("ledger/overdue/", views.overdue, name="overdue"),
    path("ledger/paper/", paper.paper, name="paper"),
    path("ledger/new/", reporting.new, name="new"),
    path("ledger/book/", book.start, name="book"),
    path("ledger/book/take/", book.take, name="book_take"),
    path("ledger/book/submit/", book.submit, name="book_submit"),
    path("ledger/book/result/", book.result, name="book_result"),
    path("ledger/<int:number>/", one.one, name="one"),
    path("ledger/<int:number>/files/", one.attach, name="attach"),
    path("ledger/<int:number>/<slug:step>/", one.take, name="take"),
]
NAVIGATION = (
    Place("ledger:list", "items:nav.list", Act.SEE, Menu.LEDGER),
    Place("ledger:mine", "items:nav.mine", Act.SEE, Menu.LEDGER),
    Place("ledger:board", "items:nav.board", Act.SEE, Menu.LEDGER),
    Place("ledger:overdue", "items:nav.overdue", Act.SEE, Menu.LEDGER),
    Place("ledger:paper", "items:paper.link", Act.SEE, Menu.LEDGER),
    Place("ledger:book", "books:link", Act.HANDLE, Menu.LEDGER),
)
