"""Addresses of the ledger."""

from django.urls import path

from diguan.domain.accounts.permissions import Act
from diguan.web.ledger import book, book_job, checks, one, paper, reporting, views
from diguan.web.shared.navigation import Menu, Place

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.table, name="list"),
    path("ledger/mine/", views.mine, name="mine"),
    path("ledger/board/", views.board, name="board"),
    path("ledger/overdue/", views.overdue, name="overdue"),
    path("ledger/paper/", paper.paper, name="paper"),
    path("ledger/new/", reporting.new, name="new"),
    path("ledger/book/", book.start, name="book_start"),
    path("ledger/book/take/", book.take, name="book_take"),
    path("ledger/book/submit/", book.submit, name="book_submit"),
    path("ledger/book/result/", book.result, name="book_result"),
    path("ledger/book/<int:number>/", book_job.one, name="book_one"),
    path("ledger/book/<int:number>/state/", book_job.state, name="book_state"),
    path("ledger/book/<int:number>/store/", book_job.store, name="book_store"),
    path("ledger/book/<int:number>/cancel/", book_job.cancel, name="book_cancel"),
    path("ledger/book/<int:number>/rows/", book_job.rows, name="book_rows"),
    path("ledger/check/", checks.start, name="check_start"),
    path("ledger/check/<int:number>/", checks.one, name="check_one"),
    path("ledger/check/<int:number>/state/", checks.state, name="check_state"),
    path("ledger/check/<int:number>/store/", checks.store, name="check_store"),
    path("ledger/check/<int:number>/cancel/", checks.cancel, name="check_cancel"),
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
    Place("ledger:book_start", "books:link", Act.HANDLE, Menu.LEDGER),
    Place("ledger:check_start", "checking:link", Act.SCREEN, Menu.LEDGER),
)
