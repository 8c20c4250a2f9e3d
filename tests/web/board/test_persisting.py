"""Places stand in the order of what persisted."""

from diguan.web.board.persisting import ranked
from diguan.web.board.showing import Line, Persisted


def test_what_persisted_most_comes_first_and_what_nobody_looked_at_last():
    lines = [Line(code, code, "", ()) for code in "abcd"] + [Line("e", "e", "", (), direct=True)]
    persisted = {"b": Persisted(10, 9), "c": Persisted(2, 2), "d": Persisted(20, 18), "e": Persisted(1, 1)}
    found = ranked(lines, persisted)
    assert [line.id for line in found] == ["c", "d", "b", "a", "e"]
    assert [line.persisted for line in found][-2:] == [None, None]
