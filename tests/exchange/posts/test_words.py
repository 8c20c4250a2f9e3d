from diguan.domain.accounts.queries import departments
from diguan.domain.responsibility.choices import PostKind
from diguan.engine.documents import Label
from diguan.exchange.posts.words import department_of, load_post_words


def test_every_kind_of_post_has_words_and_no_other():
    words = load_post_words()
    assert set(words.kinds.values()) == {kind.value for kind in PostKind}
    assert {words.kind_of(kind.value) for kind in PostKind} == {kind.value for kind in PostKind}
    assert (words.kind_of(" 驻村第一书记"), words.kind_of("占星师")) == ("first_secretary", None)


def test_a_department_is_named_by_code_or_label():
    known = {"water": Label("水利部门", "Water resources")}
    words = ("水利部门", "WATER", "water resources", "水利局", "教育局", "火")
    assert [department_of(word, known) for word in words] == ["water"] * 4 + [None] * 2


def test_every_department_that_has_other_names_is_one_of_the_standards():
    assert set(load_post_words().departments.values()) == set(departments())
    assert {department_of(word, departments()) for word in ("扶贫办", "乡村振兴部门")} == {"rural"}
