"""Views of lists that somebody keeps for themselves: kept, named anew, dropped. Nobody else sees them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from diguan.domain.accounts.models import VIEW_NAME, Account, SavedView
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.recording import record
from diguan.domain.accounts.refusals import UnableToSaveView
from diguan.domain.prepared import Prepared
from diguan.engine.documents import Label

MOST = 30  # views a list


def saved_views(account_id: int, page: str = "") -> QuerySet[SavedView]:
    """Views of an account, of one list or of all, by name."""
    own = SavedView.objects.filter(account=account_id)
    return (own.filter(page=page) if page else own).order_by("page", "name")


OF_LIST = Prepared(lambda account, page: SavedView.objects.filter(account=account, page=page).order_by("name"))


def views_of(account_id: int, page: str) -> list[SavedView]:
    """Views of an account of one list, by name."""
    return OF_LIST.ask(account=account_id, page=page)


@transaction.atomic
def save_view(*, account: Account, page: str, name: str, questions: Mapping[str, str], at: datetime) -> SavedView:
    """Keep what a list is asked under a name; the same name keeps what it is asked now. UnableToSaveView."""
    called = _name(name)
    own = saved_views(account.pk, page)
    if own.count() >= MOST and not own.filter(name=called).exists():
        raise UnableToSaveView(
            Label(f"已有 {MOST} 个视图", f"there are {MOST} views already"),
            Label("先删去用不着的", "drop one that is of no use"),
        )
    view, _ = SavedView.objects.update_or_create(
        account=account, page=page, name=called, defaults={"questions": dict(questions)}
    )
    record("save_view", account, Viewer(account.pk), at, view=view.pk)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, at: datetime) -> None:
    """Another name; UnableToSaveView where another view of the list has it."""
    called = _name(name)
    if saved_views(view.account_id, view.page).filter(name=called).exclude(pk=view.pk).exists():
        raise UnableToSaveView(Label(f"已有叫“{called}”的视图", f"there is a view called '{called}'"), field="name")
    view.name = called
    view.save(update_fields=["name"])
    record("rename_view", view.account, Viewer(view.account_id), at, view=view.pk)


@transaction.atomic
def drop_view(*, view: SavedView, at: datetime) -> None:
    """Forget a view."""
    number, account = view.pk, view.account
    view.delete()
    record("drop_view", account, Viewer(account.pk), at, view=number)


def _name(said: str) -> str:
    name = said.strip()
    if not name or len(name) > VIEW_NAME:
        raise UnableToSaveView(
            Label("没有写名称，或太长", "the name is missing or too long"),
            Label(f"写 1 到 {VIEW_NAME} 个字", f"write 1 to {VIEW_NAME} characters"),
            "name",
        )
    return name
