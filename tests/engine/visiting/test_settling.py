"""One fact, several voices: precedence of the catalogue, then the day; two people who differ are a conflict."""

from datetime import date, timedelta

import pytest

from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.model import grade_of_kind
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.settling import Heard, Voice, settle

FIELDS = load_catalogue()
SCHOOL = FIELDS.field(Subject.PERSON, "school_status")  # visit, roster:education, export, ...
INSURED = FIELDS.field(Subject.PERSON, "insured_residents")  # roster:health_insurance, visit, residents, export, ...
FOOD = FIELDS.field(Subject.HOUSEHOLD, "food_sufficient")  # no order: the later day
DAY = date(2019, 6, 12)


def voice(value, kind="visit", source=9, days=0, list_id="L1"):
    own_list = list_id if kind.startswith("visit") else ""
    return Voice(value, source, kind, grade_of_kind(kind), DAY + timedelta(days=days), own_list)


def told(settled):
    value = settled.value.value if settled.value else None
    return value, sorted(v.value for v in settled.conflict), [v.value for v in settled.overruled], settled.outcome


@pytest.mark.parametrize(
    ("field", "known", "answer", "expected"),
    [
        (SCHOOL, None, voice("小学"), ("小学", [], [], "used")),
        (SCHOOL, voice("小学", "export", 1), voice("七年级"), ("七年级", [], ["小学"], "used")),
        (SCHOOL, voice("小学", "roster:education", 1), voice("七年级"), ("七年级", [], ["小学"], "used")),
        # what was only said does not go before a department's list
        (
            SCHOOL,
            voice("小学", "roster:education", 1),
            voice("七年级", "visit:declared"),
            ("小学", [], ["七年级"], "overruled"),
        ),
        (SCHOOL, voice("小学", "export", 1), voice("七年级", "visit:declared"), ("七年级", [], ["小学"], "used")),
        (
            INSURED,
            voice(value=True, kind="roster:health_insurance", source=1),
            voice(value=False),
            (True, [], [False], "overruled"),
        ),
        (
            INSURED,
            voice(value=True, kind="roster:health_insurance", source=1),
            voice(value=True),
            (True, [], [], "agrees"),
        ),
        (FOOD, voice(value=True, kind="export", source=1), voice(value=False), (False, [], [True], "used")),
        (
            FOOD,
            voice(value=True, kind="export", source=1, days=1),
            voice(value=False),
            (True, [], [False], "overruled"),
        ),
    ],
)
def test_an_answer_stands_where_the_catalogue_puts_it(field, known, answer, expected):
    assert told(settle(field, Heard(known), [answer])) == expected


def test_two_people_of_one_list_who_differ_are_a_conflict_whatever_their_days():
    later = voice("七年级", "visit:declared", 10, days=3)
    assert told(settle(SCHOOL, Heard(), [voice("小学"), later])) == (None, ["七年级", "小学"], [], "conflict")


def test_two_people_who_agree_give_the_better_evidenced_answer():
    settled = settle(SCHOOL, Heard(), [voice("小学", "visit:declared", 10), voice("小学")])
    assert (settled.value, settled.outcome) == (voice("小学"), "used")


def test_a_later_reading_of_the_same_list_contradicts_the_earlier():
    before = voice("小学")
    heard = Heard(before, visits=(before,))
    assert told(settle(SCHOOL, heard, [voice("七年级", source=10, days=5)])) == (
        None,
        ["七年级", "小学"],
        [],
        "conflict",
    )


def test_a_later_list_goes_before_an_earlier_one():
    before = voice("小学")
    heard = Heard(before, visits=(before,))
    again = voice("七年级", source=10, days=5, list_id="L2")
    assert told(settle(SCHOOL, heard, [again])) == ("七年级", [], ["小学"], "used")


def test_an_earlier_visit_of_another_list_changes_nothing():
    before = voice("小学")
    early = voice("七年级", source=10, days=-5, list_id="L2")
    settled = settle(SCHOOL, Heard(before, visits=(before,)), [early])
    assert (settled.kept, told(settled)) == (True, ("小学", [], ["七年级"], "overruled"))


def test_visits_of_one_day_to_different_lists_are_equals():
    before = voice("小学")
    same_day = voice("七年级", source=10, list_id="L2")
    assert told(settle(SCHOOL, Heard(before, visits=(before,)), [same_day]))[1:] == (["七年级", "小学"], [], "conflict")


def test_a_visit_resolves_what_sources_of_lower_rank_contradict():
    exports = (voice("小学", "export", 1), voice("非在校生", "export", 2))
    assert told(settle(SCHOOL, Heard(conflict=exports), [voice("小学")])) == ("小学", [], ["非在校生"], "used")


def test_a_department_that_contradicts_itself_is_not_settled_at_the_door():
    lists = (
        voice(value=True, kind="roster:health_insurance", source=1),
        voice(value=False, kind="roster:health_insurance", source=1),
    )
    settled = settle(INSURED, Heard(conflict=lists), [voice(value=True)])
    assert (settled.kept, settled.value, settled.outcome) == (True, None, "overruled")


def test_a_better_evidenced_voice_is_the_source_shown():
    settled = settle(SCHOOL, Heard(voice("小学", "visit:declared", 3, list_id="L0", days=-9)), [voice("小学")])
    assert settled.value == voice("小学")


def test_voices_that_contradict_each_other_are_named_by_the_best_evidenced_of_each_value():
    before = voice("小学", "visit:declared", 1, list_id="L0")
    seen = voice("小学", source=3), voice("七年级", source=4)
    settled = settle(SCHOOL, Heard(before, visits=(before,)), seen)
    assert [(v.value, v.source) for v in settled.conflict] == [("小学", 3), ("七年级", 4)]
