"""Which lists can be kept, and which of the questions in their addresses belong to a view."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from diguan.domain.accounts.models import SavedView

# By the name of the page. What somebody searches for (q) is sealed for the account.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "households:list": ("q", "region_code", "status", "focus", "standing", "indicator", "standard", "sort"),
}


def asked_of(page: str, questions: QueryDict) -> dict[str, str]:
    """What a list is asked, without the place in it."""
    return {name: str(questions[name]) for name in QUESTIONS[page] if questions.get(name)}


def saved_rows(views: Iterable[SavedView]) -> list[dict[str, Any]]:
    """Views with the addresses that they lead to; those of a list that is no more are left out."""
    return [
        {"view": view, "address": f"{reverse(view.page)}?{urlencode(_in_order(view))}"}
        for view in views
        if view.page in QUESTIONS
    ]


def _in_order(view: SavedView) -> dict[str, str]:
    """The questions in the order of the list: a database may keep them in another."""
    return {name: view.questions[name] for name in QUESTIONS[view.page] if name in view.questions}
