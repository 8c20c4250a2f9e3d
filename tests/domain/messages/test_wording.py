import re
from datetime import date, datetime

import pytest

from diguan.domain.messages.refusals import UnableToNotify
from diguan.domain.messages.wording import kept_words, said
from diguan.locale import texts
from tests.factories.accounts import COUNTY

OVERDUE = {"number": "152222-12", "region": COUNTY, "days": 3, "on": date(2019, 3, 1)}


def test_message_is_said_in_both_languages_with_the_name_of_its_place():
    words = kept_words("item_overdue", OVERDUE)
    assert words == {**OVERDUE, "on": "2019-03-01"}
    assert (
        said("item_overdue", words, "zh")
        == "问题 152222-12（兴安盟 科尔沁右翼中旗）已超期 3 个工作日（期限 2019-03-01）。"
    )
    assert "is overdue by 3 working days" in said("item_overdue", words, "en")


@pytest.mark.parametrize("kind", texts("messages").below("kind"))
def test_every_kind_can_be_said(kind):
    names = re.findall(r"\{(\w+)\}", texts("messages")[f"kind.{kind}"].zh)
    words = kept_words(kind, {name: COUNTY if name == "region" else 7 for name in names})
    for language in ("zh", "en"):
        assert "{" not in said(kind, words, language)


@pytest.mark.parametrize(
    ("kind", "words", "why"),
    [
        ("no_such_kind", {}, "there is no text for it"),
        ("item_overdue", {"number": "1"}, "it has the words days, number, on, region, and was given number"),
        ("items_taken_over", {"count": 1, "name": "a"}, "was given count, name"),
        ("items_taken_over", {"count": "巴雅尔 990101199001011234"}, "may be of a person"),
        ("items_taken_over", {"count": "13900000000"}, "may be of a person"),
        ("items_taken_over", {"count": "长" * 81}, "too long"),
        ("items_taken_over", {"count": True}, "no number, no day and no short text"),
        ("items_taken_over", {"count": datetime(2019, 1, 1)}, "no number, no day and no short text"),  # noqa: DTZ001
        ("items_taken_over", {"count": None}, "no number, no day and no short text"),
    ],
)
def test_words_that_do_not_fit_are_refused(kind, words, why):
    with pytest.raises(UnableToNotify, match=why):
        kept_words(kind, words)
