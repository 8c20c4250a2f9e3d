"""Kinds of posts: on which levels each stands, how many of a kind a unit may have, which role it gives while it is held."""

from collections.abc import Mapping
from enum import StrEnum

from diguan.domain.accounts.choices import Role

NAME_LENGTH, UNIT_LENGTH, TITLE_LENGTH, REASON_LENGTH = 60, 120, 80, 200


class Level(StrEnum):
    """Levels of the units that have posts, the lowest first, as the region tree calls them."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    REGION = "region"


class PostKind(StrEnum):
    """What a post is for; in the order in which a unit's posts are listed."""

    SECRETARY = "secretary"  # 党组织书记: 五级书记
    LEADER = "leader"  # head of the administration, of the village committee
    CONTACT_LEADER = "contact_leader"  # 包联领导: somebody of a higher level who answers for this unit
    DEPARTMENT = "department"  # who answers for a guarantee
    CORPS_LEADER = "corps_leader"  # 工作总队 in a county
    CORPS_MEMBER = "corps_member"
    FIRST_SECRETARY = "first_secretary"  # 驻村第一书记
    TEAM_LEADER = "team_leader"  # 驻村工作队
    TEAM_MEMBER = "team_member"
    HELPER = "helper"  # 帮扶责任人 who has a seat in the village
    DATA_OFFICER = "data_officer"


class Rights(StrEnum):
    """What became of the role of a tenure."""

    NONE = "none"  # the officer has no account, or the tenure is over
    GIVEN = "given"
    HELD = "held"  # the account has the role already, by hand: it stays when the tenure ends
    WAITING = "waiting"  # an administrator must give it: the actor does not manage accounts there


_EVERY = frozenset(Level)
_VILLAGE = frozenset({Level.VILLAGE})
STANDS_ON: Mapping[PostKind, frozenset[Level]] = {
    PostKind.SECRETARY: _EVERY,
    PostKind.LEADER: _EVERY,
    PostKind.CONTACT_LEADER: _EVERY - {Level.REGION},
    PostKind.DEPARTMENT: _EVERY - {Level.VILLAGE},
    PostKind.CORPS_LEADER: frozenset({Level.COUNTY}),
    PostKind.CORPS_MEMBER: frozenset({Level.COUNTY}),
    PostKind.FIRST_SECRETARY: _VILLAGE,
    PostKind.TEAM_LEADER: _VILLAGE,
    PostKind.TEAM_MEMBER: _VILLAGE,
    PostKind.HELPER: _VILLAGE,
    PostKind.DATA_OFFICER: _EVERY,
}
# Kinds of which a unit may have several at a time, each in a seat of its own.
SEVERAL = frozenset({PostKind.CONTACT_LEADER, PostKind.CORPS_MEMBER, PostKind.TEAM_MEMBER, PostKind.HELPER})
# Posts that every village and every unit above it is expected to have (五级书记抓扶贫, P2).
EXPECTED = (PostKind.SECRETARY,)
# Who answers first for a problem in a unit, by level: the first of these posts that is held.
OWNS: Mapping[Level, tuple[PostKind, ...]] = {
    Level.VILLAGE: (PostKind.FIRST_SECRETARY, PostKind.SECRETARY, PostKind.TEAM_LEADER, PostKind.LEADER),
    **{level: (PostKind.SECRETARY, PostKind.LEADER) for level in Level if level is not Level.VILLAGE},
}


def role_of(kind: PostKind, level: Level) -> Role:
    """The role that a post gives over its unit while it is held: a department speaks for itself, everybody else for the unit."""
    return Role.DEPARTMENT if kind is PostKind.DEPARTMENT else Role(level.value)
