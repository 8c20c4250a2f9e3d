"""Whole columns sealed and opened."""

import os

import pyarrow as pa
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from diguan.domain.registry.sealed_columns import open_column, seal_column
from diguan.domain.sealing import Seals, UnableToUnseal, about

KEYS = Seals(2, {number: AESGCM(os.urandom(32)) for number in (1, 2)}, os.urandom(32))
PLAIN = ['{"name":"单小明"}', "", '{"identity":"990101195001011234"}']


def hexadecimal(sealed):
    return pa.array([None if one is None else one.hex() for one in sealed], pa.string())


def texts(*values):
    return pa.array(values, pa.string())


def test_sealed_row_opens_alone_and_under_its_own_number_only():
    sealed = seal_column(KEYS, [7, 8, 9], pa.array(PLAIN)).to_pylist()
    assert [KEYS.unseal(one, 2, about(n)).decode() for n, one in zip((7, 8, 9), sealed, strict=True)] == PLAIN
    assert len({one[:12] for one in sealed}) == 3
    with pytest.raises(UnableToUnseal):
        KEYS.unseal(sealed[0], 2, about(8))


def test_column_opens_as_it_was_sealed_with_gaps_and_several_keys():
    old = KEYS.keys[1]
    nonce = os.urandom(12)
    other = nonce + old.encrypt(nonce, PLAIN[0].encode(), about(5))
    sealed = [*seal_column(KEYS, [7, 8, 9], pa.array(PLAIN)).to_pylist(), None, other]
    columns = texts("7", "8", "9", "10", "5"), texts("2", "2", "2", None, "1"), hexadecimal(sealed)
    assert open_column(KEYS, *columns).to_pylist() == [*PLAIN, None, PLAIN[0]]
    assert open_column(KEYS, *(column[2:] for column in columns)).to_pylist() == [PLAIN[2], None, PLAIN[0]]
    assert open_column(KEYS, *(column[:0] for column in columns)).to_pylist() == []


@pytest.mark.parametrize("key", ["2", "3"], ids=["another row's", "key that is not there"])
def test_what_does_not_open_is_refused_with_the_reason(key):
    sealed = seal_column(KEYS, [7], pa.array(PLAIN[:1]))
    with pytest.raises(UnableToUnseal) as refused:
        open_column(KEYS, texts("8" if key == "2" else "7"), texts(key), hexadecimal(sealed.to_pylist()))
    assert refused.value.key_id == int(key)
