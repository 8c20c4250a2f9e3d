"""Asking the standard again, with the confirmed values of the item's round, as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from diguan.domain.ledger.choices import Refusal
from diguan.domain.ledger.judging.answer import Answer
from diguan.domain.ledger.judging.case import Case
from diguan.domain.ledger.judging.findings import KindAnswer, found_back_then, kind_answer
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.household import household_file
from diguan.domain.screening.kept import KeptRound, UnableToTrustRound, kept_round
from diguan.domain.screening.models import Round
from diguan.engine.expressions.same import Same
from diguan.engine.screening.bound import BoundPack, UnableToScreen, bind_pack
from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.standards.parameters import resolve_parameters
from diguan.engine.verdicts import Verdict

SAYS: Mapping[Verdict, Refusal | None] = {
    Verdict.UNMET: Refusal.UNMET,
    Verdict.UNKNOWN: Refusal.UNKNOWN,
    Verdict.NOT_APPLICABLE: Refusal.NOT_APPLICABLE,
    Verdict.MET: None,
}


def ask(item: Item, on: date) -> Answer:
    """What the standard says of an item on a day. Whatever keeps it from judging is an answer that closes nothing."""
    if not item.standard or not item.household_number:
        return Answer(Refusal.NOT_JUDGED)
    round_ = item.seen_round or _newest_round(item)
    if round_ is None:
        return Answer(Refusal.NOT_JUDGED)
    try:
        return _Asking(item, kept_round(round_), on).answer()
    except (UnableToTrustRound, UnableToScreen):
        return Answer(Refusal.NOT_JUDGED)


def _newest_round(item: Item) -> Round | None:
    """The newest round of the standard that judged the place, for a problem that no round has found."""
    tree = region_tree()
    if item.region_code not in tree:
        return None
    above = [unit.code for unit in tree.ancestors(item.region_code)]
    judged = Round.objects.filter(standard=item.standard, region_code__in=[item.region_code, *above])
    return judged.order_by("-as_of", "-id").first()


@lru_cache(maxsize=16)
def _bound_on(pack: Same[Pack], day: date, confirmed: tuple[Confirmation, ...]) -> BoundPack:
    """The rules of a standard on a day: the same for every item, and many are asked about on one day."""
    return bind_pack(pack.one, day, resolve_parameters(pack.one, day, confirmed))


@dataclass(frozen=True)
class _Asking:
    item: Item
    kept: KeptRound
    on: date

    def answer(self) -> Answer:
        household, person = self._place()
        if household is None:
            return Answer(Refusal.GONE)
        case = self._case(household, self.on)
        if self.item.indicator:
            return self._of_indicator(case, person)
        return self._of_kind(case, person)

    def _place(self) -> tuple[Household | None, str]:
        """The household and the number under which the problem's people live today."""
        moves = Moves.until(self.on, Extent(self.item.county))
        number, person = moves.place_of(self.item.household_number, self.item.person_number or None)
        found = Household.objects.filter(county=self.item.county, number=number, gone=False).first()
        return found, person or ""

    def _case(self, household: Household, day: date) -> Case:
        return Case(household_file(household, self.kept.pack.catalogue, self.on, back_to=day), self._bound(day))

    def _bound(self, day: date) -> BoundPack:
        return _bound_on(Same(self.kept.pack), day, self.kept.confirmed)

    def _of_indicator(self, case: Case, person: str) -> Answer:
        member = case.member(person) if person else None
        if person and member is None:
            return Answer(Refusal.GONE)
        standing = case.verdict(self.item.indicator, member)
        if standing is None:
            return Answer(Refusal.NOT_JUDGED)
        verdict, grade = standing
        rests = case.rests_of_indicator(self.item.indicator, member)
        if SAYS[verdict] is None and found_back_then(case, self._case, self.item.kind, self.item.indicator, person):
            return Answer(Refusal.STILL_FOUND, grade, rests)
        return Answer(SAYS[verdict], grade, rests)

    def _of_kind(self, case: Case, person: str) -> Answer:
        rules = [f for f in case.bound.findings if f.rule.kind == self.item.kind]
        if not rules:
            return Answer(Refusal.NOT_JUDGED)
        if any(f.rule.subject == "unlisted_member" for f in rules):
            return self._of_unlisted(case, person)
        found: KindAnswer = kind_answer(case, self._case, rules)
        return Answer(found.refusal, found.grade, found.rests)

    def _of_unlisted(self, case: Case, person: str) -> Answer:
        """Somebody who was missing on the list: whether somebody of the same identity number is on it now."""
        same = Person.objects.filter(household__county=self.item.county, number=person, blind__isnull=False)
        blind = same.values_list("blind", flat=True).first()
        listed = Person.objects.filter(household=case.file.household, member=True, gone=False)
        own = listed.filter(blind=blind) if blind is not None else listed.filter(number=person)
        number = own.values_list("number", flat=True).first()
        if number is None:
            return Answer(Refusal.UNMET)
        return Answer(None, rests=case.rests_of_listing(number), listed=True)
