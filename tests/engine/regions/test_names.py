import pytest

from diguan.engine.regions.names import Spelling, SpellingRules, fold

RULES = SpellingRules(
    rewrites=(("村民委员会", "村"), ("嘎查村", "嘎查"), ("村村", "村")),
    endings=("嘎查", "村"),
    interchangeable=(frozenset({"村", "嘎查"}),),
)


@pytest.mark.parametrize(
    "text",
    ["沙尔沁工业区（如意南区）", "沙尔沁工业区(如意南区)", " 沙尔沁　工业区 （如意南区） ", "沙尔沁工业区-如意南区"],
)
def test_fold_leaves_out_width_blanks_and_punctuation(text):
    assert fold(text) == "沙尔沁工业区如意南区"


def test_fold_keeps_digits_and_marks_and_drops_case():
    assert fold("Nagar ２ नगर") == "nagar2नगर"


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("巴彦花嘎查村民委员会", Spelling("巴彦花嘎查村民委员会", "巴彦花嘎查", "巴彦花", "嘎查")),
        ("一村村民委员会", Spelling("一村村民委员会", "一村", "一村", "")),
        ("一村", Spelling("一村", "一村", "一村", "")),
        ("新立村", Spelling("新立村", "新立村", "新立", "村")),
        ("村民委员会", Spelling("村民委员会", "村民委员会", "村民委员会", "")),
        ("第一生产队", Spelling("第一生产队", "第一生产队", "第一生产队", "")),
    ],
)
def test_spell_rewrites_then_takes_the_ending_off(name, spelling):
    assert RULES.spell(name) == spelling


@pytest.mark.parametrize(
    ("one", "other", "agree"), [("", "村", True), ("村", "", True), ("村", "嘎查", True), ("村", "社区", False)]
)
def test_endings_agree_only_where_left_off_or_interchangeable(one, other, agree):
    assert RULES.agree(one, other) is agree
