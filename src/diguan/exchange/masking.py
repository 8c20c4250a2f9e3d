"""What a file that leaves may show: names masked, minors unnamed, health facts hidden; all of it only with a recorded reason.

Files travel by chat and by stick. Numbers of households and persons are numbers of a closed system and stay; identity numbers and phones
never reach any paper, because they never reach the round.
"""

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.verdicts import Subject
from diguan.locale import Language, texts

MINOR_UNTIL = 18

# Facts about health, whatever pack reads them. Explanations in masked papers do not show their values.
HEALTH_FIELDS = frozenset(
    {
        (Subject.PERSON, "health_status"),
        (Subject.PERSON, "disability_certificate_year"),
        (Subject.PERSON, "disability_kind"),
        (Subject.PERSON, "disability_grade"),
        (Subject.PERSON, "unfit_for_school"),
        (Subject.PERSON, "unfit_for_school_document"),
        (Subject.PERSON, "dropout_reason"),
        (Subject.PERSON, "not_in_school_reason"),
        (Subject.HOUSEHOLD, "cause_main"),
        (Subject.HOUSEHOLD, "cause_second"),
        (Subject.HOUSEHOLD, "cause_third"),
        *((Subject.HOUSEHOLD, f"risk_{place}") for place in range(1, 6)),
        (Subject.HOUSEHOLD, "sudden_event"),
        (Subject.HOUSEHOLD, "own_medical_cost"),
        (Subject.HOUSEHOLD, "medical_claims"),
        (Subject.HOUSEHOLD, "after_own_medical_cost"),
        (Subject.HOUSEHOLD, "after_medical_claims"),
        (Subject.HOUSEHOLD, "fixed_expense_per_head"),
        (Subject.HOUSEHOLD, "after_income_left"),
    }
)


def mask_name(name: str | None) -> str:
    """A name as it may leave: the first character and two stars, whatever the length, so that the length says nothing either."""
    kept = (name or "").strip()
    return f"{kept[0]}**" if kept else ""


def shown_name(name: str | None, age: int | None, language: Language) -> str:
    """The name of a person of `age` completed years (None: not known) on a masked paper: a minor's is not shown at all."""
    minor = age is not None and age < MINOR_UNTIL
    return texts("words")["masking.minor"][language] if minor else mask_name(name)


def hidden_fields(catalogue: Catalogue) -> frozenset[tuple[Subject, str]]:
    """Facts whose values a masked paper does not show: those about health, and whatever a pack's own fields call sensitive.

    What the project's own catalogue calls sensitive (income, say) is what findings are about, and is shown.
    """
    known = load_catalogue()
    own = {
        (subject, field.name)
        for subject in Subject
        for field in catalogue.fields(subject).values()
        if field.sensitivity == "sensitive" and field.name not in known.fields(subject)
    }
    return HEALTH_FIELDS | own
