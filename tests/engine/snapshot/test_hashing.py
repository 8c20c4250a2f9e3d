from hashlib import sha256

import pytest

from diguan.engine.snapshot.database import open_connection, run
from diguan.engine.snapshot.hashing import combined_hash, content_hash

TABLE = "SELECT * FROM (VALUES ('甲', 1::BIGINT, 0.5::DOUBLE, true), (NULL, NULL, NULL, NULL), ('', 0, 0, false)) t(a, b, c, d)"


def hashed(query, threads=1):
    with open_connection(threads) as connection:
        return content_hash(connection, query)


def test_hash_is_what_the_definition_says():
    streams = [bytes([1, 0]), (7).to_bytes(8, "little") + bytes(8)]
    line = "\t".join(["n", "int64", *(sha256(s).hexdigest() for s in streams)]) + "\n"
    expected = sha256(line.encode()).hexdigest()
    assert hashed("SELECT * FROM (VALUES (7::BIGINT), (NULL)) t(n)") == (expected, 2)


def test_hash_of_texts_holds_lengths():
    streams = [bytes([1, 1]), "甲b".encode(), (3).to_bytes(8, "little") + (1).to_bytes(8, "little")]
    line = "\t".join(["s", "string", *(sha256(s).hexdigest() for s in streams)]) + "\n"
    assert hashed("SELECT * FROM (VALUES ('甲'), ('b')) t(s)")[0] == sha256(line.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        TABLE.replace("'甲'", "'乙'"),
        TABLE.replace("0.5", "0.25"),
        TABLE.replace("('', 0", "(NULL, 0"),
        TABLE.replace("0, false", "NULL, false"),
        TABLE.replace("t(a, b, c, d)", "t(a, b, c, e)"),
        TABLE.replace("1::BIGINT", "1::INTEGER"),
        f"{TABLE} ORDER BY b",
    ],
)
def test_any_change_changes_the_hash(other):
    assert hashed(other)[0] != hashed(TABLE)[0]


def test_texts_cannot_move_between_rows():
    assert hashed("SELECT unnest(['ab', 'c'])")[0] != hashed("SELECT unnest(['a', 'bc'])")[0]


def test_hash_does_not_depend_on_threads_or_batches():
    query = "SELECT i, i / 3.0 AS d, 'x' || i AS s, i % 3 = 0 AS b, DATE '2019-01-01' + (i % 99)::INT AS e FROM range(200000) r(i)"
    with open_connection(2) as connection:
        run(connection, f"CREATE TABLE t AS {query}")
        both = {content_hash(connection, "SELECT * FROM t"), content_hash(connection, "SELECT * FROM t ORDER BY i")}
    assert {*both, hashed(f"{query} ORDER BY i")} == both
    assert len(both) == 1


def test_combined_hash_depends_on_names_and_rows():
    parts = [("a", 1, "00"), ("b", 2, "11")]
    assert combined_hash(parts) == combined_hash(reversed(parts))
    assert combined_hash(parts) != combined_hash([("a", 2, "00"), ("b", 1, "11")])
