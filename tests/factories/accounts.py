"""Accounts with roles, in two counties that know nothing of each other."""

from datetime import UTC, date, datetime

from diguan.domain.accounts.actions import create_account, grant_role
from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of

AT = datetime(2019, 3, 2, 1, 30, 15, 123456, tzinfo=UTC)
ON = date(2019, 3, 2)
REGION, PREFECTURE, COUNTY, TOWNSHIP = "150000000000", "152200000000", "152222000000", "152222100000"
OTHER_COUNTY = "152223000000"
OVER = {
    Role.TOWNSHIP: TOWNSHIP,
    Role.COUNTY: COUNTY,
    Role.DEPARTMENT: COUNTY,
    Role.PREFECTURE: PREFECTURE,
    Role.REGION: REGION,
    Role.AUDITOR: REGION,
    Role.ADMINISTRATOR: REGION,
}
PASSWORD = "long-enough-word-7"  # noqa: S105  of invented accounts


def account(username="wang.tester", *, region=COUNTY, password=PASSWORD, name="测试甲"):
    """An account without rights whose password is known and need not be changed."""
    made, _ = create_account(username=username, name=name, region_code=region, actor=None, at=AT)
    made.set_password(password)
    made.must_change_password = False
    made.save()
    return made


def holder(role, *, over=None, username=None, department=None, region=COUNTY):
    """An account that holds a role."""
    made = account(username or f"{role.value}.tester", region=region)
    speaks_for = department or ("education" if role is Role.DEPARTMENT else "")
    code = over or (a_village() if role is Role.VILLAGE else OVER[role])
    grant_role(account=made, role=role, region_code=code, department=speaks_for, since_on=ON, actor=None, at=AT, on=ON)
    return made


def viewer(role, **how):
    """Whoever holds a role."""
    return viewer_of(holder(role, **how).pk, ON)


def a_village(township=TOWNSHIP):
    """The first village of a township."""
    from diguan.domain.regions.queries import region_tree

    return region_tree().children(township)[0].code
