"""Objects as keys."""

from diguan.engine.expressions.same import Same


def test_one_object_is_one_key_and_an_equal_one_is_another():
    one, equal = [1, 2], [1, 2]
    kept = {Same(one): "first"}
    assert kept.get(Same(one)) == "first"
    assert Same(equal) not in kept
    assert Same(one) != one
