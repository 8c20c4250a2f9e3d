from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import AS_OF, export, facts, inputs, rejected, rows, source, taken

FIELD = "household.kin_able_child"
ELDER, CHILD, ADULT = date(1945, 5, 1), date(2012, 5, 1), date(1980, 5, 1)


def person(household, order, identity, born, **more):
    return {
        "household_id": household,
        "person_id": f"{household}:{order}",
        "identity": identity,
        "birth_date": born,
        **more,
    }


def kin(*people, refused=None):
    """Of the household "1" in a resident base of these people."""
    origin = source(1, "residents")
    read = inputs(facts(Subject.PERSON, origin, list(people)))
    if refused:
        read.rejected.append(rejected(origin, refused))
    found = dict(rows(taken(read, FIELD), "households", "household_id", "kin_able_child"))
    return found["base:1"]


def son(**more):
    return person("2", 1, "SON", more.pop("birth_date", ADULT), father_identity=more.pop("father", "ELDER"), **more)


def test_elder_with_an_able_son_in_another_household():
    assert kin(person("1", 1, "ELDER", ELDER), son()) is True


def test_elder_with_an_able_child_by_the_mothers_number():
    assert (
        kin(person("1", 1, "ELDER", ELDER), person("2", 1, "X", ADULT, mother_identity="ELDER", father_identity=None))
        is True
    )


def test_elder_beside_a_grandchild_counts_as_elder_household():
    assert kin(person("1", 1, "ELDER", ELDER), person("1", 2, "KID", CHILD), son()) is True


def test_elder_without_a_link_is_unknown():
    assert kin(person("1", 1, "ELDER", ELDER), son(father="SOMEBODY")) is None


def test_household_with_an_adult_is_no_elder_household():
    assert kin(person("1", 1, "ELDER", ELDER), person("1", 2, "X", ADULT), son()) is False


def test_adult_who_has_left_does_not_count():
    assert kin(person("1", 1, "ELDER", ELDER), person("1", 2, "X", ADULT, person_state="婚出"), son()) is True


def test_member_of_unknown_age_leaves_it_unknown():
    assert kin(person("1", 1, "ELDER", ELDER), person("1", 2, "X", None), son()) is None


def test_incomplete_household_is_never_called_supported():
    assert kin(person("1", 1, "ELDER", ELDER), son(), refused="1") is None


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2001, 6, 30), True),  # 18 on the as-of date
        (date(2001, 7, 1), None),  # 17
        (date(1959, 7, 1), True),  # 59
        (date(1959, 6, 30), None),  # 60
    ],
)
def test_child_is_able_from_18_to_59(born, expected):
    assert date(2019, 6, 30) == AS_OF
    assert kin(person("1", 1, "ELDER", ELDER), son(birth_date=born)) is expected


@pytest.mark.parametrize("more", [{"person_state": "死亡"}, {"person_state": "服刑"}, {"labour_skill": "丧失劳动力"}])
def test_child_who_is_dead_in_prison_or_cannot_work_is_not_able(more):
    assert kin(person("1", 1, "ELDER", ELDER), son(**more)) is None


def test_without_parents_numbers_nothing_is_said():
    snapshot = taken(inputs(export(source(1), [{"household_id": "H1", "person_id": "P1", "birth_date": ELDER}])), FIELD)
    assert "kin_able_child" not in snapshot.columns["households"]
    assert [c.field for c in snapshot.coverage if c.kind == "not_covered"] == ["kin_able_child"]
