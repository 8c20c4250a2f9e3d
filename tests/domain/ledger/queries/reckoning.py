"""A ledger of many items drawn from a seed, and its figures counted row by row in plain Python."""

import random
from datetime import date, timedelta

from diguan.domain.ledger.choices import Closing, Level, State
from diguan.domain.ledger.models import Event, Item
from diguan.domain.responsibility.models import Post
from tests.factories.ledger import AT, item

ON = date(2019, 9, 1)
VILLAGES = ("152222100201", "152222100202", "152222101201", "152223100201")
DEPARTMENTS = ("education", "housing")


def posts():
    """A post of the village, one of the township, one of the county's education."""
    plain = {"opened_on": date(2019, 1, 1)}
    return (
        Post.objects.create(region_code=VILLAGES[0], level="village", kind="first_secretary", **plain),
        Post.objects.create(region_code="152222100000", level="township", kind="secretary", **plain),
        Post.objects.create(
            region_code="152222000000", level="county", kind="department", department="education", **plain
        ),
    )


def a_ledger(count=120, seed=7):
    """Items of every state, with deadlines around a day."""
    draw, owners = random.Random(seed), posts()
    for running in range(1, count + 1):
        state = draw.choice(list(State))
        values = {"state": state, "region_code": draw.choice(VILLAGES), "department": draw.choice(DEPARTMENTS)}
        values |= {"rebounds": draw.choice((0, 0, 1, 3)), "postponements": draw.choice((0, 0, 2)), "key": f"k{running}"}
        if state is not State.SUSPECTED:
            due = ON + timedelta(days=draw.randint(-20, 20))
            values |= {"determined_at": AT, "deadline_on": draw.choice((due, None))}
        if state in (State.SUBMITTED, State.CLOSED):
            closing = draw.choice(list(Closing))
            values |= {"closing": closing, "submitted_by": draw.choice((1, 2)), "submitted_at": AT}
            values |= {"submitted_role": draw.choice(("village", "township", "county", "department"))}
            values |= {"verified_until": ON if closing is Closing.VERIFIED else None}
        if state in (State.CLOSED, State.WITHDRAWN):
            values |= {"ended_on": ON}
        if state is State.CLOSED:
            values |= {"closed_at": AT}
        owner = draw.choice((None, *owners))
        values |= {"owner_post": owner, "level": _level(owner)}
        if state is State.OPEN and draw.random() < 0.3:
            values |= {
                "postpone_until": ON + timedelta(days=40),
                "postpone_by": draw.choice((1, 2)),
                "postpone_role": "village",
            }
        made = item(running, **values)
        for refusal in draw.sample(["unmet", "stale", "declared", "role"], draw.randint(0, 2)):
            Event.objects.create(
                item=made, act="submit", from_state=state, to_state=state, accepted=False, refusal=refusal, at=AT
            )
    return owners


def _level(owner):
    return Level.VILLAGE if owner is None else Level.DEPARTMENT if owner.department else Level(owner.level)


def living(rows):
    return [row for row in rows if row.state in ("suspected", "open", "submitted")]


def late(rows, on=ON):
    return [row for row in rows if row.state == "open" and row.deadline_on is not None and row.deadline_on < on]


def rows_below(prefix):
    return [row for row in Item.objects.all() if row.region_code.startswith(prefix)]
