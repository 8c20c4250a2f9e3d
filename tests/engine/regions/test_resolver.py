import pytest

from diguan.engine.regions import Region, RegionTree, UnableToFindTerm, UnableToResolveRegion
from diguan.engine.regions.resolver import UnableToReadRow

LEVELS = ("county", "township", "village")


def test_resolve_many_keeps_the_order_and_gives_the_error_in_place(tree: RegionTree):
    resolver = tree.resolver("152222", levels=LEVELS)
    rows = [
        ("科右中旗", "巴彦呼舒镇", None),
        ("科右中旗", "没有镇", None),
        (None, "巴彦呼舒", None),
        ("科右中旗", "没有镇", None),
    ]
    got = resolver.resolve_many(rows)
    assert [each.code if isinstance(each, Region) else each.reason for each in got] == [
        "152222100000",
        "unknown",
        "152222100000",
        "unknown",
    ]
    assert got[1] is got[3]


def test_resolve_raises_what_resolve_many_gives(tree: RegionTree):
    resolver = tree.resolver("152222")
    (given,) = resolver.resolve_many([["没有镇"]])
    with pytest.raises(UnableToResolveRegion) as caught:
        resolver.resolve(["没有镇"])
    assert str(caught.value) == str(given)


def test_a_row_of_another_length_than_the_levels_is_refused(tree: RegionTree):
    with pytest.raises(UnableToReadRow, match=r"a row has 2 names \['科右中旗', '巴彦呼舒镇'\] for 3 levels"):
        tree.resolver(levels=LEVELS).resolve_many([["科右中旗", "巴彦呼舒镇"]])


def test_a_level_that_is_not_there_is_refused(tree: RegionTree):
    with pytest.raises(UnableToFindTerm, match="there is no 'ward'"):
        tree.resolver(levels=["ward"])


def test_each_distinct_row_is_looked_up_once(tree: RegionTree, monkeypatch):
    units = tree.units("village", "152222")
    names = [tree.path(unit.code)[1:] for unit in units]
    resolver = tree.resolver("152222", levels=LEVELS)
    asked = []
    search = resolver._search.resolve
    monkeypatch.setattr(resolver._search, "resolve", lambda *given: asked.append(given[0]) or search(*given))
    outcomes = resolver.resolve_many(names[number % len(names)] for number in range(200_000))
    assert [got.code for got in outcomes[: len(units)] if isinstance(got, Region)] == [unit.code for unit in units]
    assert (len(outcomes), asked) == (200_000, names)
