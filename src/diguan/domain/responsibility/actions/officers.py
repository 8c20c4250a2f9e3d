"""Officers: who they are, how they are reached, which account is theirs."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.queries import may_manage
from diguan.domain.regions.queries import region_of
from diguan.domain.responsibility.actions.rights import give, withdraw
from diguan.domain.responsibility.choices import NAME_LENGTH, UNIT_LENGTH, Rights
from diguan.domain.responsibility.models import Officer
from diguan.domain.responsibility.queries.reach import officer_of
from diguan.domain.responsibility.recording import Actor, Deed, record
from diguan.domain.responsibility.refusals import UnableToKeepOfficer, UnableToLinkAccount
from diguan.domain.responsibility.sealed import Kept, blind_of, keep, kept_of
from diguan.engine.documents import Label
from diguan.engine.snapshot.flaws import check_character

IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
PHONE = re.compile(r"\+?[0-9][0-9-]{5,18}")
COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of an officer; "" is not known. `identity`: 18 characters."""

    name: str
    unit: str = ""
    unit_kind: str = ""
    unit_under: str = ""
    sex: str = ""
    rank: str = ""
    identity: str = ""
    phone: str = ""

    @property
    def plain(self) -> dict[str, str]:
        """Columns of the row by name, cut to their length."""
        said = {name: getattr(self, name) for name in ("unit", "unit_kind", "unit_under", "sex", "rank")}
        return {"name": self.name[:NAME_LENGTH], **{name: value[:UNIT_LENGTH] for name, value in said.items()}}


@transaction.atomic
def add_officer(*, about: Particulars, region_code: str, actor: Actor, at: datetime, on: date) -> Officer:
    """A new officer, kept in a unit. UnableToKeepOfficer when the person is in the county already, or a number is none."""
    region = region_of(region_code)
    if actor and not actor.may(Act.MANAGE_POSTS, region.code):
        message = Label("您不管理这个区划的干部", "you do not manage the officers of this unit")
        raise UnableToKeepOfficer(message, Label("请选您管理的区划", "choose a unit of yours"), "region_code")
    cleaned = _checked(about)
    blind = blind_of(cleaned.identity)
    known = Officer.objects.filter(county=region.code[:COUNTY_DIGITS], blind=blind).first() if blind else None
    if known is not None:
        raise UnableToKeepOfficer(
            Label(f"这个人已在册（干部 {known.pk}）", f"this person is there already (officer {known.pk})"),
            Label("直接任命", "appoint them"),
            "identity",
        )
    return create(cleaned, region.code, Deed(actor, at, on))


def create(about: Particulars, region_code: str, deed: Deed) -> Officer:
    """The row itself, in a unit that the actor may change."""
    officer = Officer.objects.create(**about.plain, county=region_code[:COUNTY_DIGITS], region_code=region_code)
    if about.identity or about.phone:
        keep(officer, Kept(about.identity, about.phone))
        officer.save(update_fields=["key_id", "sealed", "blind"])
    record("add_officer", "officer", officer.pk, region_code, deed)
    return officer


def complete(officer: Officer, about: Particulars, deed: Deed) -> bool:
    """Take over what a newer paper says, and keep what it does not say; whether anything changed. A number once known stays."""
    plain = {name: value for name, value in about.plain.items() if value and getattr(officer, name) != value}
    old = kept_of(officer)
    new = Kept(old.identity or about.identity, about.phone or old.phone)
    if not plain and new == old:
        return False
    for name, value in plain.items():
        setattr(officer, name, value)
    if new != old:
        keep(officer, new)
    officer.save()
    told = [*plain, *(name for name in ("identity", "phone") if getattr(new, name) != getattr(old, name))]
    record("change_officer", "officer", officer.pk, officer.region_code, deed, fields=", ".join(told))
    return True


@transaction.atomic
def change_officer(*, officer_id: int, about: Particulars, actor: Actor, at: datetime, on: date) -> bool:
    """Corrects what is known of an officer; what is left empty stays. An identity number that is known cannot be changed."""
    officer = officer_of(actor, officer_id, Act.MANAGE_POSTS)
    return complete(officer, _checked(about), Deed(actor, at, on))


@transaction.atomic
def link_account(*, officer_id: int, username: str, actor: Actor, at: datetime, on: date) -> list[Rights]:
    """Says that an account is an officer's; the roles of the posts that are held now or later follow. One right a tenure comes back."""
    officer = officer_of(actor, officer_id, Act.MANAGE_ACCOUNTS)
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None or (actor and not may_manage(actor, account, on)):
        message = Label(f"没有您能管理的账号“{username}”", f"there is no account '{username}' that you manage")
        raise UnableToLinkAccount(message, Label("核对登录名", "look at the sign-in name"), "username")
    if officer.account_id not in (None, account.pk) or Officer.objects.exclude(pk=officer.pk).filter(account=account):
        raise UnableToLinkAccount(
            Label("干部已有账号，或账号已属于别人", "the officer has an account, or it is somebody else's"),
            Label("先解除原来的对应", "undo that link first"),
            "username",
        )
    officer.account = account
    officer.save(update_fields=["account"])
    deed = Deed(actor, at, on)
    record("link_account", "officer", officer.pk, officer.region_code, deed, account=account.pk)
    waiting = officer.tenures.filter(Q(until_on=None) | Q(until_on__gt=on)).select_related("post", "officer")
    return [give(tenure, deed) for tenure in waiting.order_by("since_on", "id")]


@transaction.atomic
def unlink_account(*, officer_id: int, actor: Actor, at: datetime, on: date) -> None:
    """Says that the account is the officer's no more; the roles that posts gave it end today, the posts are still held."""
    officer = officer_of(actor, officer_id, Act.MANAGE_ACCOUNTS)
    if officer.account is None or (actor and not may_manage(actor, officer.account, on)):
        raise UnableToLinkAccount(
            Label("这个干部没有您能管理的账号", "the officer has no account that you manage"),
            Label("没有可解除的", "there is nothing to undo"),
        )
    deed = Deed(actor, at, on)
    for tenure in officer.tenures.filter(grant__isnull=False).select_related("grant"):
        withdraw(tenure, deed, on)
        tenure.grant = None
        tenure.save(update_fields=["grant"])
    record("unlink_account", "officer", officer.pk, officer.region_code, deed, account=officer.account_id)
    officer.account = None
    officer.save(update_fields=["account"])


def _checked(about: Particulars) -> Particulars:
    identity, phone = about.identity.strip().upper(), re.sub(r"\s", "", about.phone)
    if not about.name.strip():
        raise UnableToKeepOfficer(
            Label("没有写姓名", "the name is missing"), Label("写上姓名", "write the name"), "name"
        )
    if identity and not (IDENTITY.fullmatch(identity) and check_character(identity[:17]) == identity[17]):
        raise UnableToKeepOfficer(
            Label("证件号码不是 18 位或校验位不符", "the identity number has not 18 characters, or its check is wrong"),
            Label("核对证件，或暂不填写", "look at the card, or leave it empty for now"),
            "identity",
        )
    if phone and not PHONE.fullmatch(phone):
        raise UnableToKeepOfficer(
            Label("电话不像号码", "the phone does not look like a number"),
            Label("只写数字，可带区号", "digits alone, with the area code"),
            "phone",
        )
    return Particulars(**{**_stripped(about), "identity": identity, "phone": phone})


def _stripped(about: Particulars) -> dict[str, str]:
    return {name: getattr(about, name).strip() for name in Particulars.__slots__}
