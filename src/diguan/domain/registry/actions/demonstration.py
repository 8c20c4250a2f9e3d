"""Accounts of every role over a registry in which everybody is invented, so that each role can be tried."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count

from diguan.domain.accounts.actions import LEVEL, create_account, grant_role
from diguan.domain.accounts.choices import Role
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.models import Household, Source
from diguan.engine.documents import Label
from diguan.locale import texts

DEPARTMENT = "education"
# Who belongs at the top of the tree; the others belong where their role reaches.
EVERYWHERE = (Role.AUDITOR, Role.ADMINISTRATOR)


class UnableToDemonstrate(UnableToAct):
    """The registry is empty, or holds a file that does not say that its people are invented."""


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account of the demonstration with the password that was drawn for it. `over`: full code of the unit of its role."""

    username: str
    role: Role
    over: str
    department: str
    password: str


@transaction.atomic
def create_demonstration(*, at: datetime, on: date, village: str | None = None) -> list[DemonstrationAccount]:
    """An account a role, over a village and the units above it; passwords are told once, and may stay.

    `village`: a full code; None for the village with the most households.

    UnableToDemonstrate unless every file of the registry says that its people are invented; nothing is made then.
    """
    _refuse_real()
    units = _units(village)
    return [_create(role, units, at, on) for role in Role]


def _refuse_real() -> None:
    doubtful = Source.objects.filter(synthetic=False, by_hand=False).order_by("id").first()
    if doubtful is not None:
        raise UnableToDemonstrate(
            Label(
                f"登记册中的“{doubtful.label}”没有写明“合成数据”，不能给它建演示账号",
                f"'{doubtful.label}' in the registry does not say 合成数据 (synthetic): no accounts of a demonstration over it",
            ),
            Label(
                "换一个只导入了合成数据的数据文件夹（DIGUAN_DATA）；真实数据用 diguan accounts add 和 grant",
                "use a data folder (DIGUAN_DATA) with synthetic data alone; over real data: diguan accounts add and grant",
            ),
        )


def _units(village: str | None) -> dict[str, str]:
    """Codes by level of the unit: the village (None: the one with the most households) and all that it lies in."""
    counted = Household.objects.values("region_code").annotate(households=Count("id"))
    most = counted.order_by("-households", "region_code").first()
    if most is None:
        raise UnableToDemonstrate(
            Label("登记册是空的", "the registry is empty"),
            Label(
                "先用 diguan synth 和 diguan load 导入合成县",
                "load a synthetic county first: diguan synth, diguan load",
            ),
        )
    tree = region_tree()
    lowest = tree.get(village or most["region_code"])
    return {tree.level(unit.code).id: unit.code for unit in (*tree.ancestors(lowest.code), lowest)}


def _create(role: Role, units: dict[str, str], at: datetime, on: date) -> DemonstrationAccount:
    over = units["region"] if role in EVERYWHERE else units[LEVEL.get(role, "county")]
    department = DEPARTMENT if role is Role.DEPARTMENT else ""
    account, password = create_account(
        username=f"demo.{role.value}",
        name=f"演示 {texts('accounts')[f'role.{role.value}'].zh}",
        region_code=over,
        actor=None,
        at=at,
    )
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])
    grant_role(
        account=account,
        role=role,
        region_code=over,
        department=department,
        since_on=on,
        actor=None,
        at=at,
        on=on,
    )
    return DemonstrationAccount(account.username, role, over, department, password)
