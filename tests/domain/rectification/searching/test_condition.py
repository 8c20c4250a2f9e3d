import pytest

from diguan.domain.rectification.refusals import UnableToRegister
from diguan.domain.rectification.searching import Condition, checked_condition
from diguan.engine.standards import load_standard
from diguan.engine.verdicts import Subject

STANDARD = "cn-two-assurances"


@pytest.fixture(scope="module")
def pack():
    return load_standard(STANDARD)


def checked(pack, text, subject=Subject.HOUSEHOLD):
    return checked_condition(Condition(STANDARD, subject, text), pack)


def test_condition_names_the_facts_it_rests_on(pack):
    found = checked(pack, "dangerous_house and not any_member(school_status is null)")
    assert (Subject.HOUSEHOLD, "dangerous_house") in found.facts


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("dangerous_hose", "expression:1:1", "dangerous_house"),
        ("dangerous_house and", "expression:1:", ""),
        ("dangerous_house = 3", "expression:1:", ""),
        ("not\n  status = 'nowhere'", "expression:2:", "nowhere"),
        ("any_unmet(housing)", "expression:1:1", ""),
    ],
    ids=str,
)
def test_condition_that_cannot_be_read_says_where_and_what(pack, text, place, said):
    with pytest.raises(UnableToRegister) as refused:
        checked(pack, text)
    assert refused.value.field == "expression"
    for language in ("zh", "en"):
        assert place in refused.value.said(language)
        assert said in refused.value.said(language)


@pytest.mark.parametrize("text", ["", "  ", "1 = 1", "true", "x" * 2001], ids=lambda text: text[:8] or "empty")
def test_condition_about_nothing_is_refused(pack, text):
    with pytest.raises(UnableToRegister):
        checked(pack, text)
