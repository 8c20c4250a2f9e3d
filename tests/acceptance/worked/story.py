"""What people do in half a year, group by group, each problem by one of the ways in which problems go."""

from datetime import date, timedelta

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.choices import Closing
from diguan.domain.ledger.models import Item
from diguan.domain.registry.models import Household
from tests.acceptance.worked.days import at
from tests.acceptance.worked.figures import client_of, set_day
from tests.acceptance.worked.paper import QUICK, WAYS, merged_away
from tests.acceptance.worked.people import GOOD, PREFECTURE

DETERMINED, SEEN_ON, SUBMITTED_ON, CONFIRMED_ON = (date(2019, 7, n) for n in (5, 20, 25, 29))
RELAPSED_ON = date(2019, 11, 10)
SHORT, LONG = date(2019, 12, 15), date(2020, 1, 15)  # the first has expired at the second round, the other at the third


class Story:
    """`pool`: lines with the fact that decides, not used up yet; `size`: how many times over everything is done."""

    def __init__(self, book, people, pool, size, monkeypatch):
        self.book, self.people, self.size, self.monkeypatch = book, people, size, monkeypatch
        self.pool = list(pool)
        self.relapsing = []

    def take(self, count):
        """Lines that nobody worked on yet, determined."""
        for _ in range(count * self.size):
            line, fact = self.pool.pop(0)
            self.people.determine(line, DETERMINED)
            yield line, fact

    def elsewhere(self, line):
        """A line of another village that nobody worked on yet."""
        place = next(place for place, (other, _) in enumerate(self.pool) if other.region != line.region)
        return self.pool.pop(place)[0]

    def live_through(self):
        for way in WAYS:
            for line, fact in self.take(1):
                way(self.people, line, fact, self.elsewhere(line))
        for place, (line, fact) in enumerate(self.take(7)):
            self.honestly(line, fact, place)
        for place, (line, fact) in enumerate(self.take(4)):
            self.honestly(line, fact, place)
            self.relapsing.append((line, fact))
        for until in (SHORT, LONG):
            for line, _ in self.take(2):
                self.verified(line, until)
        for line, _ in self.take(4):
            self.more_time(line)
        for line, _ in self.take(2):
            prefecture = self.people.who(Role.PREFECTURE, PREFECTURE)
            self.people.step("withdraw", line, prefecture, CONFIRMED_ON, reason="重复")
            line.moved("withdrawn", CONFIRMED_ON, ended=CONFIRMED_ON)
        self.merge()

    def nobody_knows(self, lines):
        """Where a fact is missing nothing is known to be solved: not by a word, and not by the fact that decided nothing."""
        for line in lines:
            self.people.determine(line, DETERMINED)
            clerk = self.people.village(line)
            for closing in ("mended", "corrected"):
                self.people.step("submit", line, clerk, SUBMITTED_ON, "unknown", closing=closing, reason="应该没有问题")

    def many(self, lines, honest, tried):
        """Of what nobody worked on yet so many are mended honestly, and so many tried on paper by turns; a household may have two."""
        busy = {line.household for line in self.book.lines.values() if line.state != "suspected"}
        free = [(line, fact) for line, fact in lines if line.household not in busy]
        for place, (line, fact) in enumerate(free[: honest + tried]):
            self.people.determine(line, DETERMINED)
            if place < honest:
                self.honestly(line, fact, place % 3)
            else:
                QUICK[place % len(QUICK)](self.people, line, fact, None)

    def honestly(self, line, fact, place):
        """Seen after it was found, reported by the village, confirmed by the township; every fourth on the pages."""
        people = self.people
        people.mend(line, fact, SEEN_ON, by_visit=place % 2 == 1)
        if place % 4 == 3:
            self.on_the_pages(line)
            return
        people.submit(line, people.village(line), SUBMITTED_ON)
        people.confirm(line, people.township(line), CONFIRMED_ON)

    def on_the_pages(self, line):
        township = line.region[:9] + "000"
        village, above = self.people.holder(Role.VILLAGE, line.region), self.people.holder(Role.TOWNSHIP, township)
        self._post(village, line, "submit", SUBMITTED_ON, closing="mended", reason="已经解决")
        self._post(village, line, "confirm", SUBMITTED_ON)
        line.refusals.append("role")
        self._post(above, line, "confirm", CONFIRMED_ON)
        line.moved("closed", CONFIRMED_ON, closing="mended", ended=CONFIRMED_ON)

    def _post(self, account, line, step, day, **said):
        set_day(self.monkeypatch, day, at(day))
        version = Item.objects.values_list("version", flat=True).get(pk=line.pk)
        answer = client_of(account).post(f"/ledger/{line.pk}/{step}/", {"version": version, **said}, follow=True)
        assert answer.status_code == 200

    def verified(self, line, until):
        people, clerk = self.people, self.people.village(line)
        file = people.file(clerk, line.region, SUBMITTED_ON)
        people.submit(line, clerk, SUBMITTED_ON, Closing.VERIFIED, verified_until=until, evidence=[file])
        people.confirm(line, people.township(line), CONFIRMED_ON)

    def more_time(self, line):
        """Asked for, once too near, granted by whoever stands above, or refused."""
        people, clerk = self.people, self.people.village(line)
        until, grant = line.deadline + timedelta(days=20), line.pk % 2 == 0
        ask = {"reason": "等工程队"}
        people.step("ask_postponement", line, clerk, SUBMITTED_ON, "deadline", until=line.deadline, **ask)
        people.step("ask_postponement", line, clerk, SUBMITTED_ON, until=until, **ask)
        people.step("decide_postponement", line, clerk, SUBMITTED_ON, "role", granted=True, reason="同意")
        people.step("decide_postponement", line, people.township(line), SUBMITTED_ON, granted=grant, reason="批")
        line.moved("open", SUBMITTED_ON, deadline=until if grant else line.deadline)
        line.postponements += grant

    def merge(self):
        """One household joins another without a problem; its problems go along with it."""
        line, _ = next(self.take(1))
        busy = {key[0] for key in self.book.lines}
        other = (
            Household.objects.filter(gone=False)
            .exclude(status="ordinary")
            .exclude(number__in=busy)
            .order_by("number")[0]
        )
        merged_away(self.people, line, other.number)
        self.merged = (line.household, other.number, other.region_code)

    def follow(self, day):
        """What the next round does to the problems of who was merged."""
        old, new, _ = self.merged
        for line in [line for line in self.book.lines.values() if line.household == old]:
            del self.book.lines[line.key]
            line.household = new
            line.found_so(line.state)
            self.book.lines[line.key] = line

    def relapse(self):
        for line, fact in self.relapsing:
            self.people.record(line.household, self.people.township(line), RELAPSED_ON, **{fact: not GOOD[fact]})

    def the_rest(self):
        """Of what nobody touched every second is determined, on days of July and August."""
        untouched = [line for line in self.book.lines.values() if line.state == "suspected"]
        for place, line in enumerate(sorted(untouched, key=lambda line: line.pk)[::2]):
            self.people.determine(line, date(2019, 7, 8) + timedelta(days=place % 50))
