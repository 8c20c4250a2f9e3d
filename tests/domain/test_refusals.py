from diguan.cli import console
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label, is_refusal

REFUSAL = UnableToAct(Label("已被使用", "is taken"), Label("换一个", "choose another"), "username")


def test_refusal_says_what_and_what_to_do_in_one_language():
    assert REFUSAL.said("zh") == "已被使用 换一个"
    assert REFUSAL.said("en") == "is taken choose another"
    assert UnableToAct(Label("已被使用", "is taken")).said("en") == "is taken"


def test_refusal_is_one_on_the_command_line_too():
    assert is_refusal(REFUSAL)
    (problem,) = console.problems_of(REFUSAL)
    assert problem == {
        "message": {"zh": "已被使用", "en": "is taken"},
        "hint": {"zh": "换一个", "en": "choose another"},
    }
