"""A condition over a snapshot: hits, unknowns and the ranges they are cut to, against a count by hand."""

from datetime import date

import pytest

from diguan.engine.expressions import Scope, bind, read_expression
from diguan.engine.screening.hits import hits
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, inputs, source
from tests.factories.snapshots import catalogue

EAST, WEST = "152222100201", "152222100202"
EVERYWHERE = [("0", "a")]


@pytest.fixture(scope="module")
def snapshot():
    """Three households: an unsafe house in the east, a safe one and one of which nobody knows in the west."""
    told = (("1", EAST, True), ("2", WEST, False), ("3", WEST, None))
    rows = [
        {
            "household_id": number,
            "region_code": place,
            "person_id": "1",
            "relation": "户主",
            "birth_date": date(1960, 1, int(number)),
            "dangerous_house": unsafe,
        }
        for number, place, unsafe in told
    ]
    facts = frozenset({(Subject.HOUSEHOLD, "dangerous_house"), (Subject.PERSON, "birth_date")})
    read = inputs(export(source(1, data_on=date(2019, 5, 1)), rows, ("dangerous_house",)))
    return assemble(read, catalogue(), Question(AS_OF, facts, facts))


def asked(snapshot, text, ranges=(EVERYWHERE,), subject=Subject.HOUSEHOLD):
    bound = bind(read_expression(text, None, Scope(subject, catalogue())), AS_OF, {})
    return hits(snapshot, bound, ranges)


def test_true_false_and_unknown_are_told_apart(snapshot):
    found = asked(snapshot, "dangerous_house")
    assert (found.asked, found.unknown, [row[1:] for row in found.rows]) == (3, 1, [(EAST, "1", "")])
    other = asked(snapshot, "not dangerous_house")
    assert (other.asked, other.unknown, [row[2] for row in other.rows]) == (3, 1, ["2"])


def test_persons_are_named_within_their_household(snapshot):
    found = asked(snapshot, "birth_date = '1960-01-02'", subject=Subject.PERSON)
    assert (found.asked, found.unknown, [row[2:] for row in found.rows]) == (3, 0, [("2", "1")])


def test_every_one_of_the_ranges_cuts(snapshot):
    west = [(WEST, "152222100203")]
    assert asked(snapshot, "not dangerous_house", (west,)).asked == 2
    assert asked(snapshot, "not dangerous_house", (west, [(EAST, WEST)])).asked == 0
    assert asked(snapshot, "not dangerous_house", (west, [])).rows == []
