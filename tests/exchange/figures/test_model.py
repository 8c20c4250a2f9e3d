from dataclasses import replace

from diguan.exchange.figures.model import AreaFigures, Tally
from tests.factories import papers


def test_tally_splits_met_by_grade():
    counts = {(2, 3): 1, (2, 2): 2, (2, 1): 4, (0, 1): 8, (0, 3): 1, (1, 0): 16, (3, 2): 32}
    assert Tally.of(counts) == Tally(met_seen=1, met_roster=2, met_declared=4, unmet=9, unknown=16, not_applicable=32)


def test_tally_met_and_total_never_count_what_does_not_apply_as_met():
    tally = Tally(1, 2, 4, 8, 16, 32)
    assert (tally.met, tally.total) == (7, 63)


def test_tallies_add_up():
    assert Tally(1, 2, 3, 4, 5, 6) + Tally(10, 20, 30, 40, 50, 60) == Tally(11, 22, 33, 44, 55, 66)


def test_area_without_a_path_is_called_by_its_code():
    named = AreaFigures("150429100000", ("赤峰市", "宁城县", "天义镇"), 1, 0, 0, {}, {}, {})
    bare = AreaFigures("X1", (), 1, 0, 0, {}, {}, {})
    assert (named.name, bare.name) == ("天义镇", "X1")


def test_foremost_keeps_all_of_few_and_the_most_unmet_of_many_in_their_order():
    unmet = [3, 9, 1, 7]
    indicators = tuple(replace(papers.figures().indicators[0], id=f"i{n}", own=Tally(unmet=n)) for n in unmet)
    figures = replace(papers.figures(), indicators=indicators)
    assert figures.foremost(4) == indicators
    assert [each.id for each in figures.foremost(2)] == ["i9", "i7"]
