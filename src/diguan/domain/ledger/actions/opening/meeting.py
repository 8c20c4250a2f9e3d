"""What was found meets what the ledger has: what is new, seen again, back, to be asked again, and what is no longer found.

Table made here: met(place, item_id, how, was_kind, ... columns of found); how:
  new         no item has this problem
  seen        its item lives
  back        its item was closed, and the round judges facts of that day or later: a rebound
  asked       its item was verified until a day that has come, or was withdrawn: it is a suspicion again
  respected   its item is verified until a later day
  older       its item ended later than the day the round judges: older facts say nothing about it
  done        this round, a newer one, or one of a later day has met its item already
and lost(item_id, state): items that live, that some round found and this one, which judged their place by their rule, did not.
"""

from collections.abc import Collection

import pyarrow as pa

from diguan.domain.ledger.choices import LIVE, Closing, State
from diguan.domain.regions.queries import subtree
from diguan.domain.registry.bulk import flow
from diguan.domain.screening.models import Round
from diguan.engine.snapshot.database import Connection, run, text

COLUMNS = (
    "id",
    "key",
    "kind",
    "indicator",
    "region_code",
    "state",
    "closing",
    "verified_until",
    "ended_on",
    "seen_round_id",
    "lost_round_id",
    "seen_on",
)


def meet(duck: Connection, round_: Round, judged_kinds: Collection[str]) -> None:
    """Make the tables of this module. `judged_kinds`: kinds that the round looked for; the others were left out for want of a value."""
    _read_items(duck, round_)
    live = ", ".join(text(state) for state in LIVE)
    as_of = f"DATE {text(round_.as_of.isoformat())}"
    run(
        duck,
        f"""CREATE TEMP TABLE met AS SELECT f.*, i.id::BIGINT AS item_id, i.kind AS was_kind, i.state AS was_state,
        i.closing AS was_closing, CASE WHEN i.id IS NULL THEN 'new'
             WHEN i.seen_round_id::BIGINT >= {round_.pk} OR i.seen_on::DATE > {as_of} THEN 'done'
             WHEN i.state IN ({live}) THEN 'seen'
             WHEN i.ended_on::DATE > {as_of} THEN 'older'
             WHEN i.closing = '{Closing.VERIFIED}' AND i.verified_until::DATE > {as_of} THEN 'respected'
             WHEN i.closing = '{Closing.VERIFIED}' OR i.state = '{State.WITHDRAWN}' THEN 'asked'
             ELSE 'back' END AS how
        FROM found f LEFT JOIN items i USING (key)""",
    )
    low, high = subtree(round_.region_code)
    kinds = ", ".join(text(kind) for kind in sorted(judged_kinds)) or "''"
    run(
        duck,
        f"""CREATE TEMP TABLE lost AS SELECT i.id::BIGINT AS item_id, i.state FROM items i ANTI JOIN found f USING (key)
        WHERE i.state IN ({live}) AND i.lost_round_id IS NULL AND i.seen_round_id::BIGINT < {round_.pk} AND i.seen_on::DATE <= {as_of}
          AND i.region_code >= {text(low)} AND i.region_code < {text(high)} AND (i.indicator <> '' OR i.kind IN ({kinds}))
        ORDER BY item_id""",
    )


def _read_items(duck: Connection, round_: Round) -> None:
    """Table items: those of the standard in every county of the round."""
    empty = pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
    duck.register("no_items", empty)
    run(duck, "CREATE TEMP TABLE items AS SELECT * FROM no_items")
    counties = [row[0] for row in run(duck, "SELECT DISTINCT county FROM found ORDER BY county")]
    low, high = subtree(round_.region_code)
    places = " OR ".join(
        [f"(i.region_code >= {text(low)} AND i.region_code < {text(high)})", *map(_in_county, counties)]
    )
    own = ", ".join(f"i.{name}" for name in COLUMNS if name != "seen_on")
    query = f"""SELECT {own}, r.as_of AS seen_on FROM ledger_item i LEFT JOIN screening_round r ON r.id = i.seen_round_id
        WHERE i.standard = {text(round_.standard)} AND ({places})"""
    for block in flow(query, COLUMNS):
        duck.register("block", block)
        run(duck, "INSERT INTO items SELECT * FROM block")
        duck.unregister("block")


def _in_county(county: str) -> str:
    return f"i.county = {text(county)}"
