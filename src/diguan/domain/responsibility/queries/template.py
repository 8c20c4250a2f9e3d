"""The sheet of posts to be filled in for a region of this system."""

from datetime import date
from pathlib import Path

from diguan.domain.accounts.queries import departments
from diguan.domain.regions.queries import region_of, region_tree
from diguan.exchange.posts import write_template


def save_template(path: Path, region: str, on: date) -> int:
    """Write the sheet for a unit and all below it; how many rows it has. UnableToKnowRegion for an unknown one."""
    return write_template(path, region_tree(), region_of(region).code, departments(), on)
