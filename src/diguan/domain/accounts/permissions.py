"""What follows from grants: which acts, over which codes, and which values are shown without a mask.

Whoever manages accounts sees no household, and whoever looks into the record of acts changes nothing: no role may do everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from diguan.domain.accounts.choices import Act, Role, Scope, Sensitivity
from diguan.domain.regions.queries import subtree, within

Rows = TypeVar("Rows", bound=Model)
Scopes = tuple[tuple[str, str], ...]
_WORK = frozenset({Act.SEE_FIGURES, Act.SEE, Act.REVEAL, Act.OBSERVE, Act.EXPORT})
_LEAD = frozenset({Act.HANDLE, Act.DETERMINE, Act.ASSIGN, Act.CONFIRM, Act.APPROVE})
_ABOVE = frozenset(
    {Act.SEE_FIGURES, Act.SEE, Act.REVEAL, Act.SCREEN, Act.EXPORT, Act.MANAGE_POSTS, Act.LOOK_BACK, Act.RECTIFY}
)
ACTS: Mapping[Role, frozenset[Act]] = {
    Role.VILLAGE: _WORK | {Act.RECORD_EVENT, Act.HANDLE},
    Role.TOWNSHIP: _WORK | _LEAD | {Act.RECORD_EVENT, Act.IMPORT, Act.MANAGE_POSTS},
    Role.COUNTY: _WORK
    | _LEAD
    | {Act.RECORD_EVENT, Act.IMPORT, Act.SCREEN, Act.MANAGE_POSTS, Act.WITHDRAW, Act.LOOK_BACK, Act.RECTIFY},
    Role.DEPARTMENT: _WORK | {Act.HANDLE, Act.CONFIRM},
    Role.PREFECTURE: _ABOVE | {Act.CONFIRM, Act.APPROVE, Act.WITHDRAW},
    Role.REGION: _ABOVE | {Act.CONFIRM, Act.APPROVE, Act.WITHDRAW},
    Role.AUDITOR: frozenset({Act.SEE_AUDIT, Act.SEE_FIGURES}),
    Role.ADMINISTRATOR: frozenset({Act.MANAGE_ACCOUNTS}),
}
# What a role may do for its own unit alone: what lies on a prefecture or on the region itself can be solved by no unit below.
AT_HOME: Mapping[Role, frozenset[Act]] = {
    Role.PREFECTURE: frozenset({Act.HANDLE}),
    Role.REGION: frozenset({Act.HANDLE}),
}
SCOPE_ACTS: Mapping[Scope, frozenset[Act]] = {
    Scope.READ: frozenset({Act.SEE, Act.SEE_FIGURES}),
    Scope.RECORD: frozenset({Act.SEE, Act.SEE_FIGURES, Act.OBSERVE, Act.RECORD_EVENT, Act.HANDLE}),
    Scope.ALL: frozenset(Act) - {Act.MANAGE_ACCOUNTS},
}
_NEAR = frozenset({Sensitivity.PUBLIC, Sensitivity.PERSONAL})
_FAR = frozenset({Sensitivity.PUBLIC})
SHOWN: Mapping[Role, frozenset[Sensitivity]] = {
    Role.VILLAGE: _NEAR,
    Role.TOWNSHIP: _NEAR,
    Role.COUNTY: _NEAR,
    Role.DEPARTMENT: _NEAR,
    Role.PREFECTURE: _FAR,
    Role.REGION: _FAR,
    Role.AUDITOR: _FAR,
    Role.ADMINISTRATOR: _FAR,
}


SMALL = 10  # households, persons or problems: fewer point at somebody


def is_small(value: int) -> bool:
    """Whether a figure is not told to whoever is outside the chain of its place. Nobody is pointed at by none."""
    return 0 < value < SMALL


@dataclass(frozen=True, slots=True)
class Right:
    """One grant in force: a role over a unit and all below it, of one department or of none. `alone`: without what is below."""

    role: Role
    region_code: str
    department: str = ""
    alone: bool = False

    @property
    def reach(self) -> tuple[str, str]:
        """Half-open range of the full codes that it is over."""
        return (self.region_code, f"{self.region_code}0") if self.alone else subtree(self.region_code)

    def covers(self, region_code: str) -> bool:
        """Whether it is over a full code."""
        return within(region_code, (self.reach,))


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks or acts: the number of an account and its grants of the day. Without grants nothing may be done.

    `acts`: of what the grants allow only this may be done; None for all of it.
    """

    account_id: int
    grants: tuple[Right, ...] = ()
    acts: frozenset[Act] | None = None

    def limited(self, scope: Scope) -> "Viewer":
        """The same with what a token of a scope may be used for."""
        return replace(self, acts=SCOPE_ACTS[scope])

    def may(self, act: Act, region_code: str | None = None) -> bool:
        """Whether an act is allowed at a full code, or anywhere at all."""
        return any(region_code is None or right.covers(region_code) for right in self.rights(act))

    def is_outside(self, region_code: str = "") -> bool:
        """Whether figures of a place ("": of all places of the viewer) are read without its rows, which is to be outside its chain."""
        if region_code:
            return not self.may(Act.SEE, region_code)
        seen = self.scopes(Act.SEE)
        return not all(any(s <= low and high <= e for s, e in seen) for low, high in self.scopes(Act.SEE_FIGURES))

    def scopes(self, act: Act = Act.SEE) -> Scopes:
        """Half-open ranges of codes over which an act is allowed, in order, none inside or touching another."""
        return _merged(self.rights(act))

    def scopes_showing(self, kind: Sensitivity) -> Scopes:
        """The ranges over which values of a kind are shown without a mask. Elsewhere no search may tell them either."""
        return _merged(right for right in self.rights(Act.SEE) if kind in SHOWN[right.role])

    @property
    def sensitivities(self) -> frozenset[Sensitivity]:
        """Kinds of values that are shown without a mask everywhere the viewer sees: what a list over several places may show."""
        shown = [SHOWN[right.role] for right in self.rights(Act.SEE)]
        return reduce(frozenset.intersection, shown) if shown else frozenset()

    def sensitivities_at(self, region_code: str) -> frozenset[Sensitivity]:
        """Kinds of values that are shown without a mask at a full code."""
        shown = (SHOWN[right.role] for right in self.rights(Act.SEE) if right.covers(region_code))
        return reduce(frozenset.union, shown, frozenset())

    def departments_at(self, region_code: str) -> frozenset[str]:
        """Departments for which the viewer speaks at a full code."""
        return frozenset(r.department for r in self.grants if r.department and r.covers(region_code))

    def rights(self, act: Act) -> tuple[Right, ...]:
        """Grants that allow an act."""
        if self.acts is not None and act not in self.acts:
            return ()
        return tuple(
            right if act in ACTS[right.role] else replace(right, alone=True)
            for right in self.grants
            if act in acts_of(right.role)
        )


def acts_of(role: Role) -> frozenset[Act]:
    """What a role may do somewhere at all."""
    return ACTS[role] | AT_HOME.get(role, frozenset())


def _merged(rights: Iterable[Right]) -> Scopes:
    merged: list[tuple[str, str]] = []
    for low, high in sorted(right.reach for right in rights):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def scoped(queryset: QuerySet[Rows], viewer: Viewer, act: Act = Act.SEE, field: str = "region_code") -> QuerySet[Rows]:
    """Rows whose code lies where the viewer may do an act; none where there is no such place."""
    return in_ranges(queryset, viewer.scopes(act), field)


def in_ranges(queryset: QuerySet[Rows], scopes: Scopes, field: str = "region_code") -> QuerySet[Rows]:
    """Rows whose code lies in one of some ranges."""
    ranges = [Q(**{f"{field}__gte": low, f"{field}__lt": high}) for low, high in scopes]
    return queryset.filter(reduce(Q.__or__, ranges)) if ranges else queryset.none()


__all__ = [
    "ACTS",
    "AT_HOME",
    "SCOPE_ACTS",
    "SHOWN",
    "SMALL",
    "Act",
    "Right",
    "Role",
    "Scope",
    "Sensitivity",
    "Viewer",
    "acts_of",
    "in_ranges",
    "is_small",
    "scoped",
]
