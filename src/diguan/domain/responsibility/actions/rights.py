"""The role that a post gives: granted while it is held, ended with it. Who gives it must manage accounts there."""

from datetime import date, datetime

from django.db import transaction

from diguan.domain.accounts.actions import end_grant, grant_role
from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.models import Grant
from diguan.domain.responsibility.choices import Level, PostKind, Rights, role_of
from diguan.domain.responsibility.models import Tenure
from diguan.domain.responsibility.queries.reach import tenure_of
from diguan.domain.responsibility.recording import Actor, Deed


@transaction.atomic
def give_rights(*, tenure_id: int, actor: Actor, at: datetime, on: date) -> Rights:
    """Gives the role of a tenure that waits for it; the actor manages accounts there."""
    return give(tenure_of(actor, tenure_id, Act.MANAGE_ACCOUNTS), Deed(actor, at, on))


def give(tenure: Tenure, deed: Deed) -> Rights:
    """The role over the post's unit, from the beginning of the tenure or today, whichever is later, to its end."""
    account, post = tenure.officer.account, tenure.post
    if account is None or (tenure.until_on is not None and tenure.until_on <= deed.on):
        return Rights.NONE
    if tenure.grant is not None and (tenure.grant.until_on is None or tenure.grant.until_on > deed.on):
        return Rights.GIVEN
    if deed.actor and not deed.actor.may(Act.MANAGE_ACCOUNTS, post.region_code):
        return Rights.WAITING
    role = role_of(PostKind(post.kind), Level(post.level))
    same = Grant.objects.filter(
        account=account, role=role.value, region_code=post.region_code, department=post.department, until_on=None
    )
    held = same.select_for_update().first()
    if held is not None and not held.tenures.exists():
        return Rights.HELD
    tenure.grant = held or grant_role(
        account=account,
        role=role,
        region_code=post.region_code,
        department=post.department,
        since_on=max(tenure.since_on, deed.on),
        until_on=tenure.until_on,
        actor=deed.actor,
        at=deed.at,
        on=deed.on,
    )
    tenure.save(update_fields=["grant"])
    return Rights.GIVEN


def withdraw(tenure: Tenure, deed: Deed, ends_on: date | None = None) -> None:
    """Ends the role with the last of the tenures that give it, today at the earliest: what was done with it was done.

    `ends_on`: when the tenure itself goes on without the role.
    """
    own = ends_on or tenure.until_on
    if tenure.grant is None or own is None:
        return
    others = Tenure.objects.filter(grant=tenure.grant).exclude(pk=tenure.pk).values_list("until_on", flat=True)
    if None not in others:
        end_grant(grant=tenure.grant, until_on=max([deed.on, own, *filter(None, others)]), actor=deed.actor, at=deed.at)
