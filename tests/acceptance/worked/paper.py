"""Ways to close on paper, each tried on a problem of its own, and the reason for which it must be refused."""

from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.refusals import UnableToFindItem
from diguan.domain.registry.actions.events import (
    Destination,
    Happening,
    merge_households,
    record_migration,
)
from diguan.domain.registry.actions.recording import Evidence
from diguan.domain.registry.models import Household
from diguan.engine.verdicts import Grade
from tests.acceptance.worked.county import COUNTY
from tests.acceptance.worked.days import at
from tests.acceptance.worked.people import GOOD, PREFECTURE, REGION
from tests.factories.evidence import photo

DAY = date(2019, 7, 25)
BEFORE = date(2019, 6, 1)
DECLARED, SEEN = Grade.DECLARED, Grade.SEEN


def happening(people, household, why="合并居住"):
    home = Household.objects.get(number=household, gone=False)
    return home, Happening(DAY, why, Evidence(SEEN, "户口簿"), home.version, people.catalogue)


def nothing_done(people, line, fact, _):
    clerk = people.village(line)
    for closing, code in (("mended", "unmet"), ("corrected", "unmet"), ("accepted", "no_criteria")):
        people.step("submit", line, clerk, DAY, code, closing=closing, reason="已经解决")


def declared_only(people, line, fact, _):
    clerk = people.village(line)
    people.record(line.household, clerk, DAY, DECLARED, **{fact: GOOD[fact]})
    for who in (clerk, people.township(line), people.county()):
        people.step("submit", line, who, DAY, "unmet", closing="mended", reason="户主说好了")
    file = people.file(clerk, line.region, DAY)
    people.step("submit", line, clerk, DAY, "unmet", closing="corrected", reason="改正", evidence=[file])


def of_an_old_day(people, line, fact, _):
    clerk = people.village(line)
    people.record(line.household, clerk, DAY, on=date(2019, 6, 29), **{fact: GOOD[fact]})
    people.step("submit", line, clerk, DAY, "no_new_fact", closing="mended", reason="早就好了")


def confirms_himself(people, line, fact, _):
    """In every way in which one person can be two."""
    township = people.township(line)
    people.record(line.household, people.village(line), DAY, **{fact: GOOD[fact]})
    people.submit(line, township, DAY)
    people.step("confirm", line, township, DAY, "same_person")
    people.step("confirm", line, people.township(line, "b"), DAY, "rank")
    people.step("confirm", line, people.village(line), DAY, "role")
    people.step("return_item", line, people.county(), DAY, reason="照片不清楚")
    line.moved("open", DAY, closing="", returns=1)


def confirms_his_own_proof(people, line, fact, _):
    people.record(line.household, people.township(line), DAY, **{fact: GOOD[fact]})
    people.submit(line, people.village(line), DAY)
    people.step("confirm", line, people.township(line), DAY, "proof_by_same_person")
    people.confirm(line, people.township(line, "b"), DAY)


def fact_turns_before_it_is_confirmed(people, line, fact, _):
    people.mend(line, fact, DAY)
    people.submit(line, people.village(line), DAY)
    people.record(line.household, people.county(), DAY + timedelta(days=3), **{fact: not GOOD[fact]})
    people.step("confirm", line, people.township(line), DAY + timedelta(days=4), "unmet")
    people.step("return_item", line, people.township(line), DAY + timedelta(days=4), reason="复查仍未解决")
    line.moved("open", DAY + timedelta(days=4), closing="", returns=1)


def status_edited(people, line, fact, _):
    clerk = people.village(line)
    for facts in ({"status": "ordinary"}, {"status": "exited"}):
        people.record(line.household, clerk, DAY, DECLARED, **facts)
        people.step("submit", line, clerk, DAY, "unmet", closing="mended", reason="不再是贫困户")


def files_of_others(people, line, fact, other):
    """A photo for another place, of another household, twice; none at all; and for ever."""
    clerk, until = people.village(line), DAY + timedelta(days=100)
    how = {"closing": "verified", "reason": "核实不是问题"}
    people.step("submit", line, clerk, DAY, "evidence_missing", **how, verified_until=until)
    foreign = people.file(people.village(other), other.region, DAY)
    people.step("submit", line, clerk, DAY, "evidence_elsewhere", **how, verified_until=until, evidence=[foreign])
    people.step("submit", line, clerk, DAY, "evidence_elsewhere", **how, verified_until=until, evidence=[10**9])
    own = people.file(clerk, line.region, DAY)
    for wrong in (None, DAY, DAY + timedelta(days=181)):
        people.step("submit", line, clerk, DAY, "expiry", **how, verified_until=wrong, evidence=[own])


def one_photo_for_two(people, line, fact, other):
    """The same pixels again, from another hand and with another place written by the camera."""
    shade = next(people.shades)
    pixels = {"shade": shade % 256, "size": (80, 60 + shade // 256)}
    first = people.file(people.township(line), line.region[:9] + "000", DAY, photo(**pixels))
    again = people.file(people.county(), COUNTY, DAY, photo(**pixels, place=False))
    until = DAY + timedelta(days=100)
    how = {"closing": "verified", "reason": "核实不是问题", "verified_until": until}
    people.step("submit", line, people.township(line), DAY, **how, evidence=[first])
    line.moved("submitted", DAY, closing="verified", until=until)
    people.step("submit", other, people.county(), DAY, "evidence_elsewhere", **how, evidence=[again])
    people.step("return_item", line, people.county(), DAY, reason="不予认可")
    line.moved("open", DAY, closing="", until=None, returns=1)
    people.step("submit", other, people.county(), DAY, "evidence_elsewhere", **how, evidence=[again])


def seen_too_late(people, line, fact, _):
    """A page that was open while somebody else was faster."""
    clerk = people.village(line)
    people.mend(line, fact, DAY)
    people.submit(line, clerk, DAY)
    people.step("submit", line, clerk, DAY, "state", closing="mended", reason="再报")
    people.step("confirm", line, people.township(line), DAY, "stale", version=1)
    people.confirm(line, people.township(line), DAY)
    people.step("confirm", line, people.township(line, "b"), DAY, "stale", version=3)
    people.step("confirm", line, people.township(line, "b"), DAY, "state")


def by_whom_it_is_not(people, line, fact, other):
    people.mend(line, fact, DAY)
    how = {"closing": "mended", "reason": "已经解决"}
    for who in (
        people.department("civil_affairs"),
        people.who(Role.PREFECTURE, PREFECTURE),
        people.who(Role.REGION, REGION),
    ):
        people.step("submit", line, who, DAY, "role", **how)
    for who in (
        people.who(Role.AUDITOR, REGION),
        people.who(Role.ADMINISTRATOR, REGION),
        people.who(Role.VILLAGE, "152222100001"),
        people.who(Role.COUNTY, "152222000000"),
    ):
        for step, more in (("submit", how), ("confirm", {}), ("withdraw", {"reason": "误报"})):
            with pytest.raises(UnableToFindItem):
                people.step(step, line, who, DAY, **more)
    people.step("withdraw", line, people.village(line), DAY, "role", reason="误报")
    people.step("withdraw", line, people.township(line), DAY, "role", reason="误报")
    people.submit(line, people.village(line), DAY)
    people.step("confirm", line, people.department("civil_affairs"), DAY, "role")
    people.confirm(line, people.county(), DAY)


def merged_away(people, line, other):
    """Into a household without problems: what is said of the two differs, or the problem goes along."""
    home, _ = happening(people, line.household)
    there, about = happening(people, other)
    merge_households(household_id=there.pk, other_id=home.pk, happening=about, actor=people.county(), at=at(DAY))
    codes = "unmet", "unknown"  # with the other household come its own houses and exceptions
    people.step("submit", line, people.village(line), DAY, codes, closing="mended", reason="并户")


def killed_on_paper(people, line, fact, _):
    """Everybody but the head is declared dead, and the head moves away by a word."""
    clerk = people.village(line)
    home, _happening = happening(people, line.household)
    for person in home.persons.filter(gone=False, member=True).values_list("number", flat=True):
        people.record(line.household, clerk, DAY, DECLARED, person=person, person_state="迁出")
    people.step("submit", line, clerk, DAY, "unmet", closing="mended", reason="已经迁出")


def moved_on_paper(people, line, fact, other):
    """The whole household moves to another village of the county: its house is no better there, as far as anybody knows."""
    home, about = happening(people, line.household, "搬到亲戚家")
    persons = list(home.persons.filter(gone=False, member=True).values_list("number", flat=True))
    record_migration(
        household_id=home.pk,
        persons=persons,
        destination=Destination(other.region),
        happening=about,
        actor=people.county(),
        at=at(DAY),
    )
    people.step("submit", line, people.village(line), DAY, "unmet", closing="mended", reason="已经搬走")


WAYS = (
    moved_on_paper,
    nothing_done,
    declared_only,
    of_an_old_day,
    confirms_himself,
    confirms_his_own_proof,
    fact_turns_before_it_is_confirmed,
    status_edited,
    files_of_others,
    one_photo_for_two,
    seen_too_late,
    by_whom_it_is_not,
    killed_on_paper,
)

# What is quick enough to be tried on thousands.
QUICK = (nothing_done, declared_only, of_an_old_day, status_edited)
