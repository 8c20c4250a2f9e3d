"""Accounts, grants, sessions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from diguan.domain.accounts.choices import Role, Scope
from diguan.domain.fields import RegionCodeField

VIEW_NAME = TOKEN_NAME = 40
USERNAME = r"^[a-z][a-z0-9._-]{2,31}$"


class Account(AbstractBaseUser):
    """Somebody who signs in. `region_code` is the unit where the person belongs; rights come from grants alone.

    `email`: where mail may say that there is something to read; empty for none.
    """

    username = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    region_code = RegionCodeField()
    email = models.EmailField(default="", blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_set_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = BaseUserManager()
    USERNAME_FIELD = "username"

    class Meta:
        """Indexes and constraints."""

        indexes = (models.Index(fields=["region_code", "username"], name="accounts_account_region"),)
        constraints = (
            models.CheckConstraint(condition=Q(username__regex=USERNAME), name="accounts_username_is_plain"),
            models.CheckConstraint(condition=~Q(name=""), name="accounts_account_has_a_name"),
        )


class Grant(models.Model):
    """A role over a unit and all below it, from a day up to, not including, another (none: until further notice)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    region_code = RegionCodeField()
    department = models.CharField(max_length=40, blank=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Indexes and constraints."""

        constraints = (
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="accounts_grant_role"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="accounts_grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=(Q(role=Role.DEPARTMENT.value) & ~Q(department=""))
                | (~Q(role=Role.DEPARTMENT.value) & Q(department="")),
                name="accounts_grant_department",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "region_code", "department"],
                condition=Q(until_on=None),
                name="accounts_grant_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.region_code} {self.department}".strip()


class SavedView(models.Model):
    """What somebody looks at often: a list by the name of its page, and the questions it is asked, as they stand in its address."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=VIEW_NAME)
    questions = models.JSONField()

    class Meta:
        """A name stands once a list."""

        constraints = (
            models.UniqueConstraint(fields=["account", "page", "name"], name="accounts_view_once"),
            models.CheckConstraint(condition=~Q(name=""), name="accounts_view_has_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.page} {self.name}"


class Session(AbstractBaseSession):
    """A sign-in that has not ended: which account, since when, last seen when, with what kind of browser."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that keeps these rows."""
        from diguan.domain.accounts.sessions import SessionStore  # noqa: PLC0415  the store knows the row

        return SessionStore


class Token(models.Model):
    """What a program signs in with for an account. `digest`: SHA-256 of the token, which is told once; `ending`: its last characters.

    `expires_at`: the first instant at which it no longer works; `used_at`: to the nearest few minutes.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=TOKEN_NAME)
    scope = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """A living token has a name of its own."""

        constraints = (
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(revoked_at=None), name="accounts_token_named_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="accounts_token_has_a_name"),
            models.CheckConstraint(condition=Q(scope__in=[str(scope) for scope in Scope]), name="accounts_token_scope"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="accounts_token_expires_later"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Counter(models.Model):
    """How often something was done in the newest window of time, by whatever counts: `key` says who and what, `window` which one."""

    key = models.CharField(max_length=60, primary_key=True)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class Answer(models.Model):
    """What a program was answered to a request that it marked with a key of its own: sent again, it is answered the same, and done once.

    `asked`: digest of what was asked. `status` and `body` as they went out; kept for a day.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    media_type = models.CharField(max_length=40, default="", blank=True)
    body = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        """A key stands once an account."""

        constraints = (models.UniqueConstraint(fields=["account", "key"], name="accounts_answer_once"),)

    def __str__(self) -> str:
        return f"{self.key} {self.status}"


class SecondFactor(models.Model):
    """The second factor of an account: a secret that an app on a phone makes codes of (TOTP, RFC 6238), sealed.

    `asked_at`: when the account was first told that it needs one; `confirmed_at`: when a code showed that the phone has the secret, null
    before. `step`: of the last code that was taken (its half minute since 1970): neither it nor an older one is taken again.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="factor")
    key_id = models.SmallIntegerField(null=True)
    sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    step = models.BigIntegerField(default=0)
    SEALED: ClassVar = ("factor", "account_id")

    class Meta:
        """What is confirmed has a secret."""

        constraints = (
            models.CheckConstraint(
                condition=Q(key_id=None, sealed=None) | Q(key_id__isnull=False, sealed__isnull=False),
                name="accounts_factor_sealed_under_a_key",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(sealed__isnull=False), name="accounts_factor_confirmed_has_a_secret"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class RecoveryCode(models.Model):
    """A code on paper for whoever has lost the phone: works once. `digest`: SHA-256 of it; it is drawn from 80 bits."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        """No code twice an account."""

        constraints = (models.UniqueConstraint(fields=["account", "digest"], name="accounts_recovery_once"),)

    def __str__(self) -> str:
        return str(self.pk)
