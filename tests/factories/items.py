"""Items of the ledger, made as rows."""

from datetime import UTC, date, datetime

from diguan.domain.ledger.choices import Source, State
from diguan.domain.ledger.models import Item

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
VILLAGE = "152222100001"


def item(running=1, *, state=State.OPEN, deadline=None, owner=None, place=VILLAGE, department="", **more):
    """An item of a household, open and determined unless said otherwise."""
    determined = AT if state is not State.SUSPECTED else None
    submitted = {"submitted_by": 9, "submitted_at": AT, "submitted_role": "village", "closing": "mended"}
    given = {
        "key": f"cn-two-assurances|household|{place[:6]}|{1000 + running}||safe_housing",
        "number": f"{place[:6]}-{running}",
        "source": Source.FINDING,
        "standard": "cn-two-assurances",
        "indicator": "safe_housing",
        "kind": "shortfall",
        "subject": "household",
        "household_number": str(1000 + running),
        "level": "department" if department else "village",
        "title": {"zh": "短板待补齐：住房安全有保障", "en": "Shortfall to be made up: Safe housing"},
        "explanation": {"zh": "", "en": ""},
        "opened_at": AT,
        "found_on": AT.date(),
        "found_at": AT,
        "updated_at": AT,
        **(submitted if state is State.SUBMITTED else {}),
        **more,
    }
    return Item.objects.create(
        running=running,
        county=place[:6],
        region_code=place,
        department=department,
        owner_post=owner,
        state=state,
        deadline_on=deadline,
        determined_at=determined,
        **given,
    )


def day(month, number, year=2019):
    """A day."""
    return date(year, month, number)
