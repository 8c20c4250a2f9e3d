"""A county's closed problems are looked at again half a year later: what persists is what the script has decided, person by person.

The script alone knows which houses and wells are still good; inspectors see that and nothing else, and the figures are its own count.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.models import Account as SignIn
from diguan.domain.fieldwork.actions.visiting import Account, Answer
from diguan.domain.fieldwork.choices import Outcome as Visited
from diguan.domain.fieldwork.choices import Told
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Item
from diguan.domain.lookback.actions import Look, Wanted, draw_plan, give_cases, record_look
from diguan.domain.lookback.actions.looking import AtTheDoor
from diguan.domain.lookback.choices import Method, Outcome, Unseen
from diguan.domain.lookback.models import Assignment
from diguan.domain.lookback.queries import persistence
from diguan.domain.lookback.queries.frames import Extent
from diguan.domain.lookback.queries.insiders import insiders
from diguan.domain.lookback.queries.plans import check_of, estimate_of
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.models import Household
from diguan.engine.verdicts import Verdict
from tests.acceptance.test_ledger_worked import by_verdict, plant
from tests.acceptance.worked.book import Book
from tests.acceptance.worked.county import AS_OF, COUNTY, address, fill_posts, judge, settle
from tests.acceptance.worked.days import at
from tests.acceptance.worked.people import GOOD, People

HOUSEHOLDS, PLANTED, CLOSED = 500, 40, 24
DETERMINED, SEEN, SUBMITTED, CONFIRMED = (date(2019, 7, day) for day in (5, 20, 25, 29))
GIVEN, LOOKED = date(2020, 2, 3), date(2020, 2, 12)
# What the script decides of every closing, by turns.
TRUTH = (Outcome.PERSISTS, Outcome.REBOUNDED, Outcome.PERSISTS, Outcome.PERSISTS, Outcome.UNSEEN, Outcome.PERSISTS)


class Village:
    """The closings with the truth of each, and what people do about them."""

    def __init__(self, people, book, planted, folder):
        self.people, self.tokens, self.truth, self.facts = people, count(1), {}, {}
        unmet = by_verdict(book, folder, Verdict.UNMET)
        lines = [(line, fact) for line, fact in unmet if planted.get(line.household) == fact][:CLOSED]
        for place, (line, fact) in enumerate(lines):
            self.close(line, fact)
            self.truth[line.pk], self.facts[line.pk] = TRUTH[place % len(TRUTH)], fact
        self.lines = {line.pk: line for line, _ in lines}

    def close(self, line, fact):
        people = self.people
        people.determine(line, DETERMINED)
        people.mend(line, fact, SEEN)
        people.submit(line, people.village(line), SUBMITTED)
        people.confirm(line, people.township(line), CONFIRMED)

    def inspector(self, case):
        """Somebody of the next township of the county."""
        townships = [unit.code for unit in region_tree().children(COUNTY)]
        place = townships.index(case.region_code[:9] + "000")
        return self.people.who(Role.TOWNSHIP, townships[place - 1], "inspector")

    def look(self, case):
        """What the inspector finds there is what the script has decided."""
        truth, fact = self.truth[case.item_id], self.facts[case.item_id]
        actor, home = self.inspector(case), Household.objects.get(number=case.item.household_number, gone=False)
        if truth is Outcome.UNSEEN:
            look, visited, answers = Look(truth, why=Unseen.ABSENT), Visited.ABSENT, ()
        else:
            good = truth is Outcome.PERSISTS
            value = GOOD[fact] if good else not GOOD[fact]
            look, visited, answers = Look(truth, "看过房屋和水龙头"), Visited.MET, (Answer(fact, value, seen=True),)
        told = None if visited is Visited.ABSENT else Told.HEAD
        made = Account(f"look-{next(self.tokens)}", LOOKED, visited, told, answers, 1, 120, "看过房屋和水龙头")
        door = AtTheDoor(made, home.version, self.people.catalogue)
        return record_look(case_id=case.pk, version=case.version, look=look, door=door, actor=actor, at=at(LOOKED))

    def refuse_all_inside(self, case, office):
        """Everybody of the chain is tried; how many there were."""
        inside = insiders(case.item, GIVEN)
        clerks = {self.people.village(self.lines[case.item_id]), self.people.township(self.lines[case.item_id])}
        assert {clerk.account_id for clerk in clerks} <= set(inside)
        for name in SignIn.objects.filter(pk__in=inside).values_list("username", flat=True):
            (given,) = give_cases(case_ids=[case.pk], username=name, actor=office, at=at(GIVEN))
            assert given.reasons
        return len(inside)


def expected(village, cases):
    """Figures by place, indicator and department, by the script's own count."""
    found = Counter()
    for case in cases:
        found[case.region_code, case.indicator, case.department, village.truth[case.item_id]] += 1
    return found


def counted(rows):
    """The same of what is told."""
    found = Counter()
    for row in rows:
        key = (row.region_code, row.indicator, row.department)
        assert row.looked_back == row.persisted + row.rebounded
        assert row.as_of == LOOKED
        told = {Outcome.PERSISTS: row.persisted, Outcome.REBOUNDED: row.rebounded, Outcome.UNSEEN: row.unseen}
        found.update({(*key, outcome): number for outcome, number in told.items() if number})
    return found


@pytest.mark.django_db
def test_what_persists_in_a_county_is_what_the_script_has_decided(tmp_path, settings):
    settings.ROUNDS, settings.EVIDENCE = tmp_path / "rounds", tmp_path / "evidence"
    settle(tmp_path, HOUSEHOLDS)
    people = People()
    book = Book(fill_posts(people))
    planted = plant(PLANTED)
    found, _ = judge(settings.ROUNDS / "one", AS_OF, date(2019, 7, 1))
    book.meet(found, AS_OF, date(2019, 7, 1))
    address(book)
    village = Village(people, book, planted, settings.ROUNDS / "one")
    office = people.county("office")

    extent = Extent(COUNTY, CONFIRMED - timedelta(days=20), CONFIRMED + timedelta(days=1))
    wanted = Wanted(extent, Method.RANDOM, "20200203", 20, size=18)
    plan, twice = (draw_plan(wanted=wanted, actor=office, at=at(GIVEN)) for _ in range(2))
    drawn = [list(each.cases.order_by("place").values_list("item_id", flat=True)) for each in (plan, twice)]
    assert drawn[0] == drawn[1]
    assert (plan.population, plan.population_sha256) == (CLOSED, twice.population_sha256)

    tried = 0
    cases = list(plan.cases.select_related("item").order_by("place"))
    for case in cases:
        tried += village.refuse_all_inside(case, office)
        name = SignIn.objects.get(pk=village.inspector(case).account_id).username
        (given,) = give_cases(case_ids=[case.pk], username=name, actor=office, at=at(GIVEN))
        assert given.reasons == ()
    assert Assignment.objects.filter(accepted=False).count() == tried > 2 * len(cases)

    for case in plan.cases.select_related("item").order_by("place"):
        assert village.look(case).outcome == village.truth[case.item_id]
    assert counted(persistence(office, region_code=COUNTY)) == expected(village, cases)
    back = {case.item_id for case in cases if village.truth[case.item_id] is Outcome.REBOUNDED}
    assert set(Item.objects.filter(pk__in=drawn[0], state=State.OPEN, rebounds=1).values_list("pk", flat=True)) == back

    seen = Counter(village.truth[case.item_id] for case in cases)
    looked = seen[Outcome.PERSISTS] + seen[Outcome.REBOUNDED]
    share = estimate_of(plan)
    assert share.share == seen[Outcome.PERSISTS] / looked
    truly = Counter(village.truth.values())
    among_seen = truly[Outcome.PERSISTS] / (truly[Outcome.PERSISTS] + truly[Outcome.REBOUNDED])
    assert share.low <= among_seen <= share.high
    checked = check_of(type(plan).objects.get(pk=plan.pk))
    assert (checked.same_sample, checked.same_population) == (True, True)
