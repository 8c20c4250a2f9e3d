"""How the role of a tenure stands on a day, and which tenures wait for an administrator to give it."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.models import Grant
from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.responsibility.choices import Level, PostKind, Rights, role_of
from diguan.domain.responsibility.models import Tenure
from diguan.domain.responsibility.queries.days import in_force


def rights_of(tenure: Tenure, on: date) -> Rights:
    """The role of a tenure whose post, officer and grant are read; once it is over there is none."""
    account, post = tenure.officer.account_id, tenure.post
    if account is None or (tenure.until_on is not None and tenure.until_on <= on):
        return Rights.NONE
    if tenure.grant is not None and (tenure.grant.until_on is None or tenure.grant.until_on > on):
        return Rights.GIVEN
    role = role_of(PostKind(post.kind), Level(post.level))
    same = Grant.objects.filter(
        in_force(on), account=account, role=role.value, region_code=post.region_code, department=post.department
    )
    return Rights.HELD if same.exists() else Rights.WAITING


def waiting_tenures(viewer: Viewer, on: date) -> QuerySet[Tenure]:
    """Tenures of officers with an account, where the viewer manages accounts, whose role nobody has given, by unit."""
    going_on = Q(until_on=None) | Q(until_on__gt=on)
    tenures = scoped(
        Tenure.objects.filter(going_on, officer__account__isnull=False),
        viewer,
        Act.MANAGE_ACCOUNTS,
        "post__region_code",
    )
    held = Grant.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on),
        Q(role=OuterRef("post__level")) | Q(role=Role.DEPARTMENT.value),
        account=OuterRef("officer__account"),
        region_code=OuterRef("post__region_code"),
        department=OuterRef("post__department"),
    )
    given = Q(grant__until_on=None) | Q(grant__until_on__gt=on)
    found = tenures.exclude(Q(grant__isnull=False) & given).filter(~Exists(held))
    return found.select_related("post", "officer__account").order_by("post__region_code", "id")
