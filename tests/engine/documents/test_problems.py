import pytest

from diguan.engine.documents import Label, Problem, UnableToReadDocument, Where, is_refusal, nearest

FOUND = Label("写错了", "wrong")


class UnableToCut(Exception):
    pass


class FinelyToo(UnableToCut):
    pass


@pytest.mark.parametrize(
    ("error", "said"),
    [(UnableToCut(), True), (FinelyToo(), True), (ValueError("x"), False), (KeyboardInterrupt(), False)],
)
def test_a_refusal_is_known_by_its_name_or_that_of_what_it_comes_from(error, said):
    assert is_refusal(error) is said


def test_problem_has_its_place_and_both_languages():
    problem = Problem.at(Where("a.yaml", 3), FOUND, Label("对的", "right"), Label("改一下", "mend it"))
    assert problem.text("zh") == "a.yaml:3: 写错了；应为：对的；改一下"
    assert problem.text("en") == "a.yaml:3: wrong; expected: right; mend it"
    assert (problem.message_zh, problem.message_en) == ("写错了", "wrong")


def test_problem_as_json_holds_null_for_what_is_not_said():
    assert Problem("a.yaml", 1, FOUND).as_json() == {
        "file": "a.yaml",
        "line": 1,
        "message": {"zh": "写错了", "en": "wrong"},
        "expected": None,
        "hint": None,
    }


def test_problems_are_told_once_and_in_order():
    second, first = Problem("a.yaml", 9, FOUND), Problem("a.yaml", 2, FOUND)
    assert UnableToReadDocument([second, first, second]).problems == (first, second)


def test_nearest_word_is_suggested_only_when_it_is_near():
    assert nearest("persn", ["person", "village"]).en == "did you mean 'person'?"
    assert nearest("zzz", ["person", "village"]) is None
