"""What does not stand as it should: posts that nobody holds, units without a post they should have, households without a helper."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from diguan.domain.accounts.choices import Act
from diguan.domain.regions.queries import Scopes, covers_whole_tree, region_of, region_tree, subtree, within
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.choices import EXPECTED, Level
from diguan.domain.responsibility.models import Helping, Post, Tenure
from diguan.domain.responsibility.queries.chart import links_of
from diguan.domain.responsibility.queries.days import in_force, open_on
from diguan.domain.responsibility.queries.reach import Actor, reached


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that nobody holds since a day; or one that a unit should have and has not (then `post` and `since_on` are None)."""

    region_code: str
    kind: str
    department: str
    post: Post | None = None
    since_on: date | None = None


def vacancies(viewer: Actor, on: date, region_code: str = "") -> list[Vacancy]:
    """What is vacant in the viewer's region (within a unit) on a day: posts by unit, then what was never set up."""
    links = links_of(vacant_posts(viewer, on, region_code), on)
    held = [Vacancy(x.post.region_code, x.post.kind, x.post.department, x.post, x.vacant_since) for x in links]
    return held + missing_posts(viewer, on, region_code)


def vacant_posts(viewer: Actor, on: date, region_code: str = "") -> QuerySet[Post]:
    """Posts that are open on a day and held by nobody."""
    posts = reached(Post.objects.filter(open_on(on)), viewer, Act.SEE)
    if region_code:
        low, high = subtree(region_code)
        posts = posts.filter(region_code__gte=low, region_code__lt=high)
    return posts.filter(~Exists(Tenure.objects.filter(in_force(on), post=OuterRef("pk"))))


def missing_posts(viewer: Actor, on: date, region_code: str = "") -> list[Vacancy]:
    """Posts that units with households, and the units above them, should have and have not; in the order of codes."""
    households = _cut(reached(Household.objects.filter(gone=False), viewer, Act.SEE), region_code)
    villages = set(households.order_by().values_list("region_code", flat=True).distinct())
    tree = region_tree()
    units = villages | {above.code for code in villages if code in tree for above in tree.ancestors(code)}
    there = set(
        reached(Post.objects.filter(open_on(on), kind__in=[k.value for k in EXPECTED]), viewer, Act.SEE).values_list(
            "region_code", "kind"
        )
    )
    scopes = _scopes(viewer, region_code)
    wanted = sorted(code for code in units if code in tree and (scopes is None or within(code, scopes)))
    return [Vacancy(code, kind.value, "") for code in wanted for kind in EXPECTED if (code, kind.value) not in there]


def unhelped(viewer: Actor, on: date, region_code: str = "") -> QuerySet[Household]:
    """Households of the exports whom nobody helps on a day."""
    homes = _cut(reached(Household.objects.filter(gone=False, listed=True), viewer, Act.SEE), region_code)
    helped = Helping.objects.filter(in_force(on), county=OuterRef("county"), household_number=OuterRef("number"))
    return homes.filter(~Exists(helped)).defer("facts")


def one_county(viewer: Actor, region_code: str = "") -> bool:
    """Whether what is asked about lies in one county: what is listed unit by unit would be too long beyond it."""
    if region_code:
        return Level(region_tree().level(region_of(region_code).code).id) not in (Level.PREFECTURE, Level.REGION)
    if viewer is None or covers_whole_tree(viewer.scopes(Act.SEE)):
        return False
    return len({low[:6] for low, _ in viewer.scopes(Act.SEE)}) <= 1


def _cut(rows: QuerySet[Household], region_code: str) -> QuerySet[Household]:
    if not region_code:
        return rows
    low, high = subtree(region_code)
    return rows.filter(region_code__gte=low, region_code__lt=high)


def _scopes(viewer: Actor, region_code: str) -> Scopes | None:
    """Ranges that units must lie in: the viewer's, or those of the unit that is asked about."""
    if region_code:
        return (subtree(region_code),)
    return None if viewer is None else viewer.scopes(Act.SEE)
