"""Sealing and opening whole columns of identifiers: every row under a nonce of its own, without an object of Python for each step."""

import os
from binascii import unhexlify
from collections.abc import Sequence

import pyarrow as pa
from cryptography.exceptions import InvalidTag

from diguan.domain.sealing import NONCE_BYTES, Seals, about


def seal_column(keys: Seals, numbers: Sequence[int], plain: pa.Array) -> pa.Array:
    """Texts sealed, each bound to the number of its observation. `plain`: without nulls. Nonces are drawn at once."""
    ends, data = _parts(plain)
    nonces = os.urandom(NONCE_BYTES * len(plain))
    encrypt = keys.keys[keys.current].encrypt
    sealed = []
    for place, number in enumerate(numbers):
        nonce = nonces[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
        sealed.append(nonce + encrypt(nonce, data[ends[place] : ends[place + 1]], b"o%d" % number))
    return pa.array(sealed, pa.binary())


def open_column(keys: Seals, numbers: pa.Array, key_ids: pa.Array, sealed: pa.Array) -> pa.Array:
    """What was sealed, null where nothing was. All three are texts, `sealed` is hexadecimal.

    UnableToUnseal when a key is missing or a byte was changed.
    """
    ends, digits = _parts(sealed)
    raw = unhexlify(digits[ends[0] : ends[len(sealed)]])
    start = ends[0]
    rows = zip(numbers.to_pylist(), key_ids.to_pylist(), ends, ends[1:], strict=False)
    spans = [
        (number, key, (low - start) >> 1, (high - start) >> 1) if key is not None else None
        for number, key, low, high in rows
    ]
    decrypts = {str(number): key.decrypt for number, key in keys.keys.items()}
    try:
        opened = [
            None
            if span is None
            else decrypts[span[1]](
                raw[span[2] : span[2] + NONCE_BYTES], raw[span[2] + NONCE_BYTES : span[3]], b"o" + span[0].encode()
            )
            for span in spans
        ]
    except (InvalidTag, KeyError):
        for span in filter(None, spans):  # says which key, and why
            keys.unseal(raw[span[2] : span[3]], int(span[1]), about(int(span[0])))
        raise
    return pa.array(opened, pa.binary()).cast(pa.string())


def _parts(texts: pa.Array) -> tuple[memoryview, memoryview]:
    """Offsets and bytes of an array of texts, as they lie in memory: text n lies between offsets n and n + 1."""
    _, offsets, data = texts.buffers()
    ends = memoryview(offsets or bytes(4)).cast("i")[texts.offset : texts.offset + len(texts) + 1]
    return ends, memoryview(data or b"").cast("B")
