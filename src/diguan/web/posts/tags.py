"""Words of posts in every template: the panel of who answers for a place is included by pages of other nouns."""

from django import template

from diguan.domain.accounts.queries import departments
from diguan.web.shared.texts import spoken

register = template.Library()


@register.filter
def post_kind(kind: str) -> str:
    """Key of the text that says a kind of post: {% text post.kind|post_kind %}."""
    return f"posts:kind.{kind}"


@register.filter
def department_label(code: str) -> str:
    """A department in words; its code where no shipped standard names it any more."""
    label = departments().get(code)
    return spoken(label) if label else code


@register.filter
def as_number(code: str) -> int:
    """A code of digits as an address takes it."""
    return int(code)
