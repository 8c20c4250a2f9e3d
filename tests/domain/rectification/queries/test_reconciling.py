"""Line by line, and the sums against the ledger's own count."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions.opening import bring_back
from diguan.domain.rectification.actions.spreading import ask_self_check
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.queries import reconcile
from tests.domain.rectification.actions.spreading.test_checking import own, reply
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.rectification import (
    AT,
    COUNTY_OFFICE,
    accepted,
    inspection,
    problem,
    reported,
    somebody,
    under_way,
)

pytestmark = pytest.mark.django_db
ON = date(2019, 5, 1)


def lines(made, who=COUNTY_OFFICE, on=ON):
    found = reconcile(who, made.pk, on)
    assert found.agrees
    return found


def test_problem_from_nothing_to_settled():
    made = inspection()
    row = problem(made)
    (line,) = lines(made).lines
    assert (line.tasks, line.stages, line.files, line.living, line.settled) == (
        0,
        0,
        0,
        [row.links.get().item.number],
        False,
    )
    row = accepted(reported(under_way(row)))
    (line,) = lines(made).lines
    assert (line.tasks, line.stages, line.stages_accepted, line.files, line.living) == (1, 1, 1, 2, [])
    assert (dict(line.items), line.unlike, line.settled, lines(made).settled) == ({"closed": 1}, [], True, 1)


def test_what_does_not_fit_is_named():
    made = inspection()
    row = accepted(reported(under_way(problem(made))))
    late = problem(made)
    item = row.links.get().item
    bring_back(item_id=item.pk, reason="又坏了", detail={}, actor=1, at=AT)
    first, second = lines(made, on=date(2019, 7, 1)).lines
    assert (first.unlike, second.unlike) == (["accepted_but_living"], ["overdue"])
    assert late.number == 2


def test_self_checks_and_what_they_found_are_counted_beside_the_problem():
    made = inspection()
    row = problem(made)
    asking = Asking(COUNTY, "查同类", "有人管护", date(2019, 4, 15))
    spread = ask_self_check(problem_id=row.pk, asking=asking, actor=COUNTY_OFFICE, at=AT)
    assert reply(own(spread), ["一村的路无人管护"]).accepted
    found = lines(made)
    (line,) = found.lines
    assert (line.spread, line.checks, line.checks_accepted) == (1, spread.checks.count(), 0)
    assert (line.checks_overdue, line.unlike) == (spread.checks.count() - 1, ["checks_overdue"])
    assert (dict(found.items), dict(found.others), dict(found.ledger)) == (
        {"open": 1},
        {"suspected": 1},
        {"open": 1, "suspected": 1},
    )


def test_reconciliation_is_cut_to_what_somebody_sees():
    made = inspection()
    problem(made)
    problem(made, region_code=COUNTY)
    assert len(lines(made, somebody(Role.TOWNSHIP)).lines) == 1
    assert lines(made, somebody(Role.COUNTY, over=OTHER_COUNTY)).lines == []
