from diguan.engine.standards.levels import is_below, level_of, may_act_for


def test_a_level_may_act_for_itself_and_all_below():
    assert [may_act_for(level, "region") for level in ("national", "region", "prefecture", "village")] == [
        True,
        True,
        False,
        False,
    ]
    assert [is_below(level, "region") for level in ("national", "region", "county")] == [False, False, True]


def test_own_name_goes_before_patterns_and_longer_patterns_before_shorter():
    given = {"*": "village", "water_*": "region", "water_litres": "national"}
    assert [level_of(n, given) for n in ("water_litres", "water_minutes", "line")] == ["national", "region", "village"]
    assert level_of("line", {"water_*": "region"}) is None
