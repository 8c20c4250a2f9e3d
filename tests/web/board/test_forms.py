import pytest

from diguan.web.board.forms import TakeForm

WHO = {"recipient": "督查组", "compiler": "张三"}


@pytest.mark.parametrize(
    ("reason", "may", "good"),
    [("", False, True), ("现场核对", True, True), ("现场", True, False), ("现场核对", False, False)],
)
def test_reason_is_one_of_somebody_who_may_reveal(reason, may, good):
    assert TakeForm({**WHO, "reason": reason}, may_reveal=may).is_valid() is good
