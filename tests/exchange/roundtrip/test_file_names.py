from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.roundtrip.file_names import MOST_BYTES, distinct_names, safe_name

FORBIDDEN = set('\\/:*?"<>|') | {chr(n) for n in range(32)}


def test_names_stay_readable():
    assert safe_name("台账 天义镇 八家村") == "台账-天义镇-八家村"
    assert safe_name("扶贫（乡村振兴）部门") == "扶贫（乡村振兴）部门"


def test_what_systems_do_not_take_is_replaced():
    assert safe_name('a/b\\c:d*e?"f') == "a-b-c-d-e-f"
    assert safe_name("con") == "_con"
    assert safe_name("...") == "_"
    assert safe_name("../../x") == "x"


@given(st.text())
def test_every_text_becomes_a_name_that_every_system_takes(text):
    name = safe_name(text)
    assert name
    assert not FORBIDDEN & set(name)
    assert len(name.encode()) <= MOST_BYTES + 1
    assert name.strip(" .") == name


@given(st.lists(st.text(), unique=True))
def test_different_texts_get_different_names_even_without_case(texts):
    names = distinct_names(texts)
    assert list(names) == texts
    assert len({name.casefold() for name in names.values()}) == len(texts)
