"""Life events as acts: what happened, to whom, from which day; undone by a counter-act, never erased. And kin across households."""

from django.db import models

from diguan.domain.fields import RegionCodeField
from diguan.domain.registry.choices import NAME_LENGTH, NUMBER_LENGTH, KinKind, LifeEventKind
from diguan.domain.registry.models.subjects import Person

EVENTS = [str(kind) for kind in LifeEventKind]
KIN = [str(kind) for kind in KinKind]


class LifeEvent(models.Model):
    """Something that happened to a household. `undoes`: the event that this one takes back.

    `to_region_code`: where somebody left for, empty otherwise; `answers`: the departure elsewhere that this arrival takes up.
    """

    kind = models.CharField(max_length=20)
    county = models.CharField(max_length=6)
    region_code = RegionCodeField()
    household_number = models.CharField(max_length=NUMBER_LENGTH)
    happened_on = models.DateField()
    reason = models.CharField(max_length=NAME_LENGTH)
    evidence = models.CharField(max_length=NAME_LENGTH, default="")
    detail = models.JSONField(default=dict)
    actor = models.BigIntegerField()
    at = models.DateTimeField()
    to_region_code = RegionCodeField(default="")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=EVENTS), name="life_event_kind"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="life_event_reason"),
            models.CheckConstraint(
                condition=models.Q(kind="undone", undoes__isnull=False)
                | (~models.Q(kind="undone") & models.Q(undoes__isnull=True)),
                name="life_event_undoes",
            ),
        )
        indexes = (
            models.Index(fields=["county", "household_number"], name="life_event_household"),
            models.Index(
                fields=["to_region_code"],
                name="life_event_destination",
                condition=~models.Q(to_region_code=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class Move(models.Model):
    """From the event's day on, what is known of one number is known of another. Without a person: the household's own facts."""

    event = models.ForeignKey(LifeEvent, models.PROTECT, related_name="moves")
    from_household = models.CharField(max_length=NUMBER_LENGTH)
    from_person = models.CharField(max_length=NUMBER_LENGTH, null=True)
    to_household = models.CharField(max_length=NUMBER_LENGTH)
    to_person = models.CharField(max_length=NUMBER_LENGTH, null=True)

    class Meta:
        """Indexes: whether anything was ever moved from a household or to it."""

        indexes = (
            models.Index(fields=["from_household"], name="move_from_household"),
            models.Index(fields=["to_household"], name="move_to_household"),
        )

    def __str__(self) -> str:
        return f"{self.from_household} -> {self.to_household}"


class RosterChange(models.Model):
    """A person joins a household, or leaves it, on the event's day; a newer list of that household says whether that still holds."""

    event = models.ForeignKey(LifeEvent, models.PROTECT, related_name="roster_changes")
    household_number = models.CharField(max_length=NUMBER_LENGTH)
    person_number = models.CharField(max_length=NUMBER_LENGTH)
    joins = models.BooleanField()

    class Meta:
        """Indexes."""

        indexes = (models.Index(fields=["household_number"], name="roster_change_household"),)

    def __str__(self) -> str:
        return f"{'+' if self.joins else '-'} {self.household_number} {self.person_number}"


class Settlement(models.Model):
    """Where a household lives from the event's day on, until a newer list says otherwise."""

    event = models.ForeignKey(LifeEvent, models.PROTECT, related_name="settlements")
    household_number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()

    def __str__(self) -> str:
        return f"{self.household_number} {self.region_code}"


class KinLink(models.Model):
    """Kin across households: `person` is `kind` of `other`. `ended_on`: from then on no more; `mistaken`: it never was."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="kin")
    other = models.ForeignKey(Person, models.PROTECT, related_name="kin_of")
    kind = models.CharField(max_length=20)
    since_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    mistaken = models.BooleanField(default=False)
    evidence = models.CharField(max_length=NAME_LENGTH, default="")
    actor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=KIN), name="kin_link_kind"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="kin_link_not_self"),
            models.UniqueConstraint(
                fields=["person", "other", "kind"], condition=models.Q(ended_on__isnull=True), name="kin_link_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.other_id}"
