"""A household in a village with an unsafe house and a child out of school, a round that found both, and people of every role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from diguan.domain.accounts.actions import grant_role
from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.ledger.actions import confirm, determine, open_items, submit
from diguan.domain.ledger.choices import Closing
from diguan.domain.ledger.models import Item
from diguan.domain.registry.actions.recording import Evidence, Finding, record_observation
from diguan.domain.registry.models import Household
from diguan.domain.screening.actions import record_round
from diguan.engine.verdicts import Grade
from tests.factories.accounts import COUNTY, ON, holder
from tests.factories.evidence import photo
from tests.factories.facts import export, inputs, source
from tests.factories.kept import kept
from tests.factories.registry import loaded
from tests.factories.snapshots import catalogue

FOUND_ON = date(2019, 6, 30)
FOUND_AT = datetime(2019, 7, 1, 8, tzinfo=UTC)
SEEN_ON = date(2019, 7, 20)
AT = datetime(2019, 8, 1, 8, tzinfo=UTC)
VILLAGE, NEXT_VILLAGE = "152222100201", "152222100202"
HOME, NEIGHBOUR, CHILD = "1001", "1002", "2"
HOUSE, SCHOOL = "safe_housing", "compulsory_education"


def people(number, *, dangerous, school, village=VILLAGE):
    """Rows of an export: a head and a child of a registered household."""
    both = {"household_id": number, "region_code": village, "status": "registered", "dangerous_house": dangerous}
    head = {**both, "person_id": "1", "relation": "户主", "birth_date": date(1975, 5, 5)}
    child = {**both, "person_id": CHILD, "relation": "之子", "birth_date": date(2009, 3, 1), "school_status": school}
    return [{"school_status": None, **head}, child]


@dataclass
class World:
    """Acts of people upon the household and its items; every role has an account of its own, and there may be more of each."""

    folder: object
    made: dict = field(default_factory=dict)

    def who(self, role, name="", **how):
        """Whoever holds a role, of its usual place; the same name is the same person."""
        key = (role, name)
        if key not in self.made:
            over = {"over": VILLAGE} if role is Role.VILLAGE else {}
            self.made[key] = holder(role, username=f"{role.value}{name}.tester", **{**over, **how}).pk
        return viewer_of(self.made[key], ON)

    def also(self, role, name, other, **how):
        """The same person in another role as well."""
        from diguan.domain.accounts.models import Account

        account = Account.objects.get(pk=self.made[role, name])
        grant_role(account=account, role=other, since_on=ON, actor=None, at=FOUND_AT, on=ON, **how)
        return viewer_of(account.pk, ON)

    def item(self, indicator=HOUSE, household=HOME):
        return Item.objects.get(indicator=indicator, household_number=household)

    def record(self, who, grade=Grade.SEEN, *, on=SEEN_ON, person=None, household=HOME, at=AT, department="", **facts):
        """Record facts of the household."""
        home = Household.objects.get(number=household)
        return record_observation(
            household_id=home.pk,
            finding=Finding(facts, on, Evidence(grade, "入户照片2张", department), person),
            expected_version=home.version,
            catalogue=catalogue(),
            actor=who,
            at=at,
        )

    def file(self, who, *, region_code=VILLAGE, shade=90, at=AT, content=None, name="house.jpg"):
        """Hand in a photo, or a file."""
        taken = content or photo(shade=shade)
        return store_evidence(content=taken, name=name, region_code=region_code, actor=who, at=at).pk

    def determine(self, indicator=HOUSE):
        item = self.item(indicator)
        outcome = determine(
            item_id=item.pk,
            version=item.version,
            reason="入户核实属实",
            actor=self.who(Role.TOWNSHIP),
            at=FOUND_AT,
        )
        assert outcome.accepted

    def submit(self, who, closing=Closing.MENDED, *, indicator=HOUSE, at=AT, reason="已经解决", **how):
        item = self.item(indicator)
        return submit(item_id=item.pk, version=item.version, closing=closing, reason=reason, actor=who, at=at, **how)

    def confirm(self, who, *, indicator=HOUSE, at=AT):
        item = self.item(indicator)
        return confirm(item_id=item.pk, version=item.version, actor=who, at=at)


def neighbours():
    """Two neighbours, of whom the first has an unsafe house and a child out of school, and one in the next village."""
    rows = [
        *people(HOME, dangerous=True, school="非在校生"),
        *people(NEIGHBOUR, dangerous=False, school="小学"),
        *people("1003", dangerous=False, school="小学", village=NEXT_VILLAGE),
    ]
    return inputs(export(source(1, data_on=date(2019, 5, 1)), rows, ("status", "dangerous_house")))


def world(folder):
    """The neighbours in the registry, the round of a folder over them, and its items."""
    kept("the neighbours, their round and its items", lambda: _begun(folder))
    return World(folder)


def _begun(folder):
    loaded(neighbours())
    round_ = record_round(folder=folder / "round-1", region_code=COUNTY, actor=None, at=FOUND_AT)
    open_items(round_id=round_.pk, actor=None, at=FOUND_AT)
