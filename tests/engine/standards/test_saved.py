import pytest

from diguan.engine.standards import UnableToLoadStandard, load_standard
from diguan.engine.standards.saved import save_pack
from tests.factories.packs import edit, pack_copy


def test_saved_pack_is_the_same_when_what_it_extends_has_changed(tmp_path):
    folder = pack_copy(tmp_path, "small-region")
    before = load_standard(folder)
    save_pack(before, tmp_path / "out")
    edit(folder.parent / "small", "parameters/line.yaml", "value: 120", "value: 130")
    saved = load_standard(tmp_path / "out")
    assert saved.sha256 == before.sha256 != load_standard(folder).sha256
    assert saved.parameters["line"].values[2].value == 120


def test_saved_pack_is_read_with_the_fields_it_was_judged_by(tmp_path):
    save_pack(load_standard(pack_copy(tmp_path, "worked-example")), tmp_path / "out")
    edit(tmp_path / "out", "project-catalogue/person.yaml", "\nbirth_date:\n", "\nbirth_day:\n")
    with pytest.raises(UnableToLoadStandard, match="birth_day"):
        load_standard(tmp_path / "out")


def test_pack_can_be_saved_twice_in_a_row(tmp_path):
    pack = load_standard("cn-two-assurances")
    save_pack(pack, tmp_path / "one")
    save_pack(load_standard(tmp_path / "one"), tmp_path / "two")
    assert load_standard(tmp_path / "two").sha256 == pack.sha256
