"""Administrative regions: a tree of coded units with dated marks, and the names people write for them.

Belongs here: reading region folders (`src/diguan/data/regions/README.md` gives the format), codes and their ranges, names to codes, dated
marks, county outlines.
Does not belong here: what a region means for a rule, a right or a page; headers and cells of workbooks.
"""

from diguan.engine.regions.codes import CodeScheme, UnableToReadCode
from diguan.engine.regions.load import DEMONSTRATION_MARKS, INNER_MONGOLIA, load_regions
from diguan.engine.regions.matching import UnableToResolveRegion
from diguan.engine.regions.model import Kind, Label, Level, Mark, MarkKind, Region, Source
from diguan.engine.regions.names import Closeness
from diguan.engine.regions.outlines import Outline, UnableToDrawMap, county_outlines
from diguan.engine.regions.resolver import RegionResolver
from diguan.engine.regions.store import UnableToFollowSuccession
from diguan.engine.regions.tables import UnableToLoadRegions
from diguan.engine.regions.tree import RegionTree, UnableToFindRegion, UnableToFindTerm

__all__ = [
    "DEMONSTRATION_MARKS",
    "INNER_MONGOLIA",
    "Closeness",
    "CodeScheme",
    "Kind",
    "Label",
    "Level",
    "Mark",
    "MarkKind",
    "Outline",
    "Region",
    "RegionResolver",
    "RegionTree",
    "Source",
    "UnableToDrawMap",
    "UnableToFindRegion",
    "UnableToFindTerm",
    "UnableToFollowSuccession",
    "UnableToLoadRegions",
    "UnableToReadCode",
    "UnableToResolveRegion",
    "county_outlines",
    "load_regions",
]
