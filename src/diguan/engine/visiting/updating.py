"""Derived values of the households that answered, exchanged for those computed from their facts as they are now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.snapshot.derived.registry import FILLED
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.recomputing import recomputed
from diguan.engine.visiting.rewriting import NAMES, OWN_KEYS, Change, Row, restate, rewrite


def update_computed(snapshot: Snapshot, catalogue: Catalogue, wanted: Iterable[Fact], households: set[str]) -> Snapshot:
    """The snapshot with the derived values of some households computed anew."""
    made = recomputed(snapshot, catalogue, wanted)
    changes = {fact: _changes(snapshot.connection, fact, table, households) for fact, table in made.items()}
    filled = {fact: rows for fact, rows in changes.items() if fact in FILLED}
    for fact, rows in filled.items():
        changes[fact] = _of_gaps(snapshot.connection, fact, rows)
        _restate(snapshot.connection, fact, changes[fact])
    return replace(snapshot, columns=rewrite(snapshot, catalogue, changes))


def _changes(connection: Connection, fact: Fact, table: str, households: set[str]) -> list[Change]:
    """New values of a derived field; unknown where it can no longer be told."""
    subject, _ = fact
    keys = ", ".join(OWN_KEYS[subject])
    relation = quoted(NAMES[subject])
    rows = run(connection, f"SELECT {keys}, value, source FROM {relation} LEFT JOIN {quoted(table)} USING ({keys})")
    found = []
    for home, *rest in rows:
        if home in households:
            person = rest[0] if subject is Subject.PERSON else None
            found.append(Change(home, person, rest[-2], None if rest[-2] is None else rest[-1]))
    return found


def _of_gaps(connection: Connection, fact: Fact, rows: Iterable[Change]) -> list[Change]:
    """Of a reported field only what was computed before, or can be computed now where nothing is reported."""
    subject, name = fact
    computed = {row[0] for row in run(connection, _computed(subject, name))}
    return [c for c in rows if c.value is not None or c.household_id in computed]


def _computed(subject: Subject, name: str) -> str:
    return (
        "SELECT DISTINCT household_id FROM cell_states "
        f"WHERE subject = '{subject}' AND field = {text(name)} AND state = 'computed'"
    )


def _restate(connection: Connection, fact: Fact, rows: Iterable[Change]) -> None:
    """Say which values of a reported field are computed now."""
    subject, name = fact
    counties: Mapping[str, str] = dict(run(connection, "SELECT household_id, county FROM households"))
    changed = list(rows)
    states: list[Row] = [
        {
            "subject": str(subject),
            "household_id": c.household_id,
            "subject_id": c.person_id or c.household_id,
            "county": counties[c.household_id],
            "field": name,
            "state": "computed",
            "said": None,
            "said_by": None,
            "place": None,
        }
        for c in changed
        if c.value is not None
    ]
    restate(connection, [(str(subject), c.person_id or c.household_id, name) for c in changed], states)
