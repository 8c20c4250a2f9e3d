"""The stages of a deadline are data: in order, with a source; what is out of order is refused with its line."""

import pytest

from diguan.domain.fieldwork.reminders import UnableToLoadReminders, load_reminders

GOOD = """before: {days: [5, 1], status: unverified, source: here}
late: {days: [1, 6], status: unverified, source: here}
singly: {days: [20], status: unverified, source: here}
"""


def test_stages_pass_in_order():
    found = load_reminders()
    assert [stage.rank for stage in found.stages] == list(range(1, len(found.stages) + 1))
    assert [stage.up for stage in found.stages] == [0, 0, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("to_go", "name"),
    [
        (6, None),
        (5, "before_5"),
        (2, "before_5"),
        (1, "before_1"),
        (0, "before_1"),
        (-1, "late_1"),
        (-5, "late_1"),
        (-6, "late_6"),
        (-99, "late_6"),
    ],
)
def test_stage_of_a_deadline_is_the_last_that_has_come(tmp_path, to_go, name):
    path = tmp_path / "reminders.yaml"
    path.write_text(GOOD, encoding="utf-8")
    stage = load_reminders(path).passed(to_go)
    assert (stage.name if stage else None) == name


@pytest.mark.parametrize(
    "wrong",
    [
        GOOD.replace("[5, 1]", "[1, 5]"),
        GOOD.replace("[1, 6]", "[6, 1]"),
        GOOD.replace("[20]", "[20, 30]"),
        GOOD.replace("source: here", "source: ''"),
        GOOD.replace("late:", "later:"),
        "[]",
    ],
)
def test_file_that_is_not_right_is_refused_with_its_place(tmp_path, wrong):
    path = tmp_path / "reminders.yaml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(UnableToLoadReminders, match=r"reminders\.yaml"):
        load_reminders(path)
