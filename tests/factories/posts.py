"""Posts and who holds them, made as rows."""

from datetime import date

from diguan.domain.regions.queries import region_of, region_tree
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Helping, Officer, Post, Tenure
from tests.factories.accounts import COUNTY

OPENED = date(2019, 1, 1)


def post(kind=PostKind.SECRETARY, region=COUNTY, *, department="", seat=1, opened=OPENED, closed=None):
    """A post."""
    code = region_of(region).code
    level = region_tree().level(code).id
    return Post.objects.create(
        region_code=code,
        level=level,
        kind=kind.value,
        department=department,
        seat=seat,
        opened_on=opened,
        closed_on=closed,
    )


def officer(name="合成干部甲", region=COUNTY, account=None):
    """An officer without identity number."""
    code = region_of(region).code
    return Officer.objects.create(name=name, county=code[:6], region_code=code, account=account)


def tenure(held, holder, since=OPENED, until=None):
    """Who holds a post."""
    return Tenure.objects.create(post=held, officer=holder, since_on=since, until_on=until, reason="任命")


def helping(helper, household_number="1001", region=COUNTY, since=OPENED, until=None):
    """Who helps a household."""
    code = region_of(region).code
    return Helping.objects.create(
        officer=helper,
        county=code[:6],
        household_number=household_number,
        region_code=code,
        since_on=since,
        until_on=until,
        reason="安排",
    )
