"""Units: found by a part of a name or of a code; the highest that one sees, and what stands below one."""

from itertools import chain

from django.http import HttpRequest
from ninja import Query, Router, Schema

from diguan.domain.accounts.permissions import Act
from diguan.domain.regions.queries import children_within, offered, region_tree, resolve_region, tops
from diguan.engine.regions import Region
from diguan.rest.frame.callers import viewer_from
from diguan.rest.frame.values import Asked, Place, Word

router = Router(tags=["regions"])


class RegionsAsked(Asked):
    """`text`: what to look for; `under`: the unit whose next level is listed. Without either the highest units that one sees."""

    text: Word = ""
    under: Word = ""


class Unit(Place):
    """A unit with its level."""

    level: str


class Units(Schema):
    """Units in the order of codes."""

    rows: list[Unit]


@router.get("/regions", response=Units, operation_id="list_regions")
def list_regions(request: HttpRequest, asked: Query[RegionsAsked]) -> Units:
    """Units where whoever asks has any right."""
    viewer = viewer_from(request)
    scopes = tuple(chain.from_iterable(viewer.scopes(act) for act in Act))
    if asked.text:
        found = offered(asked.text, scopes)
    elif asked.under:
        found = children_within(resolve_region(asked.under, scopes), scopes)
    else:
        found = tops(viewer.scopes(Act.SEE)) or tops(scopes)
    return Units(rows=[_unit(each) for each in found])


def _unit(region: Region) -> Unit:
    return Unit(**Place.of(region.code).model_dump(), level=region_tree().level(region.code).id)
