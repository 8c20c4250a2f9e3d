from random import Random

from diguan.synth.quota import apportion, quota


def test_shares_come_out_exactly_when_they_can():
    assert apportion({"a": 0.4144, "b": 0.5856}, 10_000) == {"a": 4144, "b": 5856}


def test_largest_remainders_get_the_rest():
    assert apportion({"a": 1, "b": 1, "c": 1}, 5) == {"a": 2, "b": 2, "c": 1}


def test_total_is_kept_for_every_size():
    weights = {"a": 0.4374, "b": 0.4225, "c": 0.1401}
    assert [sum(apportion(weights, total).values()) for total in range(50)] == list(range(50))


def test_only_the_order_is_chance():
    one, other = quota(Random(1), {"a": 3, "b": 1}, 400), quota(Random(2), {"a": 3, "b": 1}, 400)
    assert one != other
    assert sorted(one) == sorted(other) == ["a"] * 300 + ["b"] * 100
