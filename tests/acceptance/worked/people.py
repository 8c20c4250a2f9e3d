"""People of every role, and what they do: every step is written into the book as the script expects it, and compared at once."""

from itertools import count

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.fieldwork.actions.visiting import Account, Answer, record_visit
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.domain.ledger import actions
from diguan.domain.ledger.choices import Closing
from diguan.domain.ledger.models import Item
from diguan.domain.registry.actions.recording import Evidence, Finding, record_observation
from diguan.domain.registry.models import Household
from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Grade
from tests.acceptance.worked.county import COUNTY
from tests.acceptance.worked.days import at
from tests.factories.accounts import ON, account, holder
from tests.factories.evidence import photo

PREFECTURE, REGION = "150900000000", "150000000000"
GOOD = {"dangerous_house": False, "drinking_water_safe": True}


class People:
    """Accounts by role, place and name, made when they are first needed."""

    def __init__(self):
        self.made, self.catalogue, self.shades, self.tokens = {}, load_catalogue(), count(1), count(1)

    def account(self, name):
        return self.made.get(name) or self._keep(name, account(name, region=COUNTY))

    def holder(self, role, place, name="", department=""):
        key = f"{role[:4]}{place}{department[:8].replace('_', '-')}.{name or 'a'}"
        made = self.made.get(key)
        return made or self._keep(
            key, holder(role, over=place, username=key, region=COUNTY, department=department or None)
        )

    def _keep(self, key, made):
        self.made[key] = made
        return made

    def who(self, role, place, name="", department=""):
        return viewer_of(self.holder(role, place, name, department).pk, ON)

    def village(self, line, name=""):
        return self.who(Role.VILLAGE, line.region, name)

    def township(self, line, name=""):
        return self.who(Role.TOWNSHIP, line.region[:9] + "000", name)

    def county(self, name=""):
        return self.who(Role.COUNTY, COUNTY, name)

    def department(self, id):
        return self.who(Role.DEPARTMENT, COUNTY, department=id)

    # --- what they record ---

    def record(self, household, who, day, grade=Grade.SEEN, *, on=None, person=None, hour=8, **facts):
        home = Household.objects.get(number=household, gone=False)
        said = Finding(facts, on or day, Evidence(grade, "入户照片2张"), person)
        return record_observation(
            household_id=home.pk,
            finding=said,
            expected_version=home.version,
            catalogue=self.catalogue,
            actor=who,
            at=at(day, hour),
        )

    def visit(self, household, who, day, fact, value):
        home = Household.objects.get(number=household, gone=False)
        made = Account(
            f"token-{next(self.tokens)}",
            day,
            Outcome.MET,
            Told.HEAD,
            (Answer(fact, value, seen=True),),
            3,
            40,
            "看了房屋和水龙头",
        )
        return record_visit(
            household_id=home.pk,
            account=made,
            expected_version=home.version,
            catalogue=self.catalogue,
            actor=who,
            at=at(day),
        )

    def file(self, who, place, day, content=None):
        shade = next(self.shades)
        content = content or photo(shade=shade % 256, size=(64, 48 + shade // 256))
        return store_evidence(content=content, name="照片.jpg", region_code=place, actor=who, at=at(day)).pk

    # --- what they do to items ---

    def step(self, name, line, who, day, code=None, *, version=None, hour=8, **how):
        """Take a step; `code`: why it is to be refused (of several any), None where it is to be accepted."""
        before = Item.objects.values_list("version", flat=True).get(pk=line.pk)
        if "closing" in how:
            how["closing"] = Closing(how["closing"])
        outcome = getattr(actions, name)(
            item_id=line.pk, version=before if version is None else version, actor=who, at=at(day, hour), **how
        )
        expected = code if isinstance(code, tuple) else (code,)
        assert outcome.code in expected, f"{name} {how.get('closing', '')} by {who.grants}: {outcome.code}, not {code}"
        if outcome.code is not None:
            line.refusals.append(outcome.code)
        return outcome

    def determine(self, line, day):
        self.step("determine", line, self.township(line), day, reason="入户核实属实")
        line.determine(day)

    def submit(self, line, who, day, closing="mended", **how):
        self.step("submit", line, who, day, closing=closing, reason="已经解决", **how)
        line.moved("submitted", day, closing=closing, until=how.get("verified_until"))

    def confirm(self, line, who, day):
        self.step("confirm", line, who, day)
        line.moved("closed", day, ended=day)

    def mend(self, line, fact, day, *, by_visit=False):
        if by_visit:
            self.visit(line.household, self.village(line), day, fact, GOOD[fact])
        else:
            self.record(line.household, self.village(line), day, **{fact: GOOD[fact]})
