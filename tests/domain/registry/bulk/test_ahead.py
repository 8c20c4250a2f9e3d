"""Blocks made ahead of their use."""

import threading

import pytest

from diguan.domain.registry.bulk.ahead import ahead


def test_blocks_come_in_their_order_from_another_thread():
    makers = []

    def blocks():
        for number in range(5):
            makers.append(threading.get_ident())
            yield number

    assert list(ahead(blocks())) == [0, 1, 2, 3, 4]
    assert threading.get_ident() not in makers


def test_what_goes_wrong_while_a_block_is_made_is_raised_where_it_is_used():
    def blocks():
        yield 1
        raise ValueError("torn")

    coming = ahead(blocks())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="torn"):
        next(coming)


def test_user_who_stops_early_leaves_no_thread():
    before = threading.active_count()
    coming = ahead(iter(range(1000)))
    assert next(coming) == 0
    coming.close()
    assert threading.active_count() == before
