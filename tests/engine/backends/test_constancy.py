"""Rules that match everybody or nobody are found; rules that vary never are."""

import pytest

from diguan.engine.backends.constancy import always
from diguan.engine.expressions import bind, read_expression
from tests.factories.worlds import AS_OF, CATALOGUE, PARAMETERS, F, H, P, scope


def found(text, subject, catalogue=CATALOGUE):
    return always(bind(read_expression(text, None, scope(subject)), AS_OF, PARAMETERS), catalogue)


@pytest.mark.parametrize(
    ("text", "subject", "answer"),
    [
        ("1 = 1", H, True),
        ("income > 3 or income <= 3", H, True),
        ("income > 3 and income < 3", H, False),
        ("poor or not poor", H, True),
        ("age(born) < 16 and age(born) >= 16", P, False),
        ("age(born) < 200000", P, True),
        ("kind in ('甲', '乙', '丙''丙', 'd\"d')", P, True),
        ("kind = '甲' and kind = '乙'", P, False),
        ("months <= 12", P, True),
        ("born is null", P, False),
        ("every_member(yes or not yes)", H, True),
        ("poor and (income > 3 and income < 3)", H, False),
        ("rooms > 1 and rooms between 0 and 1", F, False),
    ],
)
def test_always_finds_constant_rules(text, subject, answer):
    assert found(text, subject) is answer


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("poor", H),
        ("income > 3", H),
        ("income > debt and income > 3", H),
        ("count_members(yes) > 3", H),
        ("every_member(yes) or not every_member(maybe)", H),
        ("income > 3 or income <= 2.9", H),
        ("age(born) between 6 and 15 and kind in ('甲', '乙') and yes and maybe and household.poor and left > born", P),
        ("sum_members(wage) > 3 and income = 1", H),
    ],
)
def test_always_leaves_varying_rules(text, subject):
    assert found(text, subject) is None


def test_always_without_catalogue_assumes_another_code():
    text = "kind in ('甲', '乙', '丙''丙', 'd\"d')"
    assert found(text, P, None) is None
