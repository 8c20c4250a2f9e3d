import pytest

from diguan.domain.insight.queries import Row
from diguan.web.board.showing import Persisted, progress, share


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 3, 0), (2, 3, 67), (999, 1000, 99), (3, 3, 100), (0, 0, None), (None, 3, None)]
)
def test_share_is_whole_only_when_all_of_it_is_there(part, whole, said):
    assert share(part, whole) == said


def test_progress_is_what_is_closed_of_all_that_stand():
    assert progress(Row("x", {"living": 1, "closed": 3})) == 75
    assert progress(Row("x", {"living": 0, "closed": 0})) is None
    assert progress(Row("x", {"living": None, "closed": 3})) is None


def test_persistence_of_several_is_that_of_all_together():
    both = Persisted(4, 2).and_also(6, 6)
    assert (both, both.share) == (Persisted(10, 8), 80)
