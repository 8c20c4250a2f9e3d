import pytest

from diguan.engine.regions import UnableToLoadRegions
from diguan.engine.regions.format import read_format


@pytest.fixture
def changed(islands):
    def write(old: str, new: str):
        file = islands / "regions.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return file

    return write


def test_read_format_gives_levels_from_the_top(islands):
    form = read_format(islands / "regions.yaml")
    assert [(level.number, level.id, level.digits) for level in form.levels] == [(1, "island", 2), (2, "ward", 5)]
    assert (form.scheme.fill, form.parts_from, list(form.marks)) == (None, None, ["dry"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("levels:", "storeys:", "unknown keys ['storeys']"),
        ("digits: 5", "digits: 2", "digits (2, 2) must grow"),
        ("digits: 5", "digits: five", "expected int, found 'five'"),
        ("{zh: 缺水, en: short of water}", "{zh: 缺水}", "marks.dry: both languages are needed"),
        ("endings: [ward]", "rewrites: {ward: [ward]}", "'ward' does not get shorter as 'ward'"),
        ("id: islands", "id: islands\ncode: {fill: 0}", "'0' must be one quoted character"),
        ("id: islands", "id: islands\nparts: {from: village}", "'village' is none of the levels"),
        ("id: islands", "id: [islands", "not valid YAML"),
        ("marks:", "kinds: {port: {level: sea, label: {zh: 港, en: port}}}\nmarks:", "'sea' is none of the levels"),
    ],
)
def test_read_format_refuses_what_is_wrong_and_says_where(changed, old, new, said):
    file = changed(old, new)
    with pytest.raises(UnableToLoadRegions) as caught:
        read_format(file)
    assert str(caught.value).startswith(str(file))
    assert said in str(caught.value)


def test_read_format_refuses_a_folder_without_one(tmp_path):
    with pytest.raises(UnableToLoadRegions, match=r"a region folder needs a regions\.yaml"):
        read_format(tmp_path / "regions.yaml")
