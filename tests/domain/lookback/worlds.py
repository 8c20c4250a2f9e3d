"""The household of the ledger's worlds, half a year after its house was mended: an inspector from another township goes there."""

from datetime import UTC, date, datetime
from itertools import count

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.fieldwork.actions.visiting import Account, Answer
from diguan.domain.fieldwork.choices import Outcome as Visited
from diguan.domain.fieldwork.choices import Told
from diguan.domain.ledger.choices import Closing
from diguan.domain.lookback.actions import Look, give_cases, record_look
from diguan.domain.lookback.actions.looking import AtTheDoor
from diguan.domain.lookback.choices import Outcome
from diguan.domain.registry.models import Household
from tests.domain.ledger.worlds import AT, HOME
from tests.factories.accounts import ON, holder
from tests.factories.lookback import plan
from tests.factories.snapshots import catalogue

GIVEN_AT = datetime(2020, 2, 3, 2, tzinfo=UTC)
LOOKED_AT = datetime(2020, 2, 10, 2, tzinfo=UTC)
DAY = date(2020, 2, 10)
ELSEWHERE = "152222101000"


class Inspected:
    """A closed problem with a case over it, given to an inspector."""

    def __init__(self, lived, closing=Closing.MENDED):
        self.lived, self.tokens = lived, count(1)
        lived.determine()
        proof = {}
        if closing is Closing.MENDED:
            lived.record(lived.who(Role.VILLAGE), dangerous_house=False)
        else:
            proof = {"evidence": [lived.file(lived.who(Role.VILLAGE))], "verified_until": date(2020, 1, 15)}
        assert lived.submit(lived.who(Role.VILLAGE), closing, **proof).accepted
        assert lived.confirm(lived.who(Role.TOWNSHIP)).accepted
        self.case = plan(size=1, when=GIVEN_AT).cases.get()
        self.inspector = viewer_of(holder(Role.TOWNSHIP, over=ELSEWHERE, username="the.inspector").pk, ON)
        self.give()

    def give(self):
        office = self.lived.who(Role.COUNTY, "office")
        (given,) = give_cases(case_ids=[self.case.pk], username="the.inspector", actor=office, at=GIVEN_AT)
        assert given.reasons == ()

    def door(self, *, outcome=Visited.MET, seen=True, note="看过房屋", **facts):
        """The visit, with facts of the household."""
        answers = tuple(Answer(name, value, seen) for name, value in facts.items())
        told = None if outcome is Visited.ABSENT else Told.HEAD
        account = Account(f"look-{next(self.tokens)}", DAY, outcome, told, answers, max(1, len(answers)), 240, note)
        home = Household.objects.get(number=HOME)
        return AtTheDoor(account, home.version, catalogue())

    def look(self, found, *, door=None, note="看过房屋，没有裂缝", why=None, who=None, at=LOOKED_AT):
        """Record what was seen."""
        self.case.refresh_from_db()
        actor = who or self.inspector
        return record_look(
            case_id=self.case.pk, version=self.case.version, look=Look(found, note, why), door=door, actor=actor, at=at
        )

    def persists(self):
        return self.look(Outcome.PERSISTS, door=self.door(dangerous_house=False))

    @property
    def item(self):
        return self.lived.item()


__all__ = ["AT", "Inspected"]
