"""One household: every row that speaks of it, and what follows from them.

Belongs here: gathering rows, the fold with its origins, who may see which value. Does not belong here: changing, judging.
"""

from diguan.domain.registry.queries.household.facts import HouseholdFile, Member, household_file
from diguan.domain.registry.queries.household.found import UnableToFindHousehold, household_of

__all__ = ["HouseholdFile", "Member", "UnableToFindHousehold", "household_file", "household_of"]
