"""Under which answer a further question need not be asked: found by trying, said in words."""

import pytest

from diguan.engine.visiting.hints import hint
from tests.factories.open_verdicts import home, opened, parts
from tests.factories.worlds import CATALOGUE


def told(met, question, facts=None):
    """(earlier field, answers in English) that settle a question."""
    ((part, ways, hopes),) = parts(facts or home(), opened(met))
    by_name = {f.field: f for f in part.facts}
    earlier = {f: CATALOGUE.field(f.subject, f.field) for f in part.facts if f.field != question}
    found = hint(by_name[question], earlier, part, ways.facts, hopes)
    return None if found is None else (found[0].field, found[1].en)


@pytest.mark.parametrize(
    ("met", "question", "expected"),
    [
        ("poor or income > 3", "income", ("poor", "yes")),
        ("not poor or income > 3", "income", ("poor", "no")),
        ("income > 3 or poor", "poor", ("income", "more than 3 yuan")),
        ("income >= 3 or poor", "poor", ("income", "at least 3 yuan")),
        ("debt < 5 or poor", "poor", ("debt", "less than 5 yuan")),
        ("class in ('甲', '乙') or poor", "poor", ("class", "甲, 乙")),
        ("listed < :day or poor", "poor", ("listed", "before 2018-08-31")),
        ("debt < 2 or debt > 5 or poor", "poor", ("debt", "less than 2 yuan or more than 5 yuan")),
        # only bad news settles it
        ("poor and income > 3", "income", ("poor", "no")),
    ],
)
def test_answers_that_settle_a_question_are_told(met, question, expected):
    assert told(met, question) == expected


def test_good_news_is_told_before_bad():
    met = "debt < 5 and (heads > 2 or poor)"
    assert told(met, "poor") == ("heads", "more than 2 persons")


def test_nothing_is_told_where_no_single_answer_settles_it():
    assert told("income > debt or poor", "poor") is None
