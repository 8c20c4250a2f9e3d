"""What is told every morning, over half a million living items: deadlines, steps that wait, everybody's figures of the day.

Runs on the database of DATABASE_URL, which belongs to the benchmark alone: `.ci/postgres python -m benchmarks.daily --items 500000`.
Posts of every county, township and village are held by somebody with an account; four fifths of the items are suspicions of one round.
Bar: a morning on which nothing new is to be told takes no more than 20 times as long as reading what it looks at, row by row, into Python.
The morning on which all suspicions are late at once is told beside it.
"""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.database import asked, registry_at_hand
from benchmarks.measure import Result, show

FOUND = datetime(2019, 7, 1, 8, tzinfo=UTC)
FIRST_DAY, LATE_DAY, NEXT_DAY = date(2019, 7, 2), date(2019, 7, 10), date(2019, 7, 11)
OPENED = date(2019, 1, 1)
SHARES = {"suspected": 40, "open": 7, "submitted": 3}  # of fifty
BAR, STRETCH = 20.0, 10.0
COPY = """INSERT INTO ledger_item ({names}, key, number, running) SELECT {names}, key || '|' || k, number || '-' || k, running + {step} * k
FROM ledger_item, generate_series(1, %s) k WHERE state = %s AND running < {step}"""


def posts() -> list[tuple[str, int]]:
    """A held post for every unit from county to village; codes of villages with the number of the post."""
    from diguan.domain.accounts.models import Account, Grant
    from diguan.domain.regions.queries import region_tree
    from diguan.domain.responsibility.choices import PostKind
    from diguan.domain.responsibility.models import Officer, Post, Tenure

    units = [(unit.code, level) for level in ("county", "township", "village") for unit in region_tree().units(level)]
    moment = {"password_set_at": FOUND, "created_at": FOUND}
    accounts = Account.objects.bulk_create(
        [Account(username=f"u{code}", name="测试", region_code=code, **moment) for code, _ in units], 2000
    )
    Grant.objects.bulk_create(
        [
            Grant(account=account, role=level, region_code=code, since_on=OPENED, granted_at=FOUND)
            for account, (code, level) in zip(accounts, units, strict=True)
        ],
        2000,
    )
    kinds = {"village": PostKind.FIRST_SECRETARY}
    made = Post.objects.bulk_create(
        [
            Post(region_code=code, level=level, kind=kinds.get(level, PostKind.SECRETARY), opened_on=OPENED)
            for code, level in units
        ],
        2000,
    )
    officers = Officer.objects.bulk_create(
        [
            Officer(name="测试", county=code[:6], region_code=code, account=account)
            for account, (code, _) in zip(accounts, units, strict=True)
        ],
        2000,
    )
    Tenure.objects.bulk_create(
        [Tenure(post=p, officer=o, since_on=OPENED, reason="-") for p, o in zip(made, officers, strict=True)], 2000
    )
    return [(code, p.pk) for p, (code, level) in zip(made, units, strict=True) if level == "village"]


def fill(items: int) -> int:
    """So many items in all villages, a few made one by one and the others copied by the database; how many they became."""
    from django.db import connection

    from diguan.domain.ledger.models import Item

    villages = posts()
    running: dict[str, int] = {}
    made = []
    for code, post in villages:
        for state in SHARES:
            running[code[:6]] = number = running.get(code[:6], 0) + 1
            made.append(_item(code, post, state, number))
    Item.objects.bulk_create(made, 2000)
    step = max(running.values()) + 1
    names = [
        field.column
        for field in Item._meta.concrete_fields  # noqa: SLF001  columns of the table
        if field.name not in _OWN
    ]
    turns = items / len(villages) / sum(SHARES.values())
    with connection.cursor() as cursor:
        for state, share in SHARES.items():
            cursor.execute(COPY.format(names=", ".join(names), step=step), [max(1, round(share * turns)) - 1, state])
        cursor.execute("VACUUM ANALYZE ledger_item")
    return Item.objects.count()


_OWN = {"id", "key", "number", "running", "sorted_on"}


def _item(code: str, post: int, state: str, running: int) -> Any:  # noqa: ANN401  Django is not loaded yet
    from diguan.domain.ledger.models import Item

    by_state: dict[str, dict[str, Any]] = {
        "suspected": {},
        "open": {"determined_at": FOUND, "deadline_on": date(2019, 9, 30)},
        "submitted": {"determined_at": FOUND, "deadline_on": date(2019, 9, 30), "closing": "mended"}
        | {"submitted_at": FOUND, "submitted_by": 1, "submitted_role": "village"},
    }
    text = {"zh": "测量", "en": "benchmark"}
    return Item(
        key=f"b|{code}|{state}",
        number=f"{code[:6]}-{running:05d}",
        running=running,
        source="finding",
        kind="shortfall",
        subject="household",
        county=code[:6],
        household_number=str(running),
        region_code=code,
        level="village",
        owner_post_id=post,
        title=text,
        explanation=text,
        deadline_days=60,
        state=state,
        opened_at=FOUND,
        found_on=FOUND.date(),
        found_at=FOUND,
        updated_at=FOUND,
        **by_state[state],
    )


def read() -> None:
    """What a morning looks at, into Python."""
    from diguan.domain.ledger.models import Item

    for _ in Item.objects.filter(state__in=SHARES).values_list(
        "pk", "state", "region_code", "owner_post_id", "deadline_on", "found_at"
    ):
        pass


def morning(on: date) -> str:
    """Everything that is told in one; what it was."""
    from diguan.domain.fieldwork.actions.awaiting import remind_of_waiting
    from diguan.domain.fieldwork.actions.digesting import digest
    from diguan.domain.fieldwork.actions.reminding import remind

    at = datetime(on.year, on.month, on.day, 6, tzinfo=UTC)
    said = []
    for name, tell in (("deadlines", remind), ("waiting", remind_of_waiting), ("figures", digest)):
        start = time.perf_counter()
        told = tell(on=on, at=at)
        count = told if isinstance(told, int) else told.items
        said.append(f"{name} {count} in {time.perf_counter() - start:.1f} s")
    return ", ".join(said)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what it gave."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main(quick: bool) -> list[Result]:  # noqa: FBT001 - the convention of every benchmark
    """Fill, read, tell."""
    if not registry_at_hand():
        return []
    wanted = asked("--items", 20_000 if quick else 500_000)
    items = fill(wanted)
    read()
    base, _ = timed(read)
    quiet, before = timed(lambda: morning(FIRST_DAY))
    full, late = timed(lambda: morning(LATE_DAY))
    after, then = timed(lambda: morning(NEXT_DAY))
    told = f"{items} items, read in {base:.1f} s"
    return [
        Result(
            "morning before anything is late / reading", quiet / base, BAR, stretch=STRETCH, detail=f"{told}; {before}"
        ),
        Result("morning after all was told / reading", after / base, BAR, stretch=STRETCH, detail=f"{told}; {then}"),
        Result(
            "morning on which all is late / reading", full / base, 10 * BAR, stretch=5 * BAR, detail=f"{told}; {late}"
        ),
    ]


if __name__ == "__main__":
    show(main)
