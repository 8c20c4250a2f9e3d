from diguan.engine.snapshot.model import VISIT
from diguan.engine.snapshot.seen import count_seen
from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, facts, inputs, source, taken

HOUSEHOLDS = ("status", "dangerous_house")
ROWS = [
    {"household_id": f"H{n}", "person_id": f"H{n}-1", "status": "ordinary", "dangerous_house": False} for n in range(3)
]


def seen(snapshot):
    return count_seen(snapshot.connection, snapshot.columns, snapshot.sources)


def lines(snapshot):
    return [line for line in snapshot.coverage if line.kind == "unseen"]


def snapshot(*visited):
    tables = [export(source(1, data_on=AS_OF), ROWS, HOUSEHOLDS)]
    if visited:
        tables.append(facts(Subject.HOUSEHOLD, source(2, VISIT, AS_OF), list(visited)))
    return taken(inputs(*tables), "household.status household.dangerous_house")


def test_nobody_is_seen_in_exports_alone():
    found = snapshot()
    assert seen(found) == 0
    (line,) = lines(found)
    assert (line.kind, line.count, line.of) == ("unseen", 3, 3)
    assert line.text.zh.startswith("3户没有一户见过")


def test_a_household_with_one_seen_fact_is_seen():
    found = snapshot({"household_id": "H1", "dangerous_house": True})
    assert seen(found) == 1
    (line,) = lines(found)
    assert (line.count, line.of, line.text.en) == (
        2,
        3,
        "of 3 households 1 have at least one fact that was seen; nobody has seen 2",
    )


def test_an_empty_answer_is_not_seen():
    assert seen(snapshot({"household_id": "H1", "dangerous_house": None})) == 0


def test_nothing_is_said_where_everybody_was_seen():
    rows = [{"household_id": f"H{n}", "dangerous_house": False} for n in range(3)]
    assert lines(snapshot(*rows)) == []
