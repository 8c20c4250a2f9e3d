"""The accounts of a demonstration in the posts of the synthetic county, so that whoever tries a role answers for something."""

from datetime import date, datetime

from django.db import transaction

from diguan.domain.accounts.choices import Role
from diguan.domain.registry.actions import demonstration as accounts
from diguan.domain.registry.actions.demonstration import DemonstrationAccount
from diguan.domain.responsibility.actions.officers import Particulars, add_officer, link_account
from diguan.domain.responsibility.actions.posts import open_post
from diguan.domain.responsibility.actions.tenures import appoint
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Officer, Post
from diguan.domain.responsibility.queries.chart import Link, links_of
from diguan.domain.responsibility.queries.days import open_on
from diguan.locale import texts

REASON = "演示"
# The post in which each role is tried; auditors and administrators of accounts hold none.
HOLDS = {
    Role.VILLAGE: PostKind.FIRST_SECRETARY,
    Role.TOWNSHIP: PostKind.SECRETARY,
    Role.COUNTY: PostKind.SECRETARY,
    Role.DEPARTMENT: PostKind.DEPARTMENT,
    Role.PREFECTURE: PostKind.SECRETARY,
    Role.REGION: PostKind.SECRETARY,
}


@transaction.atomic
def create_demonstration(*, at: datetime, on: date, village: str | None = None) -> list[DemonstrationAccount]:
    """An account a role over a synthetic registry, each that of an officer with a post there: who holds it, or somebody made for it.

    `village`: where the lowest of them stands; None for the village with the most households.

    UnableToDemonstrate unless every file of the registry says that its people are invented; nothing is made then.
    """
    made = accounts.create_demonstration(at=at, on=on, village=village)
    for account in made:
        kind = HOLDS.get(account.role)
        if kind is not None:
            officer = _officer(account, kind, at, on)
            if officer.account_id is None:
                link_account(officer_id=officer.pk, username=account.username, actor=None, at=at, on=on)
    return made


def _officer(account: DemonstrationAccount, kind: PostKind, at: datetime, on: date) -> Officer:
    """Who holds the post; where it is vacant somebody is appointed, where there is none it is opened first."""
    posts = Post.objects.filter(open_on(on), region_code=account.over, kind=kind.value, department=account.department)
    links = links_of(posts, on)
    if links and links[0].holder:
        return links[0].holder
    post = _vacant(links) or open_post(
        region_code=account.over,
        kind=kind,
        department=account.department,
        opened_on=on,
        reason=REASON,
        actor=None,
        at=at,
        on=on,
    )
    name = f"合成{texts('accounts')[f'role.{account.role.value}'].zh}"
    officer = add_officer(about=Particulars(name), region_code=account.over, actor=None, at=at, on=on)
    appoint(post_id=post.pk, officer_id=officer.pk, since_on=on, reason=REASON, actor=None, at=at, on=on)
    return officer


def _vacant(links: list[Link]) -> Post | None:
    return next((link.post for link in links if link.tenure is None), None)
