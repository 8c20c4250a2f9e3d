"""What accounts refuse, and why."""

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label


class UnableToCreateAccount(UnableToAct):
    """The name is taken or not written right, or the place is not the actor's."""


class UnableToGrant(UnableToAct):
    """A role that does not fit its unit, or reaches beyond what the actor manages."""


class UnableToManageAccount(UnableToAct):
    """An account of another place, or one whose rights reach beyond what the actor manages."""

    def __init__(self) -> None:
        super().__init__(
            Label("您不管理这个账号", "you do not manage this account"),
            Label(
                "它的所在地或权限超出您的管理范围，请找上级管理员",
                "its place or its rights reach beyond yours: ask the administrator above you",
            ),
        )


class UnableToFindAccount(UnableToAct):
    """No account has this name of sign-in."""

    def __init__(self, username: str) -> None:
        super().__init__(
            Label(f"没有名为“{username}”的账号", f"there is no account '{username}'"),
            Label("用 diguan accounts list 查看全部账号", "diguan accounts list names them all"),
        )


class UnableToFindGrant(UnableToAct):
    """The account does not hold this role over this unit."""

    def __init__(self, username: str, role: str, region_code: str) -> None:
        super().__init__(
            Label(
                f"账号 {username} 没有有效的授权：{role} {region_code}",
                f"the account {username} has no grant in force: {role} {region_code}",
            ),
            Label("用 diguan accounts list 查看", "diguan accounts list shows what it has"),
        )


class UnableToSetPassword(UnableToAct):
    """A password that is too easy to guess; or the old one is wrong."""


class UnableToSetAddress(UnableToAct):
    """What was given is no address for mail."""


class UnableToSaveView(UnableToAct):
    """A view without a name, with the name of another, or one too many."""


class UnableToMakeToken(UnableToAct):
    """A token without a name, with the name of another, for too long, or one too many."""


class UnableToFindToken(UnableToAct):
    """The account has no token of this number that still works."""

    def __init__(self) -> None:
        super().__init__(
            Label("没有这个令牌，或已失效", "there is no such token, or it works no longer"),
            Label("请刷新页面", "look at the page again"),
        )


class UnableToUseFactor(UnableToAct):
    """A code that is wrong, old or was used; or too many wrong ones."""


class UnableToResetFactor(UnableToAct):
    """No reason was given, or there is nothing to reset."""


class UnableToDemandPassword(UnableToAct):
    """No reason was given."""
