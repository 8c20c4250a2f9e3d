"""Items of the ledger and their history."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from diguan.domain.accounts.choices import Role
from diguan.domain.evidence.models import Evidence
from diguan.domain.fields import RegionCodeField
from diguan.domain.ledger.choices import ENDED, HELD, LIVE, Closing, Level, ReceivedBy, Source, State, Step
from diguan.domain.registry.choices import NUMBER_LENGTH
from diguan.domain.responsibility.models import Post
from diguan.domain.screening.models import STANDARD_LENGTH, Round

KEY_LENGTH = 400
NAME_LENGTH = 80
UNDATED = date(9999, 12, 31)


def _among(column: str, values: Iterable[str], *, empty: bool = False) -> Q:
    """A column holds one of a closed list."""
    words = [str(value) for value in values]
    return Q(**{f"{column}__in": [*words, *([""] if empty else [])]})


def _live() -> Q:
    return _among("state", LIVE)


# Lists of what waits for somebody: few of many items.
WAITING = {
    "item_submitted": Q(state=State.SUBMITTED.value),
    "item_asked": Q(postpone_until__isnull=False),
}


class Item(models.Model):
    """One problem of one subject over all rounds, never two.

    `key`: standard, kind of subject, county, household, person and indicator (where there is none the kind of finding); of a problem
    that no rule sees its own number. `number`: for people, county and a running number. `subject`: household, person, or "" for a problem
    of a place. `title`, `explanation`: {zh, en}, without names or values that are masked. `measure`: label of the route. `level`,
    `owner_post`: whose it is. `found_on`, `found_at`: since when the problem stands, anew with every rebound. `seen_round`: the last round
    that found it; `lost_round`: the first one after that which did not. `deadline_days`: working days that the standard gives;
    `deadline_on`: set when the problem is determined; `sorted_on`: the deadline, or the last of all days where there is none.
    `closing`, `verified_until`, `submitted_by`, `submitted_role`: of a closing that waits for its second person or has found them.
    `criteria`: what must be fulfilled where no rule can say so. `stepped_at`: when a person last took a step; a round is none.
    `version`: counts every change.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    number = models.CharField(max_length=24, unique=True)
    running = models.IntegerField()
    source = models.CharField(max_length=10)
    standard = models.CharField(max_length=STANDARD_LENGTH, blank=True)
    indicator = models.CharField(max_length=NAME_LENGTH, blank=True)
    kind = models.CharField(max_length=NAME_LENGTH)
    subject = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=6)
    household_number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    person_number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    region_code = RegionCodeField()
    department = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=12)
    owner_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.JSONField()
    explanation = models.JSONField()
    grade = models.SmallIntegerField(default=0)
    route = models.CharField(max_length=NAME_LENGTH, blank=True)
    measure = models.JSONField(null=True)
    criteria = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    opened_round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    seen_round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    lost_round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    found_on = models.DateField()
    found_at = models.DateTimeField()
    determined_at = models.DateTimeField(null=True)
    deadline_days = models.SmallIntegerField(null=True)
    deadline_on = models.DateField(null=True)
    deadline_known = models.BooleanField(default=True)
    sorted_on = models.GeneratedField(
        expression=Coalesce("deadline_on", models.Value(UNDATED, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    postpone_until = models.DateField(null=True)
    postpone_by = models.BigIntegerField(null=True)
    postpone_role = models.CharField(max_length=16, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.BigIntegerField(null=True)
    submitted_role = models.CharField(max_length=16, blank=True)
    closing = models.CharField(max_length=10, blank=True)
    verified_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    rebounds = models.IntegerField(default=0)
    returns = models.IntegerField(default=0)
    postponements = models.IntegerField(default=0)
    stepped_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints and indexes: lists by deadline of an owner, a department or a place; what is late."""

        constraints = (
            models.UniqueConstraint(fields=["county", "running"], name="item_running"),
            models.CheckConstraint(condition=_among("state", State), name="item_state"),
            models.CheckConstraint(condition=_among("source", Source), name="item_source"),
            models.CheckConstraint(condition=_among("closing", Closing, empty=True), name="item_closing"),
            models.CheckConstraint(condition=_among("level", Level), name="item_level"),
            models.CheckConstraint(condition=Q(criteria="") | Q(indicator=""), name="item_criteria_or_rule"),
            models.CheckConstraint(
                condition=Q(determined_at__isnull=False) | Q(deadline_on__isnull=True), name="item_deadline_follows"
            ),
            models.CheckConstraint(
                condition=(
                    _among("state", HELD) & ~Q(closing="") & Q(submitted_by__isnull=False, submitted_at__isnull=False)
                )
                | (~_among("state", HELD) & Q(closing="", submitted_by__isnull=True)),
                name="item_closing_is_submitted",
            ),
            models.CheckConstraint(
                condition=Q(closing=Closing.VERIFIED.value, verified_until__isnull=False)
                | (~Q(closing=Closing.VERIFIED.value) & Q(verified_until__isnull=True)),
                name="item_verified_expires",
            ),
            models.CheckConstraint(
                condition=Q(postpone_until__isnull=True, postpone_by__isnull=True, postpone_role="")
                | (Q(postpone_until__isnull=False, postpone_by__isnull=False) & ~Q(postpone_role="")),
                name="item_postponement_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False)
                | (~Q(state=State.CLOSED.value) & Q(closed_at__isnull=True)),
                name="item_closed_at",
            ),
            models.CheckConstraint(
                condition=_among("state", ENDED) & Q(ended_on__isnull=False)
                | (~_among("state", ENDED) & Q(ended_on__isnull=True)),
                name="item_ended_on",
            ),
        )
        indexes = (
            models.Index(fields=["county", "household_number"], name="item_household"),
            models.Index(fields=["sorted_on", "id"], name="item_deadline", condition=_live()),
            models.Index(fields=["region_code", "sorted_on", "id"], name="item_place", condition=_live()),
            models.Index(fields=["owner_post", "sorted_on", "id"], name="item_owner", condition=_live()),
            models.Index(fields=["department", "sorted_on", "id"], name="item_department", condition=_live()),
            # no suspicion has a deadline: behind all the others, the planner would look for them in vain
            models.Index(
                fields=["sorted_on", "id", "region_code"], name="item_undated", condition=Q(state=State.SUSPECTED.value)
            ),
            *(
                models.Index(fields=["region_code", "sorted_on", "id"], name=name, condition=condition)
                for name, condition in WAITING.items()
            ),
            models.Index(
                fields=["region_code", "state", "closing", "department", "sorted_on", "rebounds", "postponements"],
                name="item_figures",
            ),
            models.Index(
                fields=["region_code", "owner_post", "level", "state", "sorted_on", "stepped_at"],
                name="item_loads",
                condition=_live(),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Report(models.Model):
    """How a person came to report a problem. `token`: of the form it was written in, so that what is sent twice counts once.

    `received_*`, `way`, `register`: of a complaint, who took it, when, how, and its number in the register of complaints of the county;
    `complainer`: the name as it is masked, never the whole of it. `by`: the account that opened the item.
    """

    token = models.CharField(max_length=36, unique=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="reports")
    county = models.CharField(max_length=6)
    received_on = models.DateField(null=True)
    received_by = models.CharField(max_length=NAME_LENGTH, blank=True)
    way = models.CharField(max_length=10, blank=True)
    register = models.CharField(max_length=40, blank=True)
    complainer = models.CharField(max_length=40, blank=True)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints: a complaint of the register has one item."""

        constraints = (
            models.UniqueConstraint(
                fields=["county", "register"], condition=~Q(register=""), name="report_registered_once"
            ),
            models.CheckConstraint(condition=_among("way", ReceivedBy, empty=True), name="report_way"),
            models.CheckConstraint(
                condition=Q(way="", received_on__isnull=True) | (~Q(way="") & Q(received_on__isnull=False)),
                name="report_complaint_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.at:%Y-%m-%d}"


class Proof(models.Model):
    """A file that was handed in as evidence of an item, once, however often it is named."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="proofs", db_index=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (models.UniqueConstraint(fields=["item", "evidence"], name="proof_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.evidence_id}"


class Attachment(models.Model):
    """A file that was handed in on the page of an item, whatever becomes of any step: by whom, when. Only ever added to.

    It proves nothing by itself: a submission that names it and is accepted makes it a proof.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="attachments", db_index=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (models.UniqueConstraint(fields=["item", "evidence"], name="attachment_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.evidence_id}"


class Event(models.Model):
    """What happened to an item, or was tried and refused: only ever added to, the database itself refuses to change or remove it.

    `act`: a step; `actor`: number of the account, None for a round or the command line; `role`: in which role; `post`: to which post it
    was given, or by whose holder; `evidence`: numbers of
    files; `detail`: plain values, numbers and codes, nothing personal; `refusal`: why not, where it was not accepted.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="events")
    act = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    actor = models.BigIntegerField(null=True)
    role = models.CharField(max_length=16, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    detail = models.JSONField(default=dict)
    accepted = models.BooleanField(default=True)
    refusal = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=_among("act", Step), name="event_act"),
            models.CheckConstraint(condition=_among("from_state", State, empty=True), name="event_from_state"),
            models.CheckConstraint(condition=_among("to_state", State), name="event_to_state"),
            models.CheckConstraint(condition=_among("role", Role, empty=True), name="event_role"),
            models.CheckConstraint(
                condition=Q(accepted=True, refusal="") | (Q(accepted=False) & ~Q(refusal="")),
                name="event_refusal",
            ),
            models.CheckConstraint(
                condition=Q(accepted=True) | Q(from_state=models.F("to_state")), name="event_refused_moves_nothing"
            ),
        )
        indexes = (
            models.Index(fields=["item", "id"], name="event_item"),
            models.Index(fields=["refusal", "at"], name="event_refused", condition=Q(accepted=False)),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.from_state} {self.to_state}"
