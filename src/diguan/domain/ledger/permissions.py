"""Which step leads from where to where, by whose right; and who may be the second person of whom.

The tables are data: pages read them for their buttons, a test tries every step as every role.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.ledger.choices import LIVE, State, Step


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of a person. `target` None: where it was, or where a submission came from; `right`: what a role needs.

    `reason`: words are needed; `second`: somebody else than whoever asked for it, of a higher rank.
    """

    step: Step
    sources: tuple[State, ...]
    target: State | None
    right: Act
    reason: bool = True
    second: bool = False


TRANSITIONS: Mapping[Step, Transition] = {
    each.step: each
    for each in (
        Transition(Step.DETERMINE, (State.SUSPECTED,), State.OPEN, Act.DETERMINE),
        Transition(Step.ASSIGN, (State.SUSPECTED, State.OPEN), None, Act.ASSIGN, reason=False),
        Transition(Step.SUBMIT, (State.SUSPECTED, State.OPEN), State.SUBMITTED, Act.HANDLE),
        Transition(Step.CONFIRM, (State.SUBMITTED,), State.CLOSED, Act.CONFIRM, reason=False, second=True),
        Transition(Step.RETURN, (State.SUBMITTED,), None, Act.CONFIRM, second=True),
        Transition(Step.ASK_POSTPONEMENT, (State.OPEN,), None, Act.HANDLE),
        Transition(Step.GRANT_POSTPONEMENT, (State.OPEN,), None, Act.APPROVE, reason=False, second=True),
        Transition(Step.REFUSE_POSTPONEMENT, (State.OPEN,), None, Act.APPROVE, second=True),
        Transition(Step.WITHDRAW, LIVE, State.WITHDRAWN, Act.WITHDRAW),
    )
}
RANK: Mapping[Role, int] = {
    Role.VILLAGE: 1,
    Role.TOWNSHIP: 2,
    Role.DEPARTMENT: 3,
    Role.COUNTY: 3,
    Role.PREFECTURE: 4,
    Role.REGION: 5,
}


def rights_for(viewer: Viewer, act: Act, region_code: str, department: str) -> tuple[Right, ...]:
    """Grants by which somebody may do an act to an item of a place and department: a department only to what is its own."""
    return tuple(
        right
        for right in viewer.rights(act)
        if right.covers(region_code) and (right.role is not Role.DEPARTMENT or right.department == department)
    )


def stands_above(role: Role, other: Role) -> bool:
    """Whether a role may be the second person of another: of a higher rank.

    County and department are second to each other, and so are two persons of the region: nobody stands above them.
    """
    return RANK[role] > RANK[other] or {role, other} == {Role.COUNTY, Role.DEPARTMENT} or role is other is Role.REGION


def highest(rights: tuple[Right, ...]) -> Role | None:
    """The role in which somebody acts who has several: the highest, so that the second person must stand above all of them."""
    return max((right.role for right in rights), key=lambda role: RANK[role], default=None)


def second_role(rights: tuple[Right, ...], first: Role) -> Role | None:
    """The role in which somebody may be the second person of a first one; None where no role of theirs may."""
    fitting = [right.role for right in rights if stands_above(right.role, first)]
    return max(fitting, key=lambda role: RANK[role], default=None)


def higher_role(rights: tuple[Right, ...], level: Role) -> Role | None:
    """The role in which somebody may take out what lies on a level, alone: never the level's own, so nobody for the region."""
    role = second_role(rights, level)
    return None if role is level else role
