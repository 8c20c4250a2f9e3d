"""How long people have, as a pack says: dated, with source or marked as a working value, one pack over another."""

from datetime import date

import pytest

from diguan.engine.standards import load_standard
from diguan.engine.standards.saved import save_pack
from tests.factories.packs import pack_copy, put, told

GOOD = """verified:
  - {since: 2019-01-01, days: 90, status: verified, source: 旗扶贫办〔2019〕3 号}
  - {since: 2014-01-01, days: 120, status: working value, source: the project}
confirm: [{since: 2019-01-01, levels: {township: 3}, status: working value, source: the project}]
before: [{since: 2019-01-01, days: [7, 2], status: working value, source: the project}]
"""


def test_value_of_a_day_is_the_last_that_was_set(tmp_path):
    folder = pack_copy(tmp_path)
    put(folder, "deadlines.yaml", GOOD)
    terms = load_standard(folder).terms
    days = {day: term.days for day in (2013, 2014, 2018, 2019) if (term := terms.on("verified", date(day, 6, 1)))}
    assert days == {2014: (120,), 2018: (120,), 2019: (90,)}
    term = terms.on("verified", date(2019, 6, 1))
    assert (term.status, term.source) == ("verified", "旗扶贫办〔2019〕3 号")
    assert dict(terms.on("confirm", date(2019, 6, 1)).levels) == {"township": 3}
    assert terms.on("late", date(2019, 6, 1)) is None


def test_pack_without_the_file_says_nothing(tmp_path):
    assert load_standard(pack_copy(tmp_path)).terms.by_name == {}


def test_pack_that_extends_another_lays_its_own_over(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    put(folder.parent / "small", "deadlines.yaml", GOOD)
    own = "verified: [{since: 2019-01-01, days: 60, status: working value, source: here}]\n"
    put(folder, "deadlines.yaml", own)
    terms = load_standard(folder).terms
    assert terms.on("verified", date(2019, 6, 1)).days == (60,)
    assert terms.on("before", date(2019, 6, 1)).days == (7, 2)


def test_saved_pack_has_them_and_its_hash_knows(tmp_path):
    folder = pack_copy(tmp_path)
    before = load_standard(folder).sha256
    put(folder, "deadlines.yaml", GOOD)
    pack = load_standard(folder)
    assert pack.sha256 != before
    save_pack(pack, tmp_path / "out")
    assert load_standard(tmp_path / "out").terms == pack.terms


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("days: 90", "days: 0", 2),
        ("days: 90", "days: 90.5", 2),
        ("{township: 3}", "{township: -1}", 4),
        ("[7, 2]", "[2, 7]", 5),
        ("[7, 2]", "[]", 5),
        ("status: verified", "status: perhaps", 2),
        ("source: 旗扶贫办〔2019〕3 号", "source: ''", 2),
        ("verified:\n", "verify:\n", 1),
        ("days: 90, ", "", 2),
    ],
)
def test_file_that_is_not_right_is_refused_with_its_line(tmp_path, old, new, line):
    folder = pack_copy(tmp_path)
    put(folder, "deadlines.yaml", GOOD.replace(old, new))
    assert [(file, at) for file, at, _ in told(folder)] == [("deadlines.yaml", line)]
