"""What a file that leaves may show: names masked, minors unnamed, health facts hidden; all of it only with a recorded reason.

Files travel by chat and by stick. Numbers of households and persons are numbers of a closed system and stay; identity numbers and phones
never reach any paper, because they never reach the round.
"""

from diguan.engine.verdicts import Subject

MINOR_UNTIL = 18
MINOR = "（未成年人）"
UNNAMED = "（无姓名）"

# Facts about health, whatever pack reads them. Explanations in masked papers do not show their values.
HEALTH_FIELDS = frozenset(
    {
        (Subject.PERSON, "health_status"),
        (Subject.PERSON, "disability_certificate_year"),
        (Subject.PERSON, "unfit_for_school"),
        (Subject.PERSON, "unfit_for_school_document"),
        (Subject.PERSON, "dropout_reason"),
        (Subject.PERSON, "not_in_school_reason"),
        (Subject.HOUSEHOLD, "cause_main"),
        (Subject.HOUSEHOLD, "cause_second"),
        (Subject.HOUSEHOLD, "cause_third"),
        (Subject.HOUSEHOLD, "own_medical_cost"),
        (Subject.HOUSEHOLD, "medical_claims"),
        (Subject.HOUSEHOLD, "after_own_medical_cost"),
        (Subject.HOUSEHOLD, "after_medical_claims"),
    }
)


def mask_name(name: str | None) -> str:
    """A name as it may leave: the first character and two stars, whatever the length, so that the length says nothing either."""
    kept = (name or "").strip()
    return f"{kept[0]}**" if kept else UNNAMED


def shown_name(name: str | None, age: int | None, *, masked: bool) -> str:
    """The name of a person of `age` completed years (None: not known) on a paper."""
    if not masked:
        return (name or "").strip() or UNNAMED
    return MINOR if age is not None and age < MINOR_UNTIL else mask_name(name)
