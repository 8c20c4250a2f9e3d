"""Looking over what there is at all leaves no suspicion out."""

import pytest

from diguan.engine.screening import suspicions
from diguan.engine.screening.suspicions import _look_over, _Seen, suspect
from diguan.engine.snapshot.database import columns_of, run, table_names
from diguan.engine.verdicts import Verdict
from tests.factories.rounds import screened
from tests.factories.village import the_village


@pytest.fixture
def round_():
    with screened(the_village()) as found:
        yield found


def everything(connection, bound):
    """As though every condition were true of somebody, and every verdict given to somebody."""
    tables = table_names(connection)
    columns = [(table, name) for table in tables for name, _ in columns_of(connection, table)]
    given = frozenset((table, name, verdict) for table, name in columns for verdict in Verdict)
    return _Seen(tables, frozenset(columns), given)


def parts(round_):
    return sorted(run(round_.connection, "FROM parts"), key=repr)


def test_suspicions_are_those_of_asking_everything(round_, monkeypatch):
    told = parts(round_)
    assert told
    run(round_.connection, "DROP TABLE parts")
    monkeypatch.setattr(suspicions, "_look_over", everything)
    suspect(round_.snapshot, round_.ruling.bound)
    assert parts(round_) == told


def test_what_nobody_has_is_not_asked(round_):
    seen = _look_over(round_.connection, round_.ruling.bound)
    every = everything(round_.connection, round_.ruling.bound)
    assert seen.true
    assert seen.given
    assert seen.true < every.true
    assert seen.given < every.given
    rows = run(round_.connection, "SELECT 1 FROM verdicts_household WHERE safe_housing = 0")
    assert bool(rows) == (("verdicts_household", "safe_housing", Verdict.UNMET) in seen.given)
