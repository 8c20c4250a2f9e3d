"""The accounts of a demonstration hold posts: those of the sheets, or posts made for them."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account
from diguan.domain.registry.actions.demonstration import UnableToDemonstrate
from diguan.domain.responsibility.actions.demonstration import HOLDS, create_demonstration
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Officer, Post
from diguan.domain.responsibility.queries import owner_for, posts_of
from tests.domain.registry.actions.test_demonstration import AT, ON, VILLAGE, synthetic
from tests.factories.posts import officer, post, tenure

__all__ = ["synthetic"]
pytestmark = pytest.mark.django_db


def test_every_role_that_works_holds_its_post(synthetic):
    made = create_demonstration(at=AT, on=ON)
    for each in made:
        held = posts_of(Account.objects.get(username=each.username).pk, ON)
        assert [PostKind(post.kind) for post in held] == ([HOLDS[each.role]] if each.role in HOLDS else [])
    assert owner_for(VILLAGE, "education", ON).department == "education"
    assert owner_for(VILLAGE, "", ON).kind == "first_secretary"


def test_who_holds_the_post_already_is_whose_account_it_is(synthetic):
    who = officer("合成在任", VILLAGE)
    tenure(post(PostKind.FIRST_SECRETARY, VILLAGE), who)
    vacant = post(PostKind.SECRETARY, "152221000000")
    create_demonstration(at=AT, on=ON)
    who.refresh_from_db()
    assert who.account.username == "demo.village"
    assert vacant.tenures.get().officer.account.username == "demo.county"
    assert Post.objects.filter(kind="first_secretary").count() == 1


def test_nothing_is_made_over_an_empty_registry():
    with pytest.raises(UnableToDemonstrate):
        create_demonstration(at=AT, on=ON)
    assert (Account.objects.count(), Officer.objects.count()) == (0, 0)


def test_roles_that_look_after_the_system_hold_no_post():
    assert set(Role) - set(HOLDS) == {Role.AUDITOR, Role.ADMINISTRATOR}
