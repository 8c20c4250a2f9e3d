"""A condition over the rounds of a place: hits, unknowns, what nobody judged, all within what whoever asks may see."""

import shutil
from datetime import date

import pytest

from diguan.domain.rectification.refusals import UnableToRegister
from diguan.domain.rectification.searching import Condition, look, refuse_unaskable
from diguan.domain.regions.queries import subtree
from diguan.engine.screening.round import SNAPSHOT
from diguan.engine.verdicts import Subject
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import CHILD, HOME, NEIGHBOUR, NEXT_VILLAGE, VILLAGE
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE

__all__ = ["lived", "neighbours_round"]
EVERYWHERE = [("0", "a")]


def household(text):
    return Condition("cn-two-assurances", Subject.HOUSEHOLD, text)


def looked(text, region=COUNTY, scopes=EVERYWHERE, subject=Subject.HOUSEHOLD, most=100):
    return look(Condition("cn-two-assurances", subject, text), region, scopes, most)


def test_households_and_persons_of_whom_it_is_true(lived):
    found = looked("dangerous_house")
    assert [(hit.household, hit.person, hit.region_code, hit.as_of) for hit in found.hits] == [
        (HOME, "", VILLAGE, date(2019, 6, 30))
    ]
    assert (found.asked, found.unknown, found.unjudged, found.by_county) == (3, 0, [], {"152222": 1})
    persons = looked("school_status = '非在校生'", subject=Subject.PERSON)
    assert [(hit.household, hit.person) for hit in persons.hits] == [(HOME, CHILD)]
    assert persons.asked == 6
    assert persons.unknown == 3


def test_what_nobody_knows_is_counted_and_is_no_hit(lived):
    found = looked("drinking_water_safe")
    assert (found.hits, found.asked, found.unknown) == ([], 3, 3)


def test_hits_end_where_whoever_asks_sees_no_further(lived):
    assert [hit.household for hit in looked("not dangerous_house").hits] == [NEIGHBOUR, "1003"]
    assert [hit.household for hit in looked("not dangerous_house", scopes=[subtree(NEXT_VILLAGE)]).hits] == ["1003"]
    assert looked("not dangerous_house", region=VILLAGE).asked == 2
    assert looked("not dangerous_house", scopes=[subtree(OTHER_COUNTY)]).asked == 0


def test_counties_without_a_round_are_named_and_a_place_with_none_is_refused(lived):
    found = looked("dangerous_house", region=PREFECTURE)
    assert list(found.judged) == [COUNTY]
    assert OTHER_COUNTY in found.unjudged
    assert COUNTY not in found.unjudged
    with pytest.raises(UnableToRegister) as refused:
        looked("dangerous_house", region=OTHER_COUNTY)
    assert refused.value.field == "region_code"


def test_more_hits_than_people_can_look_at_are_refused(lived):
    with pytest.raises(UnableToRegister) as refused:
        looked("not dangerous_house", most=1)
    assert refused.value.field == "expression"


def test_condition_that_says_the_same_of_everybody_on_that_day_is_refused(lived):
    with pytest.raises(UnableToRegister):
        looked("dangerous_house or 1 = 1")


def test_round_whose_folder_is_gone_speaks_for_nobody(lived, settings):
    shutil.rmtree(settings.ROUNDS / "round-1")
    with pytest.raises(UnableToRegister) as refused:
        looked("dangerous_house")
    assert refused.value.field == "region_code"


@pytest.mark.parametrize(
    ("text", "region", "field"),
    [
        ("dangerous_hose", COUNTY, "expression"),
        ("dangerous_house or 1 = 1", COUNTY, "expression"),
        ("dangerous_house", OTHER_COUNTY, "region_code"),
    ],
)
def test_what_can_be_seen_without_asking_anybody_is_refused_in_the_same_words(lived, text, region, field):
    said = []
    for ask in (lambda: looked(text, region), lambda: refuse_unaskable(household(text), region)):
        with pytest.raises(UnableToRegister) as refused:
            ask()
        said.append((refused.value.field, refused.value.said("en")))
    assert said[0] == said[1]
    assert said[0][0] == field


def test_nobody_is_asked_before_the_search(lived, settings):
    (settings.ROUNDS / "round-1" / SNAPSHOT).rename(settings.ROUNDS / "elsewhere")
    refuse_unaskable(household("dangerous_house"), COUNTY)
    with pytest.raises(UnableToRegister) as refused:
        looked("dangerous_house")
    assert refused.value.field == "region_code"
    shutil.rmtree(settings.ROUNDS / "round-1")
    with pytest.raises(UnableToRegister) as refused:
        refuse_unaskable(household("dangerous_house"), COUNTY)
    assert refused.value.field == "region_code"
