"""Snapshots of a few rows, asked for single fields."""

from datetime import date
from functools import cache

from diguan.engine.catalogue import Catalogue, load_catalogue
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF

RELATIONS = {Subject.HOUSEHOLD: ("households", "household_id"), Subject.PERSON: ("persons", "person_id")}


@cache
def catalogue() -> Catalogue:
    """The project's own catalogue, read once."""
    return load_catalogue()


def value_by_id(inputs: ReadInputs, subject: Subject, name: str, as_of: date = AS_OF) -> dict[str, object]:
    """The value of a field for every household or person of a snapshot; empty when no input can tell it."""
    fact = frozenset({(subject, name)})
    snapshot = assemble(inputs, catalogue(), Question(as_of, fact, fact))
    relation, key = RELATIONS[subject]
    if name not in snapshot.columns[relation]:
        return {}
    return dict(snapshot.connection.execute(f'SELECT {key}, "{name}" FROM {relation} ORDER BY ALL').fetchall())
