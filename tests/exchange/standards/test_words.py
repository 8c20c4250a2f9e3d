import pytest

from diguan.engine.standards import load_standard
from diguan.engine.verdicts import Subject
from diguan.exchange.standards.words import sentence
from tests.factories.packs import PACKS

SMALL = load_standard(PACKS / "small")
HOUSEHOLD, PERSON = Subject.HOUSEHOLD, Subject.PERSON


@pytest.mark.parametrize(
    ("subject", "expression", "zh", "en"),
    [
        (HOUSEHOLD, "income >= :line", "人均收入 ≥ 收入线", "Income per head ≥ Income line"),
        (HOUSEHOLD, "not exempt", "不是〔豁免〕", "not [Exempt]"),
        (HOUSEHOLD, "roof = 'tiles'", "屋顶 = “tiles”", "Roof = 'tiles'"),
        (HOUSEHOLD, "roof not in ('none', 'straw')", "屋顶 不属于 “none”、“straw”", "Roof is none of 'none', 'straw'"),
        (HOUSEHOLD, "income between 1 and 2.5", "人均收入 在 1 到 2.5 之间", "Income per head is between 1 and 2.5"),
        (HOUSEHOLD, "left_on is not null", "退出日 有值", "Left on has a value"),
        (HOUSEHOLD, "exempt = true", "豁免 = 是", "Exempt = true"),
        (
            HOUSEHOLD,
            "(exempt or income > -1) and village.road",
            "(豁免 或 人均收入 > -1) 且 本村通路",
            "(Exempt or Income per head > -1) and the village's Road",
        ),
        (HOUSEHOLD, "2 * aid <> income", "2 × 补助 ≠ 人均收入", "2 × Aid ≠ Income per head"),
        (
            HOUSEHOLD,
            "count_members(grade >= 1) >= 2",
            "成员数〔年级 ≥ 1〕 ≥ 2",
            "the number of members [Grade ≥ 1] ≥ 2",
        ),
        (
            HOUSEHOLD,
            "any_unmet(money, shelter)",
            "有未达标的〔收入、住房〕",
            "something is unmet of [Income, Shelter]",
        ),
        (PERSON, "age(born_on) < 16", "出生日 至今的周岁 < 16", "the age in years since Born on < 16"),
        (PERSON, "household.exempt", "本户豁免", "the household's Exempt"),
    ],
)
def test_rule_is_said_by_its_labels(subject, expression, zh, en):
    assert sentence(SMALL, "zh", expression, subject) == zh
    assert sentence(SMALL, "en", expression, subject) == en


def test_labelled_codes_are_said_by_their_labels():
    pack = load_standard("cn-two-assurances")
    assert sentence(pack, "zh", "status = 'exited'", HOUSEHOLD) == "户状态 = “脱贫户”"
    assert sentence(pack, "en", "status in ('exited')", HOUSEHOLD) == "Status of the household is one of 'Exited'"
